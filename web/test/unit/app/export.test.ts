import { expect, it } from "vitest";
import { exportPage, namesOf } from "../../../src/app/export/export-page";
import { exportedWords } from "../../../src/app/words/export";
import type { PageId } from "../../../src/data/api";
import type { BlockId, DocumentView, MarkRun } from "../../../src/engine/types";
import { directoryOf } from "./directory-of";

const id = (n: number) => n.toString(16).padStart(32, "0") as PageId;
const FILE = `/files/${"a".repeat(64)}`;

function view(title: string, text: string, marks: MarkRun[] = [], url?: string): DocumentView {
  const block = { parent: null, survivor: null, table: null };
  const image = {
    ...block,
    id: "i" as BlockId,
    type: "image",
    text: "",
    marks: [],
    properties: { url: url ?? "", name: "map.png" },
  };
  return {
    title: { text: title, marks: [] },
    properties: {},
    blocks: [
      { ...block, id: "t" as BlockId, type: "paragraph", text, marks, properties: {} },
      ...(url === undefined ? [] : [image]),
    ],
  };
}

const directory = directoryOf(`${id(1)}\n  ${id(2)}\n    ${id(4)}\n  ${id(3)}`, {
  [id(1)]: { title: "Trip: Skye/2026" },
  [id(2)]: { title: "Tides" },
  [id(3)]: { title: "tides" },
  [id(4)]: { title: "" },
});

it("names files so that every system and the import can read them", () => {
  expect([...namesOf(directory, id(1)).values()]).toEqual([
    "Trip Skye 2026",
    "Trip Skye 2026/Tides",
    "Trip Skye 2026/Tides/Untitled",
    "Trip Skye 2026/tides 2",
  ]);
});

it("takes subpages and files along, points links at them, and says what is missing", async () => {
  const views = new Map([
    [id(1), view("Trip", "see tides", [["link", 4, 9, `/p/${id(2)}`]])],
    [id(2), view("Tides", "back", [["link", 0, 4, `/p/${id(9)}`]], FILE)],
    [id(3), view("tides", "up", [["link", 0, 2, `/p/${id(1)}`]])],
  ]);
  const bytes = new TextEncoder().encode("PNG");
  const exported = await exportPage(
    {
      directory: () => directory,
      readPage: (page) => Promise.resolve(views.get(page) ?? null),
      readFile: (url) => Promise.resolve(url === FILE ? { name: "", type: "image/png", bytes } : null),
    },
    id(1),
    "http://localhost",
    new Date(2026, 4, 10),
  );
  expect(exported).toMatchObject({ name: "Trip Skye 2026.zip", pages: 3, missingPages: 1, missingFiles: 0 });
  const zip = Buffer.from(await exported.file.arrayBuffer()).toString();
  expect(zip).toContain("see [tides](Trip%20Skye%202026/Tides.md)");
  expect(zip).toContain(`[back](http://localhost/p/${id(9)})`);
  expect(zip).toContain("![map.png](../files/map.png)");
  expect(zip).toContain("[up](../Trip%20Skye%202026.md)");
  expect(exportedWords("Trip", exported)).toBe(
    "“Trip” and the 2 pages below it are saved as Markdown. 1 page is not on this device and was left out.",
  );
});

it("saves a page alone as one Markdown file", async () => {
  const exported = await exportPage(
    {
      directory: () => directory,
      readPage: () => Promise.resolve(view("tides", "high at noon")),
      readFile: () => Promise.resolve(null),
    },
    id(3),
    "http://localhost",
    new Date(2026, 4, 10),
  );
  expect(exported.name).toBe("tides.md");
  expect(await exported.file.text()).toBe("# tides\n\nhigh at noon\n");
});
