import { afterEach, beforeEach, expect, it } from "vitest";
import type { PageHistory } from "../../../src/data/api";
import { ACCOUNT, World, type Tab } from "./support/world";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => {
  world.tabs.forEach((tab) => tab.kill());
});

it("knows what this device wrote as its own, and shows versions of what is here", async () => {
  const tab: Tab = await world.openTab();
  const page = await tab.workspace.createPage({ parent: null, title: "Log" });
  const history: PageHistory = await tab.workspace.pageHistory(page);
  expect(history).toMatchObject({
    whole: true,
    versions: [{ changes: 1, authors: [{ account: ACCOUNT.id, you: true }] }],
  });
  const [version] = history.versions;
  const view = await tab.workspace.viewVersion(page, version?.version ?? "");
  expect(view.title.text).toBe("Log");
  const { before, differences } = await tab.workspace.compareVersions(page, null, version?.version ?? "");
  expect(before.blocks).toEqual([]);
  expect(differences.map(({ kind, author }) => [kind, author?.you])).toEqual([
    ["appeared", true],
    ["inserted", true],
  ]);
});

it("brings an earlier version back by a change that is kept", async () => {
  const tab = await world.openTab();
  const page = await tab.workspace.createPage({ parent: null, title: "First" });
  const [first] = (await tab.workspace.pageHistory(page)).versions;
  await tab.workspace.renamePage(page, "Second");
  await tab.workspace.restoreVersion(page, first?.version ?? "");
  expect(tab.titles()).toEqual(["First"]);
  const again = await world.reload(tab);
  expect(again.titles()).toEqual(["First"]);
});
