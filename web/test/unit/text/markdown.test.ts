import { expect, it } from "vitest";
import type { BlockId, BlockView, DocumentView, MarkRun } from "../../../src/engine/types";
import { markdownOf } from "../../../src/text/markdown";
import { zipOf } from "../../../src/text/zip";

let ids = 0;

function block(type: string, text = "", more: Partial<BlockView> & { inside?: BlockView[][] } = {}): BlockView[] {
  const id = `b${ids++}` as BlockId;
  const { inside = [], ...own } = more;
  const whole: BlockView = {
    id,
    parent: null,
    type,
    text,
    marks: [],
    properties: {},
    survivor: null,
    table: null,
    ...own,
  };
  return [whole, ...inside.flat().map((child) => (child.parent === null ? { ...child, parent: id } : child))];
}

const page = (...blocks: BlockView[][]): DocumentView => ({
  title: { text: "Log", marks: [] },
  properties: {},
  blocks: blocks.flat(),
});

const places = {
  link: (href: string) => href.replace("/p/1", "Log/Tides.md"),
  file: (_url: string, name: string) => `files/${name}`,
};
const written = (...blocks: BlockView[][]) => markdownOf(page(...blocks), places);
const line = (text: string, ...marks: MarkRun[]) =>
  written(block("paragraph", text, { marks })).slice("# Log\n\n".length, -1);

it("writes every block Markdown has a form for", () => {
  const cell = (text: string) => ({ text, marks: [] });
  expect(
    written(
      block("heading2", "Weather #1"),
      block("paragraph", "Wind north."),
      block("bulleted", "sails", {
        inside: [block("bulleted", "jib", { inside: [block("paragraph", "the old one")] })],
      }),
      block("bulleted", "ropes"),
      block("numbered", "first", { properties: { start: 3 } }),
      block("numbered", "second", { inside: [block("todo", "ask")] }),
      block("todo", "paint", { properties: { checked: true } }),
      block("quote", "said he", { inside: [block("paragraph", "and she")] }),
      block("code", "a < b\n```\n", { properties: { language: "java" } }),
      block("divider"),
      block("image", "", { properties: { url: "/files/1", name: "my boat (2).png", caption: "The [boat]" } }),
      block("paragraph", ""),
      block("table", "", {
        table: {
          columns: ["c1" as BlockId, "c2" as BlockId],
          rows: [
            { id: "r1" as BlockId, cells: [cell("boat"), cell("a|b")] },
            { id: "r2" as BlockId, cells: [cell("two\nlines"), cell("")] },
          ],
        },
      }),
    ),
  ).toBe(`# Log

## Weather #1

Wind north.

- sails
  - jib

    the old one
- ropes

3. first
4. second
   - [ ] ask

- [x] paint

> said he
>
> and she

\`\`\`\`java
a < b
\`\`\`

\`\`\`\`

---

![The \\[boat\\]](<files/my boat (2).png>)

| boat | a\\|b |
| --- | --- |
| two<br>lines |  |
`);
});

it("nests marks, leaves spaces outside, and follows links", () => {
  expect(line("one two three", ["bold", 0, 7, true], ["italic", 4, 13, true])).toBe("**one *two*** *three*");
  expect(line("a bold word", ["bold", 1, 7, true])).toBe("a **bold** word");
  expect(line("see tides", ["link", 4, 9, "/p/1"], ["bold", 4, 9, true])).toBe("see [**tides**](Log/Tides.md)");
  expect(line("run `ls` now", ["code", 4, 8, true])).toBe("run `` `ls` `` now");
  expect(line("gone", ["strike", 0, 4, true], ["underline", 0, 4, true])).toBe("~~gone~~");
  // Signs that would be read as themselves are left out; the words are not.
  expect(line("a(b)c", ["bold", 1, 4, true])).toBe("a(b)c");
});

it("lets no word become a sign", () => {
  expect(line("# not a heading")).toBe("\\# not a heading");
  expect(line("1. no list")).toBe("1\\. no list");
  expect(line("- no list")).toBe("\\- no list");
  expect(line("---")).toBe("\\---");
  expect(line("2 * 3 * 4 _x_ <b> [a](b) & ~~ `c` \\ |")).toBe(
    "2 \\* 3 \\* 4 \\_x\\_ \\<b\\> \\[a\\](b) \\& \\~\\~ \\`c\\` \\\\ \\|",
  );
  expect(line("wow!", ["bold", 0, 4, true])).toBe("**wow\\!**");
  expect(line("two\nlines")).toBe("two\\\nlines");
  expect(written(block("heading1", "C #"))).toContain("# C \\#");
});

it("makes archives that say what they hold", () => {
  const bytes = new TextEncoder().encode("123456789");
  const zip = Buffer.from(zipOf([{ name: "Søren.md", bytes }], new Date(2026, 4, 10, 9, 30)));
  // The check value of CRC-32, and the entry found through the directory at the end.
  expect(zip.readUInt32LE(14)).toBe(0xcbf43926);
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  const directory = zip.readUInt32LE(end + 16);
  expect(zip.readUInt32LE(directory)).toBe(0x02014b50);
  expect(zip.readUInt32LE(directory + 42)).toBe(0);
  expect(zip.subarray(directory + 46, directory + 46 + zip.readUInt16LE(directory + 28)).toString()).toBe("Søren.md");
});
