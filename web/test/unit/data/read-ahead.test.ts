import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OpenPage } from "../../../src/data/open-page";
import type { PageId } from "../../../src/data/api";
import { openLock } from "../../../src/data/worker/environment";
import { ACCOUNT, settle, until, World, type Tab } from "./support/world";

let world: World;
let tab: Tab;
let harbour: PageId;
let pilots: PageId;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  world = new World();
  tab = await world.openTab();
  harbour = await tab.workspace.createPage({ parent: null, title: "Harbour" });
  pilots = await tab.workspace.createPage({ parent: null, title: "Pilots" });
});

afterEach(() => {
  world.tabs.forEach((each) => each.kill());
  vi.useRealTimers();
});

async function open(of: Tab, page: PageId): Promise<OpenPage> {
  const opened = await of.workspace.openPage(page);
  if (opened.kind === "missing") throw new Error(opened.why);
  return opened.page as OpenPage;
}

const holds = (page: PageId): number => world.locks.holders(openLock(ACCOUNT.id, `p:${page}`)).length;

/** A page that is used is noted in the store first, and told a moment later. */
async function recents(of = tab): Promise<readonly PageId[]> {
  await settle();
  await world.pass(1_000);
  await settle();
  return of.workspace.offline().recents;
}

describe("a page that is read ahead", () => {
  it("is used when it is opened, not before", async () => {
    await open(tab, harbour);
    await until(() => holds(harbour) === 1, "the page is held");
    const read = vi.spyOn(tab.core, "openPage");
    void tab.workspace.readAhead(pilots);
    await until(() => read.mock.settledResults[0]?.type === "fulfilled", "the other page is read");
    expect(await recents()).toEqual([harbour]);
    await open(tab, pilots);
    expect(await recents()).toEqual([pilots, harbour]);
  });

  it("is not where a tab goes on that is opened later", async () => {
    await open(tab, harbour);
    const read = vi.spyOn(tab.core, "openPage");
    void tab.workspace.readAhead(pilots);
    await until(() => read.mock.settledResults[0]?.type === "fulfilled", "the other page is read");
    await settle();
    expect((await world.openTab()).workspace.lastPage()).toBe(harbour);
    await open(tab, pilots);
    await settle();
    expect((await world.openTab()).workspace.lastPage()).toBe(pilots);
  });

  it("is read once, and has what others wrote between the reading and the opening", async () => {
    const other = await world.openTab();
    await until(() => other.page(harbour)?.here === true, "the other tab knows the page");
    const read = vi.spyOn(tab.core, "openPage");
    void tab.workspace.readAhead(harbour);
    void tab.workspace.readAhead(harbour);
    await until(() => holds(harbour) === 1, "the page is read");
    const there = await open(other, harbour);
    there.document.insert("title", 7, " of refuge", null);
    await there.flush();
    const here = await open(tab, harbour);
    await until(() => here.document.title() === "Harbour of refuge", "it arrives");
    expect(read).toHaveBeenCalledOnce();
    await here.close();
    expect(holds(harbour)).toBe(1);
    await there.close();
    expect(holds(harbour)).toBe(0);
  });

  it("is given back when nobody opens it, or another one is read ahead", async () => {
    void tab.workspace.readAhead(harbour);
    await until(() => holds(harbour) === 1, "the page is read");
    void tab.workspace.readAhead(pilots);
    await until(() => holds(pilots) === 1 && holds(harbour) === 0, "the other one is read in its place");
    vi.advanceTimersByTime(2_900);
    await settle();
    expect(holds(pilots)).toBe(1);
    vi.advanceTimersByTime(200);
    await until(() => holds(pilots) === 0, "it is given back");
    const again = await open(tab, pilots);
    expect(again.document.title()).toBe("Pilots");
  });

  it("lets go of nothing that is shown as not here", async () => {
    const absent = "ab".repeat(16) as PageId;
    expect((await tab.workspace.openPage(absent)).kind).toBe("missing");
    void tab.workspace.readAhead(pilots);
    await until(() => holds(pilots) === 1, "the other page is read");
    expect(holds(absent)).toBe(1);
    await open(tab, pilots);
    await until(() => holds(absent) === 0, "the other page is shown");
  });

  it("goes on where reading it ahead had failed", async () => {
    vi.spyOn(tab.core, "openPage").mockRejectedValueOnce(new Error("disk"));
    void tab.workspace.readAhead(harbour);
    expect((await open(tab, harbour)).document.title()).toBe("Harbour");
  });
});
