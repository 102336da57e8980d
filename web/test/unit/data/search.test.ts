import { afterEach, beforeEach, expect, it } from "vitest";
import type { PageId } from "../../../src/data/api";
import type { OpenPage } from "../../../src/data/open-page";
import { until, World, type Tab } from "./support/world";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => {
  world.tabs.forEach((tab) => tab.kill());
});

async function write(tab: Tab, page: PageId, words: string): Promise<void> {
  const opened = await tab.workspace.openPage(page);
  if (opened.kind === "missing") throw new Error(opened.why);
  const handle = opened.page as OpenPage;
  const [block] = (JSON.parse(handle.document.view()) as { blocks: { id: string }[] }).blocks;
  handle.document.insert(block?.id ?? "", 0, words, null);
  handle.committed();
}

const found = async (tab: Tab, query: string) =>
  (await tab.workspace.search(query, 10)).hits.map((hit) => [hit.page, hit.place]);

it("finds what was typed a moment ago, here and in another tab", async () => {
  const a = await world.openTab();
  const b = await world.openTab();
  const page = await a.workspace.createPage({ parent: null, title: "Harbour" });
  expect(await found(a, "kittiwake")).toEqual([]);
  await write(a, page, "a kittiwake ");
  expect(await found(a, "kittiwake")).toEqual([[page, "text"]]);
  await until(() => b.page(page)?.here === true, "the page is known to the other tab");
  expect(await found(b, "kittiwake")).toEqual([[page, "text"]]);
  await write(a, page, "and a guillemot ");
  await a.workspace.flush();
  await until(() => (b.page(page)?.pending ?? 0) > 3, "the other tab has heard of it");
  expect(await found(b, "guillem")).toEqual([[page, "text"]]);
});

it("leaves out the trash and takes up new titles", async () => {
  const tab = await world.openTab();
  const page = await tab.workspace.createPage({ parent: null, title: "Compass" });
  const below = await tab.workspace.createPage({ parent: page, title: "Compass rose" });
  expect(await found(tab, "compass")).toEqual([
    [page, "title"],
    [below, "title"],
  ]);
  await tab.workspace.renamePage(below, "Sextant");
  expect(await found(tab, "sextan")).toEqual([[below, "title"]]);
  await tab.workspace.trashPage(page);
  const answer = await tab.workspace.search("compass", 10);
  expect(answer).toEqual({ query: "compass", hits: [], pages: 0, here: 0, searched: 0 });
});

it("reads texts from the sealed shelf after a start, and what changed since from the page", async () => {
  const first = await world.openTab();
  const pages: PageId[] = [];
  for (let n = 0; n < 3; n++) {
    pages.push(await first.workspace.createPage({ parent: null, title: `Page ${n}` }));
    await write(first, pages[n] as PageId, `plover${n} `);
  }
  expect(await found(first, "plover2")).toEqual([[pages[2], "text"]]);
  await write(first, pages[1] as PageId, "sandpiper ");
  await first.workspace.flush();
  const again = await world.reload(first);
  expect(await again.workspace.search("sandpiper", 10)).toMatchObject({ pages: 3, here: 3, searched: 3 });
  expect(await found(again, "sandpiper")).toEqual([[pages[1], "text"]]);
  expect(await found(again, "plover0")).toEqual([[pages[0], "text"]]);
  const disk = Buffer.from(await world.dump()).toString("latin1");
  expect(disk).not.toContain("plover");
});

it("takes from the server only what is not here, and says when it cannot be reached", async () => {
  const tab = await world.openTab();
  const here = await tab.workspace.createPage({ parent: null, title: "Here" });
  world.server.found = [here, "0".repeat(32)].map((page) => ({ page, piece: "a Smørrebrød bar" }));
  expect(await tab.workspace.searchServer("smorre", 10)).toEqual([]);
  world.server.reachable = false;
  await expect(tab.workspace.searchServer("smorre", 10)).rejects.toMatchObject({ code: "offline" });
});
