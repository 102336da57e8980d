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
  /** Whether the device's own store has the file. */
  async isHere(address: string): Promise<boolean> {
    const [name] = (await indexedDB.databases()).map((one) => one.name ?? "").filter((one) => one !== "offing");
    const db = await openDB(name ?? "");
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
