import { afterEach, beforeEach, expect, it } from "vitest";
import type { PageHistory } from "../../../src/data/api";
import { Authors } from "../../../src/data/worker/authors";
import type { Environment } from "../../../src/data/worker/environment";
import type { WorkspaceStore } from "../../../src/data/store/workspace-store";
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
  expect(await tab.workspace.members()).toBeNull();
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

it("knows no members before the server was reached, and then names them without it, whoever has left", async () => {
  const facts = new Map<string, unknown>();
  const store = {
    facts: {
      read: (key: string) => Promise.resolve(facts.get(key) ?? null),
      write: (key: string, value: unknown) => Promise.resolve(void facts.set(key, value)),
    },
  } as unknown as WorkspaceStore;
  let members = [
    { id: "g", name: "Gréta Holm" },
    { id: "a", name: "Ada Rask" },
  ];
  const http = { members: () => Promise.resolve({ members, authors: [], asOf: 1 }) };
  const authors = new Authors({ now: () => 0, http } as unknown as Environment, store, "a");
  expect(await authors.members(false)).toBeNull();
  await authors.members(true);
  expect(await authors.members(false)).toEqual([
    { account: "a", name: "Ada Rask", you: true },
    { account: "g", name: "Gréta Holm", you: false },
  ]);
  members = [{ id: "a", name: "Ada Rask-Lund" }];
  await authors.refresh();
  expect((await authors.members(false))?.map(({ name }) => name)).toEqual(["Ada Rask-Lund"]);

  // An earlier release kept names only.
  facts.set("authors", { asOf: 1, names: { g: "Gréta Holm" }, accounts: {} });
  expect(await authors.members(false)).toEqual([{ account: "g", name: "Gréta Holm", you: false }]);
});
