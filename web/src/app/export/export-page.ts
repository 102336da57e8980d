/**
 * A page, or a page with those below it, as Markdown files: `Title.md`, pages below it in a folder
 * `Title/`, their files in `files/`. Made on this device from what is here; what is not is named.
 */
import type { Directory, PageId, Workspace } from "../../data/api";
import type { DocumentView } from "../../engine/types";
import { markdownOf } from "../../text/markdown";
import { zipOf, type ZipEntry } from "../../text/zip";
import { shownTitle } from "../wording";

export interface Exported {
  /** Name of the one file to save: Markdown for a page alone, else a zip. */
  readonly name: string;
  readonly file: Blob;
  readonly pages: number;
  /** Pages and files that are not on this device and were left out. */
  readonly missingPages: number;
  readonly missingFiles: number;
}

type Source = Pick<Workspace, "directory" | "readPage" | "readFile">;

const FILE = /^\/files\/[0-9a-f]{64}$/;
const PAGE = /^\/p\/([0-9a-f]{32})$/;
const utf8 = new TextEncoder();

/**
 * @param origin of the workspace, for links to pages that are not part of the export
 * @throws DataError
 */
export async function exportPage(workspace: Source, page: PageId, origin: string, now: Date): Promise<Exported> {
  const names = namesOf(workspace.directory(), page);
  const views = new Map<PageId, DocumentView>();
  for (const id of names.keys()) {
    const view = await workspace.readPage(id);
    if (view !== null) views.set(id, view);
  }
  const files = await filesOf(workspace, views.values());
  const entries: ZipEntry[] = [];
  for (const [id, view] of views) {
    const name = names.get(id) ?? "";
    const up = "../".repeat(name.split("/").length - 1);
    const text = markdownOf(view, {
      file: (url) => (files.has(url) ? `${up}${encodePath(files.get(url)?.name ?? "")}` : origin + url),
      link: (href) => {
        const target = PAGE.exec(href)?.[1] as PageId | undefined;
        if (target !== undefined && views.has(target)) return `${up}${encodePath(`${names.get(target) ?? ""}.md`)}`;
        if (files.has(href)) return `${up}${encodePath(files.get(href)?.name ?? "")}`;
        return href.startsWith("/") ? origin + href : href;
      },
    });
    entries.push({ name: `${name}.md`, bytes: utf8.encode(text) });
  }
  const here = [...files.values()].filter((file) => file.bytes !== null);
  entries.push(...here.map(({ name, bytes }) => ({ name, bytes: bytes ?? new Uint8Array() })));
  const [only] = entries;
  const alone = entries.length === 1 && only !== undefined;
  const base = names.get(page) ?? "page";
  return {
    name: alone ? `${base}.md` : `${base}.zip`,
    file: alone
      ? new Blob([only.bytes as Uint8Array<ArrayBuffer>], { type: "text/markdown" })
      : new Blob([zipOf(entries, now)], { type: "application/zip" }),
    pages: views.size,
    missingPages: names.size - views.size,
    missingFiles: files.size - here.length,
  };
}

/** Paths without their ending of a page and all below it. */
export function namesOf(directory: Directory, top: PageId): Map<PageId, string> {
  const names = new Map<PageId, string>();
  const walk = (pages: readonly PageId[], folder: string): void => {
    const taken = new Set<string>();
    for (const page of pages) {
      if (names.has(page)) continue;
      const name = freeName(fileName(directory.pages.get(page)?.title ?? ""), taken);
      names.set(page, folder + name);
      walk(directory.children.get(page) ?? [], `${folder}${name}/`);
    }
  };
  walk([top], "");
  return names;
}

const TITLE_UNITS_MAX = 80;

/** The title without what some system forbids in names, or `offing import` reads as something else. */
function fileName(title: string): string {
  const name = shownTitle(title)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f\\/:*?"<>|#%]+/gu, " ")
    .replace(/\s+/gu, " ")
    .slice(0, TITLE_UNITS_MAX)
    .replace(/[\ud800-\udbff]$/u, "")
    .replace(/^[. ]+|[. ]+$/gu, "");
  if (name === "") return "Untitled";
  return /^(?:index|readme|con|prn|aux|nul|files|com\d|lpt\d)$/iu.test(name) ? `${name} page` : name;
}

/** Names that differ in their case only are one on some systems. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name} ${n}`;
  taken.add(free.toLowerCase());
  return free;
}

interface NamedFile {
  readonly name: string;
  /** Null: not on this device. */
  readonly bytes: Uint8Array | null;
}

/** Each once, whatever pages show it. */
async function filesOf(workspace: Source, views: Iterable<DocumentView>): Promise<Map<string, NamedFile>> {
  const files = new Map<string, NamedFile>();
  const taken = new Set<string>();
  for (const { blocks } of views) {
    for (const { properties } of blocks) {
      const url = properties["url"];
      if (typeof url !== "string" || !FILE.test(url) || files.has(url)) continue;
      const file = await workspace.readFile(url);
      const given = typeof properties["name"] === "string" ? properties["name"] : (file?.name ?? "");
      const dot = given.lastIndexOf(".");
      const ending = dot > 0 ? given.slice(dot).replace(/[^.\w]/gu, "") : endingOf(file?.type ?? "");
      const stem = freeName(fileName(dot > 0 ? given.slice(0, dot) : given || "file"), taken);
      files.set(url, { name: `files/${stem}${ending}`, bytes: file?.bytes ?? null });
    }
  }
  return files;
}

const endingOf = (type: string): string => (type.startsWith("image/") ? `.${type.slice(6).replace(/\W.*/u, "")}` : "");

const encodePath = (path: string): string =>
  path
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/\(/gu, "%28").replace(/\)/gu, "%29"))
    .join("/");
