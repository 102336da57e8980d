/** The data layer without screens: tests call it through `window.offing`. */
import { openDB } from "idb";
import type { PageHandle, PageId, SaveState, Workspace } from "../../../../src/data/api";
import { createWorkspace } from "../../../../src/data/workspace";

const workspace: Workspace = createWorkspace();
const open = new Map<PageId, PageHandle>();

async function handle(page: PageId): Promise<PageHandle> {
  const known = open.get(page);
  if (known !== undefined) {
    return known;
  }
  const opened = await workspace.openPage(page);
  if (opened.kind === "missing") {
    throw new Error(opened.why);
  }
  open.set(page, opened.page);
  return opened.page;
}

function blocks(page: PageHandle): { id: string; text: string }[] {
  return (JSON.parse(page.document.view()) as { blocks: { id: string; text: string }[] }).blocks;
}

async function workspaceDatabase(): Promise<string> {
  const names = (await indexedDB.databases()).map((one) => one.name ?? "");
  return names.find((name) => name !== "offing") ?? "";
}

export const offing = {
  workspace,
  titles: () => [...workspace.directory().pages.values()].map((page) => page.title).sort(),
  pending: () => [...workspace.directory().pages.values()].reduce((sum, page) => sum + page.pending, 0),
  pageOf: (title: string) => [...workspace.directory().pages.values()].find((page) => page.title === title)?.id ?? null,
  /** Types at the end of the first block and waits until that is durable. */
  async type(page: PageId, text: string): Promise<SaveState> {
    const shown = await handle(page);
    const [first] = blocks(shown);
    if (first === undefined) {
      throw new Error("the page has no block");
    }
    shown.document.insert(first.id, first.text.length, text, null);
    await shown.flush();
    return shown.saveState();
  },
  async text(page: PageId): Promise<string> {
    return blocks(await handle(page))
      .map((block) => block.text)
      .join("\n");
  },
  async snapshot(page: PageId): Promise<string> {
    const bytes = (await handle(page)).document.save();
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
  /** @param png base64 */
  keepImage(png: string): Promise<string> {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    return workspace.addFile(new Blob([bytes], { type: "image/png" }), "pixel.png");
  },
  /** Keeps a file that no two devices have alike, and nothing makes smaller. */
  keepNoise(size: number): Promise<string> {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65_536) {
      crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    }
    return workspace.addFile(new Blob([bytes]), "noise.bin");
  },
  /** The SHA-256 of a file, from here or from the server. */
  async hashOf(address: string): Promise<string> {
    const file = await workspace.readFile(address);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", file?.bytes ?? new Uint8Array()));
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
  /** Shows a file in the page, as an image block does. */
  async showImage(page: PageId, address: string): Promise<void> {
    const shown = await handle(page);
    shown.document.setProperty(shown.document.newBlock(null, null, "image"), "url", JSON.stringify(address));
    await shown.flush();
  },
  async closePage(page: PageId): Promise<void> {
    await open.get(page)?.close();
    open.delete(page);
  },
  /** What is on the device of a page, in words. */
  state(page: PageId): string {
    const found = workspace.offline().pages.get(page);
    return found === undefined
      ? "unknown"
      : [found.state, ...found.reasons.map((reason) => reason.kind).filter((kind) => kind !== "open")].join(" ");
  },
  overview: () => ({ ...workspace.offline(), pages: [...workspace.offline().pages.values()] }),
  /** Takes a record of the page out of the device's store, behind the program's back. */
  async damage(page: PageId, store: "log" | "files"): Promise<number> {
    const db = await openDB(await workspaceDatabase());
    const keys = (await db.getAllKeys(store)).filter((key) => !Array.isArray(key) || key[0] === `p:${page}`);
    const first = keys[0];
    if (first !== undefined) {
      await db.delete(store, first);
    }
    db.close();
    return keys.length;
  },
  /** How many records of the page's content the store has. */
  async records(page: PageId): Promise<number> {
    const db = await openDB(await workspaceDatabase());
    const keys = (await db.getAllKeys("log")).filter((key) => Array.isArray(key) && key[0] === `p:${page}`);
    db.close();
    return keys.length;
  },
  /** Whether the device's own store has the file. */
  async isHere(address: string): Promise<boolean> {
    const db = await openDB(await workspaceDatabase());
    const found = await db.getKey("files", address.slice("/files/".length));
    db.close();
    return found !== undefined;
  },
  /** Width of the shown image, −1 if it is neither here nor there. */
  async imageWidth(address: string): Promise<number> {
    const url = await workspace.resolveFile(address);
    if (url === null) {
      return -1;
    }
    const image = new Image();
    image.src = url;
    await image.decode();
    return image.naturalWidth;
  },
};

declare global {
  interface Window {
    offing: typeof offing;
  }
}
window.offing = offing;
