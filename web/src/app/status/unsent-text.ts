/**
 * Work that the server has not got, as text that a person can keep: whole pages, as they stand on this device. For
 * when sending fails for long and somebody wants it in their own hands.
 */
import type { PageEntry, Workspace } from "../../data/api";
import type { BlockView, DocumentView } from "../../engine/types";
import { shownTitle } from "../wording";

const MARKS: Readonly<Record<string, string>> = {
  bulleted: "- ",
  numbered: "1. ",
  quote: "> ",
};

const HEADING = /^heading([1-6])$/;

/** A page as Markdown: its text and structure, without formatting inside of lines. */
export function pageAsText(view: DocumentView): string {
  const depths = new Map<string, number>();
  const lines = view.blocks.flatMap((block) => {
    const depth = block.parent === null ? 0 : (depths.get(block.parent) ?? 0) + 1;
    depths.set(block.id, depth);
    const text = lineOf(block);
    return text.trim() === "" ? [] : [text.replaceAll(/^/gm, "  ".repeat(depth))];
  });
  return [`# ${shownTitle(view.title.text)}`, ...lines].join("\n\n");
}

function lineOf({ type, properties, text, table }: BlockView): string {
  if (table !== null) {
    return table.rows.map((row) => `| ${row.cells.map((cell) => cell.text).join(" | ")} |`).join("\n");
  }
  const heading = HEADING.exec(type);
  if (heading !== null) {
    // The title of the page is the first level.
    return `${"#".repeat(Math.min(6, Number(heading[1]) + 1))} ${text}`;
  }
  if (type === "todo") {
    return `- [${properties["checked"] === true ? "x" : " "}] ${text}`;
  }
  return type === "code" ? `\`\`\`\n${text}\n\`\`\`` : `${MARKS[type] ?? ""}${text}`;
}

/** @param pages those with unsent work; one that cannot be opened is named with the reason */
export async function unsentText(workspace: Workspace, pages: readonly PageEntry[]): Promise<string> {
  const parts: string[] = [];
  for (const page of pages) {
    parts.push(await onePage(workspace, page));
  }
  return `${parts.join("\n\n---\n\n")}\n`;
}

async function onePage(workspace: Workspace, { id, title }: PageEntry): Promise<string> {
  try {
    const opened = await workspace.openPage(id);
    if (opened.kind === "missing") {
      workspace.leaveMissing(id);
      return `# ${shownTitle(title)}\n\n(${opened.why})`;
    }
    try {
      return pageAsText(JSON.parse(opened.page.document.view()) as DocumentView);
    } finally {
      // What could not be saved stays in the open page, and is in the text all the same.
      await opened.page.close().catch(() => undefined);
    }
  } catch (error) {
    return `# ${shownTitle(title)}\n\n(This page could not be read: ${error instanceof Error ? error.message : "unknown reason"})`;
  }
}

/** Hands a text to the browser as a file. */
export function saveAsFile(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
