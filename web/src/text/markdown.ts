/**
 * A page as Markdown: CommonMark with GitHub's tables, to-dos and strike-through, written so that
 * `offing import` reads back what Markdown can say. What it cannot (colours, underline, alignment) is
 * left out, the words are kept. Pure.
 */
import type { BlockView, DocumentView, MarkRun, RichText } from "../engine/types";

export interface MarkdownPlaces {
  /** The address to write for a link of the page. */
  link(href: string): string;
  /** The address to write for a file of the workspace. */
  file(url: string, name: string): string;
}

export function markdownOf(view: DocumentView, places: MarkdownPlaces): string {
  const title = headingText(escaped(view.title.text.replace(/\s+/gu, " ").trim()));
  const body = new Writer(view.blocks, places).all();
  return `# ${title === "" ? "Untitled" : title}\n${body === "" ? "" : `\n${body}\n`}`;
}

/** Stand beside their like without an empty line between. */
const ITEMS: ReadonlySet<string> = new Set(["bulleted", "numbered", "todo", "toggle"]);

class Writer {
  private readonly children = new Map<string | null, BlockView[]>();

  constructor(
    blocks: readonly BlockView[],
    private readonly places: MarkdownPlaces,
  ) {
    for (const block of blocks) {
      this.children.set(block.parent, [...(this.children.get(block.parent) ?? []), block]);
    }
  }

  all(): string {
    return this.list(this.children.get(null) ?? []);
  }

  private list(blocks: readonly BlockView[]): string {
    let out = "";
    let number = 0;
    let before: BlockView | null = null;
    for (const block of blocks) {
      number = block.type === "numbered" ? (before?.type === "numbered" ? number + 1 : startOf(block)) : 0;
      const text = this.block(block, number);
      if (text === "") continue;
      const close = before !== null && ITEMS.has(before.type) && sameList(before, block);
      out += before === null ? "" : close ? "\n" : "\n\n";
      out += text;
      before = block;
    }
    return out;
  }

  /** Without the line end; empty for a block that Markdown has no form for, as an empty paragraph. */
  private block(block: BlockView, number: number): string {
    const inside = this.children.get(block.id) ?? [];
    switch (block.type) {
      case "bulleted":
      case "toggle":
        return this.item("- ", inline(block, this.places), inside);
      case "numbered":
        return this.item(`${number}. `, inline(block, this.places), inside);
      case "todo":
        return this.item(
          `- [${block.properties["checked"] === true ? "x" : " "}] `,
          inline(block, this.places),
          inside,
          2,
        );
      case "quote":
        return prefixed(
          [inline(block, this.places), this.list(inside)].filter((part) => part !== "").join("\n\n"),
          "> ",
        );
      default:
        // Only items and quotes hold blocks in Markdown: what hangs below another block follows it.
        return [this.leaf(block), this.list(inside)].filter((part) => part !== "").join("\n\n");
    }
  }

  private item(bullet: string, text: string, inside: readonly BlockView[], indent = bullet.length): string {
    const rest = this.list(inside);
    // A text that is missing before nested blocks would make the first of them the item's own.
    const first = inside[0];
    const gap = first !== undefined && ITEMS.has(first.type) ? "\n" : "\n\n";
    const whole = rest === "" ? text : `${text}${gap}${rest}`;
    return (bullet + indented(whole, " ".repeat(indent))).trimEnd();
  }

  private leaf(block: BlockView): string {
    const text = inline(block, this.places);
    const heading = /^heading([1-6])$/.exec(block.type)?.[1];
    if (heading !== undefined) return `${"#".repeat(Number(heading))} ${headingText(text)}`.trimEnd();
    switch (block.type) {
      case "code":
        return fenced(block.text, block.properties["language"]);
      case "divider":
        return "---";
      case "table":
        return this.table(block);
      case "image":
      case "file":
      case "audio":
      case "video":
        return this.media(block);
      default:
        return text;
    }
  }

  private media(block: BlockView): string {
    const url = String(block.properties["url"] ?? "");
    const name = String(block.properties["name"] ?? "");
    const caption = String(block.properties["caption"] ?? "");
    const words = escaped(caption !== "" ? caption : name);
    if (url === "") return words;
    const address = destination(this.places.file(url, name));
    return block.type === "image" ? `![${words}](${address})` : `[${words === "" ? "file" : words}](${address})`;
  }

  private table(block: BlockView): string {
    const { columns, rows } = block.table ?? { columns: [], rows: [] };
    if (columns.length === 0) return "";
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    const written = rows.map((row) =>
      line(
        row.cells.map((cell) =>
          inline(cell, this.places)
            .replace(/\\?\n/gu, "<br>")
            .replace(/(?<!\\)\|/gu, "\\|"),
        ),
      ),
    );
    const [head = line(columns.map(() => "")), ...rest] = written;
    return [head, line(columns.map(() => "---")), ...rest].join("\n");
  }
}

/** One line, and no closing signs. */
const headingText = (text: string): string => text.replace(/\\?\n/gu, " ").replace(/(^|\s)(#+)$/u, "$1\\$2");

const startOf = (block: BlockView): number => {
  const start = block.properties["start"];
  return typeof start === "number" && Number.isSafeInteger(start) && start >= 0 ? start : 1;
};

function sameList(before: BlockView, block: BlockView): boolean {
  const kind = (type: string): string => (type === "numbered" ? "numbered" : "bulleted");
  return ITEMS.has(block.type) && kind(before.type) === kind(block.type);
}

const indented = (text: string, by: string): string => text.replace(/\n(?=[^\n])/gu, `\n${by}`);
const prefixed = (text: string, by: string): string =>
  text
    .split("\n")
    .map((line) => (by + line).trimEnd())
    .join("\n");

function fenced(code: string, language: unknown): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const info = typeof language === "string" && /^[^\s`]+$/u.test(language) && language !== "text" ? language : "";
  return `${fence}${info}\n${code}\n${fence}`;
}

// ---- inside a line ----

const WRAPS: Readonly<Record<string, string>> = { bold: "**", italic: "*", strike: "~~" };
/** Outermost first: a wrap that lasts longer is opened first, so that they nest. */
const ORDER = ["link", "bold", "italic", "strike", "code"];

function inline({ text: whole, marks }: RichText, places: MarkdownPlaces): string {
  const text = whole.trimEnd();
  const cuts = new Set([0, text.length]);
  const known = marks
    .flatMap((run) => (ORDER.includes(run[0]) ? [trimmed(run, text)] : []))
    .filter((run) => run[1] < run[2] && holds(run, text));
  for (const [, from, to] of known) cuts.add(from).add(to);
  const points = [...cuts].sort((a, b) => a - b);
  let out = "";
  const open: MarkRun[] = [];
  const close = (count: number): void => {
    if (count === 0) return;
    // Spaces stand outside of a wrap, also where it is closed only to be opened again.
    const words = out.replace(/ +$/u, "");
    const spaces = out.slice(words.length);
    out = words;
    for (let n = 0; n < count; n++) out += closing(open.pop(), places);
    out += spaces;
  };
  for (const [index, at] of points.entries()) {
    const next = points[index + 1];
    if (next === undefined) break;
    const wanted = known.filter(([, from, to]) => from <= at && to >= next);
    // What ends is closed, and with it what was opened inside of it.
    const keep = open.findIndex((run) => !wanted.includes(run));
    if (keep >= 0) close(open.length - keep);
    const fresh = wanted.filter((run) => !open.includes(run)).sort(byLength);
    const piece = text.slice(at, next);
    const words = fresh.length === 0 ? piece : piece.trimStart();
    out += piece.slice(0, piece.length - words.length).replace(/\n/gu, "\\\n");
    for (const run of fresh) {
      out += opening(run);
      open.push(run);
    }
    out += wanted.some(([type]) => type === "code") ? codeSpan(words) : escaped(words).replace(/\n/gu, "\\\n");
  }
  close(open.length);
  return atLineStart(out);
}

function byLength(a: MarkRun, b: MarkRun): number {
  return b[2] - a[2] || ORDER.indexOf(a[0]) - ORDER.indexOf(b[0]);
}

/** A wrap beside a space on its inner side is no wrap. */
function trimmed([type, from, until, value]: MarkRun, text: string): MarkRun {
  const to = Math.min(until, text.length);
  if (type === "code" || type === "link") return [type, from, to, value];
  const inside = text.slice(from, to);
  const start = from + (inside.length - inside.trimStart().length);
  return [type, start, Math.max(start, to - (inside.length - inside.trimEnd().length)), value];
}

/** Signs between a letter and a punctuation mark they do not hold on to are read as themselves. */
function holds([type, from, to]: MarkRun, text: string): boolean {
  if (type === "code" || type === "link") return true;
  const is = (class_: RegExp, at: number): boolean => class_.test(text.charAt(at));
  return !((is(SIGN, from) && is(LETTER, from - 1)) || (is(SIGN, to - 1) && is(LETTER, to)));
}

const SIGN = /[\p{P}\p{S}]/u;
const LETTER = /[^\s\p{P}\p{S}]/u;

function opening([type]: MarkRun): string {
  return type === "link" ? "[" : (WRAPS[type] ?? "");
}

function closing(run: MarkRun | undefined, places: MarkdownPlaces): string {
  if (run === undefined) return "";
  return run[0] === "link" ? `](${destination(places.link(String(run[3])))})` : (WRAPS[run[0]] ?? "");
}

function codeSpan(code: string): string {
  const flat = code.replace(/\n/gu, " ");
  let fence = "`";
  while (flat.includes(fence)) fence += "`";
  const pad = flat.startsWith("`") || flat.endsWith("`") || (flat.startsWith(" ") && flat.endsWith(" ")) ? " " : "";
  return flat.trim() === "" ? escaped(code) : fence + pad + flat + pad + fence;
}

/** Characters that begin something in the middle of a line; `!` before what may become a link. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>~&|]|!(?=\[|$)/gu, (character) => `\\${character}`);

/** What begins something at the start of a line only. */
function atLineStart(text: string): string {
  return text
    .split("\n")
    .map((line) =>
      line
        .replace(/^\s+/u, "")
        .replace(/^(#{1,6}(?=\s|$)|[-+=](?=\s|$|[-+=\s]*$))/u, "\\$1")
        .replace(/^(\d{1,9})([.)])(?=\s|$)/u, "$1\\$2"),
    )
    .join("\n");
}

const destination = (address: string): string =>
  /[\s()<>]/u.test(address) ? `<${address.replace(/[<>\n]/gu, encodeURIComponent)}>` : address;
