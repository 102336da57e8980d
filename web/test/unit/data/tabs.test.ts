import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpenPage } from "../../../src/data/open-page";
import type { PageId } from "../../../src/data/api";
import { pageDocument } from "../../../src/engine/sync";
import { openLock } from "../../../src/data/worker/environment";
import { ACCOUNT, settle, until, World, type Tab } from "./support/world";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => {
  world.tabs.forEach((tab) => tab.kill());
});

async function open(tab: Tab, page: PageId): Promise<OpenPage> {
  const opened = await tab.workspace.openPage(page);
  if (opened.kind === "missing") {
    throw new Error(opened.why);
  }
  return opened.page as OpenPage;
}

function text(page: OpenPage): string {
  const view = JSON.parse(page.document.view()) as { blocks: { text: string }[] };
  return view.blocks.map((block) => block.text).join("\n");
}

function firstBlock(page: OpenPage): string {
  return (JSON.parse(page.document.view()) as { blocks: { id: string }[] }).blocks[0]?.id ?? "";
}

describe("two tabs of one profile", () => {
  it("show each other's pages, and only one of them leads", async () => {
    const a = await world.openTab();
    const b = await world.openTab();
    const page = await a.workspace.createPage({ parent: null, title: "Harbour" });
    await until(() => b.titles().includes("Harbour"), "the page shows in the other tab");
    expect(world.locks.holders(`offing-leader-${ACCOUNT.id}`)).toEqual([a.name]);
    expect(b.page(page)?.pending).toBeGreaterThan(0);
  });

  it("make room for who works in either of them", async () => {
    const leader = await world.openTab();
    const other = await world.openTab();
    const makesRoom = (): boolean =>
      (leader.core as unknown as { tab: { driver: { isAttended(): boolean } } }).tab.driver.isAttended();
    expect(makesRoom()).toBe(false);
    await other.core.attended();
    await until(makesRoom, "the leading tab knows that somebody works in the other one");
    world.now += 1_000;
    expect(makesRoom()).toBe(false);
    await leader.core.attended();
    expect(makesRoom()).toBe(true);
  });

  it("take a page that is not here for open only while it is shown", async () => {
    const tab = await world.openTab();
    const page = "9".repeat(32) as PageId;
    const another = "8".repeat(32) as PageId;
    const holders = (of: PageId): string[] => world.locks.holders(openLock(ACCOUNT.id, pageDocument(of)));
    expect((await tab.workspace.openPage(page)).kind).toBe("missing");
    expect(holders(page)).toEqual([tab.name]);
    expect((await tab.workspace.openPage(page)).kind).toBe("missing");
    tab.workspace.leaveMissing(page);
    tab.workspace.leaveMissing(another);
    await settle();
    expect(holders(page)).toEqual([tab.name]);
    tab.workspace.leaveMissing(page);
    await until(() => holders(page).length === 0, "nobody shows it");
    await tab.workspace.openPage(page);
    await tab.workspace.openPage(another);
    expect([holders(page), holders(another)]).toEqual([[], [tab.name]]);
  });

  it("merge what they type into one page", async () => {
    const a = await world.openTab();
    const b = await world.openTab();
    const page = await a.workspace.createPage({ parent: null, title: "" });
    await until(() => b.page(page)?.here === true, "the page is known to the other tab");
    const inA = await open(a, page);
    const inB = await open(b, page);
    expect(inA.document.replica()).not.toBe(inB.document.replica());
    inA.document.insert(firstBlock(inA), 0, "left ", null);
    inB.document.insert(firstBlock(inB), 0, "right ", null);
    await Promise.all([inA.flush(), inB.flush()]);
    await until(() => text(inA).length === 11 && text(inB).length === 11, "both have both");
    expect(text(inA)).toBe(text(inB));
    expect(inA.document.save()).toEqual(inB.document.save());
  });

  it("see a title as it is typed in the other one", async () => {
    const a = await world.openTab();
    const b = await world.openTab();
    const page = await a.workspace.createPage({ parent: null, title: "Old" });
    const inA = await open(a, page);
    inA.document.insert("title", 3, " harbour", null);
    await inA.flush();
    await until(() => b.titles().includes("Old harbour"), "the title shows in the other tab");
    expect(a.titles()).toEqual(["Old harbour"]);
  });

  it("find in the store what a lost message did not tell", async () => {
    const a = await world.openTab();
    const b = await world.openTab();
    world.channels.lose = () => true;
    await a.workspace.createPage({ parent: null, title: "Unheard" });
    await settle();
    expect(b.titles()).toEqual([]);
    await b.core.wake();
    await until(() => b.titles().includes("Unheard"), "waking reads the store");
  });
});

describe("a tab that dies", () => {
  it("leaves everything it called saved, and another tab takes over", async () => {
    const a = await world.openTab();
    const b = await world.openTab();
    const page = await a.workspace.createPage({ parent: null, title: "Kept" });
    const inA = await open(a, page);
    inA.document.insert(firstBlock(inA), 0, "saved words", null);
    await inA.flush();
    expect(inA.saveState()).toBe("saved-here");
    a.kill();
    await until(() => world.locks.holders(`offing-leader-${ACCOUNT.id}`).includes(b.name), "the other tab leads");
    expect(text(await open(b, page))).toBe("saved words");
    expect(b.page(page)?.pending).toBeGreaterThan(1);
  });

  it("loses only what was not saved, and the store stays whole", async () => {
    const a = await world.openTab();
    const page = await a.workspace.createPage({ parent: null, title: "Half" });
    const inA = await open(a, page);
    inA.document.insert(firstBlock(inA), 0, "never saved", null);
    inA.commit();
    expect(inA.saveState()).toBe("saving");
    // The message is on its way to the worker; the process ends before it is read.
    a.kill();
    const b = await world.openTab();
    const inB = await open(b, page);
    expect(text(inB)).toBe("");
    inB.document.insert(firstBlock(inB), 0, "afterwards", null);
    await inB.flush();
    expect(inB.saveState()).toBe("saved-here");
  });

  it("between its write and the word of it is noticed by the leader", async () => {
    const leader = await world.openTab();
    const other = await world.openTab();
    world.channels.lose = (message) => (message as { kind: string }).kind === "changed";
    const page = await other.workspace.createPage({ parent: null, title: "Unheard" });
    other.kill();
    await settle();
    expect(leader.titles()).toEqual([]);
    await world.pass(3_000);
    await until(() => leader.page(page)?.title === "Unheard", "the leader looked into the store");
    expect(leader.page(page)?.pending).toBeGreaterThan(0);
  });

  it("and one that lives on is not looked for", async () => {
    const leader = await world.openTab();
    const other = await world.openTab();
    await other.workspace.createPage({ parent: null, title: "Told" });
    await until(() => leader.titles().includes("Told"), "the leader heard of it");
    world.channels.lose = () => true;
    await other.workspace.createPage({ parent: null, title: "Unheard" });
    await world.pass(3_000);
    expect(leader.titles()).toEqual(["Told"]);
  });

  it("gives its replica id to the next one, which goes on counting", async () => {
    const a = await world.openTab();
    const page = await a.workspace.createPage({ parent: null, title: "Counted" });
    const inA = await open(a, page);
    const replica = inA.document.replica();
    a.kill();
    const b = await world.openTab();
    const inB = await open(b, page);
    expect(inB.document.replica()).toBe(replica);
    inB.document.insert("title", 7, "!", null);
    await inB.flush();
    const c = await world.openTab();
    const inC = await open(c, page);
    expect(inC.document.replica()).not.toBe(replica);
    expect(inC.document.title()).toBe("Counted!");
    expect(inC.document.changes()).toHaveLength(2);
  });
});

describe("replica ids", () => {
  it("are never held by two tabs, and a tab without one can read but not write", async () => {
    const first = await world.openTab();
    const page = await first.workspace.createPage({ parent: null, title: "Shared" });
    const others = [await world.openTab(), await world.openTab(), await world.openTab()];
    const opened = await Promise.all([first, ...others].map((tab) => open(tab, page)));
    const ids = new Set(opened.map((one) => one.document.replica()));
    expect(ids.size).toBe(4);
    const late = await world.openTab();
    const inLate = await open(late, page);
    expect(inLate.canWrite).toBe(false);
    expect(inLate.document.title()).toBe("Shared");
    const refused = late.workspace.createPage({ parent: null });
    let settled = false;
    const outcome = expect(refused).rejects.toMatchObject({ code: "offline" });
    void outcome.finally(() => (settled = true));
    while (!settled) {
      await world.pass(10_000);
    }
    await outcome;
  });
});

describe("undo", () => {
  async function typeIn(tab: Tab, page: PageId, ...words: string[]): Promise<void> {
    const shown = await open(tab, page);
    for (const word of words) {
      shown.document.insert(firstBlock(shown), text(shown).length, word, null);
      shown.committed();
      shown.commit();
      shown.document.endUndoGroup();
    }
    await shown.flush();
  }

  it("takes back after a reload what was typed before it, and does it again after the next", async () => {
    const other = await world.openTab();
    let tab = await world.openTab();
    const page = await tab.workspace.createPage({ parent: null, title: "" });
    await typeIn(tab, page, "kept ", "taken back");
    other.kill();

    tab = await world.reload(tab);
    let shown = await open(tab, page);
    expect(shown.document.undo()).toBe(true);
    expect(text(shown)).toBe("kept ");
    await shown.flush();

    tab = await world.reload(tab);
    shown = await open(tab, page);
    expect(text(shown)).toBe("kept ");
    expect(shown.document.redo()).toBe(true);
    expect(text(shown)).toBe("kept taken back");
  });

  it("ends with the tab: a new one that writes under the same id begins with nothing to undo", async () => {
    const first = await world.openTab();
    const page = await first.workspace.createPage({ parent: null, title: "" });
    await typeIn(first, page, "yesterday");
    const writer = (await open(first, page)).document.replica();
    first.kill();

    const second = await world.openTab();
    const shown = await open(second, page);
    expect(shown.document.replica()).toBe(writer);
    expect(shown.document.canUndo()).toBe(false);
    second.kill();
    const third = await world.reload(first);
    expect((await open(third, page)).document.replica()).toBe(writer);
    expect((await open(third, page)).document.canUndo()).toBe(false);
  });

  it("is not shared with a duplicate of the tab", async () => {
    const first = await world.openTab();
    const page = await first.workspace.createPage({ parent: null, title: "" });
    await typeIn(first, page, "mine");

    // It asks for the id of the other a few times, with rests between.
    let opened = false;
    const opening = world
      .openTab({ ...first.memory })
      .then((tab) => open(tab, page))
      .finally(() => (opened = true));
    while (!opened) {
      await world.pass(50);
    }
    const duplicate = await opening;
    expect(duplicate.document.replica()).not.toBe((await open(first, page)).document.replica());
    expect(duplicate.document.canUndo()).toBe(false);
    expect((await open(first, page)).document.canUndo()).toBe(true);
  });
});
