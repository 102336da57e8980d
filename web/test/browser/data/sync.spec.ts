import { expect, test, type Page } from "@playwright/test";
import type { PageId, Session } from "../../../src/data/api";
import { Line } from "../support/offing";
import { ONE_PIXEL, setUp, signIn, status, synced, testDevices, visit } from "./devices";

const devices = testDevices();

const session = (page: Page): Promise<Session> => page.evaluate(() => window.offing.workspace.session());
const text = (page: Page, id: PageId): Promise<string> => page.evaluate((at) => window.offing.text(at), id);

async function create(page: Page, title: string, parent: PageId | null = null): Promise<PageId> {
  return page.evaluate((input) => window.offing.workspace.createPage(input), { title, parent });
}

async function pageOf(page: Page, title: string): Promise<PageId> {
  await expect.poll(() => page.evaluate((of) => window.offing.pageOf(of), title)).not.toBeNull();
  return (await page.evaluate((of) => window.offing.pageOf(of), title)) as PageId;
}

test("two devices meet in one page", async ({ browser }) => {
  const ada = await setUp(await browser.newContext(), devices);
  const id = await create(ada, "Harbour");
  const bob = await signIn(await browser.newContext(), devices);
  expect(await pageOf(bob, "Harbour")).toBe(id);
  await expect.poll(() => bob.evaluate((at) => window.offing.text(at).catch(() => null), id)).toBe("");
  await ada.evaluate((at) => window.offing.type(at, "left"), id);
  await bob.evaluate((at) => window.offing.type(at, "right"), id);
  await expect.poll(async () => (await text(ada, id)).length).toBe(9);
  await expect.poll(async () => (await text(bob, id)).length).toBe(9);
  const snapshot = (page: Page): Promise<string> => page.evaluate((at) => window.offing.snapshot(at), id);
  expect(await snapshot(ada)).toBe(await snapshot(bob));
  await ada.evaluate((at) => window.offing.workspace.renamePage(at, "Haven"), id);
  await expect.poll(() => bob.evaluate(() => window.offing.titles())).toEqual(["Haven"]);
});

test("work goes on while the server is down and arrives when it is back", async ({ browser }) => {
  const context = await browser.newContext();
  const ada = await setUp(context, devices);
  const id = await create(ada, "Offline");
  await expect.poll(() => status(ada)).toEqual({ kind: "synced" });
  const second = await visit(context, devices);
  await devices.server.kill();
  expect(await ada.evaluate((at) => window.offing.type(at, "at sea"), id)).toBe("saved-here");
  const below = await create(ada, "Below", id);
  await expect.poll(async () => (await status(ada)).kind).toBe("unreachable");
  expect(await status(ada)).toMatchObject({ toSend: 3 });
  // The second tab leads as soon as the first is gone; what is to be sent it reads from the store.
  await ada.close();
  await expect.poll(() => second.evaluate(() => window.offing.pending())).toBe(3);
  expect(await text(second, id)).toBe("at sea");
  await devices.server.up();
  await second.evaluate(() => window.offing.workspace.syncNow());
  await expect.poll(() => status(second), { timeout: 30_000 }).toEqual({ kind: "synced" });
  const bob = await signIn(await browser.newContext(), devices);
  await expect.poll(() => bob.evaluate((at) => window.offing.text(at).catch(() => null), id)).toBe("at sea");
  expect(await pageOf(bob, "Below")).toBe(below);
  const parent = await bob.evaluate((at) => window.offing.workspace.directory().pages.get(at)?.parent, below);
  expect(parent).toBe(id);
});

test("a reload in the middle of everything loses nothing that was saved", async ({ browser }) => {
  const ada = await setUp(await browser.newContext(), devices);
  const id = await create(ada, "Reloaded");
  let expected = "";
  for (let round = 0; round < 5; round++) {
    await ada.evaluate(([at, word]) => window.offing.type(at as PageId, word as string), [id, `${round} `]);
    expected += `${round} `;
    await ada.reload();
    await ada.waitForFunction(() => window.offing !== undefined);
    await expect.poll(async () => (await session(ada)).kind).toBe("open");
    await expect.poll(() => ada.evaluate((at) => window.offing.text(at).catch(() => null), id)).toBe(expected);
  }
  await expect.poll(() => status(ada)).toEqual({ kind: "synced" });
});

test("signing out asks about unsent work and then leaves nothing", async ({ browser }) => {
  const ada = await setUp(await browser.newContext(), devices);
  await create(ada, "Secret");
  await expect.poll(() => status(ada)).toEqual({ kind: "synced" });
  await devices.server.kill();
  await create(ada, "Unsent");
  const asked = await ada.evaluate(() => window.offing.workspace.signOut());
  expect(asked).toEqual({ kind: "unsent", count: 2 });
  await ada.evaluate(() => window.offing.workspace.signOut({ discard: 2 }));
  await expect.poll(() => session(ada)).toEqual({ kind: "signed-out", serverReachable: false });
  expect(await ada.evaluate(() => window.offing.titles())).toEqual([]);
  const databases = await ada.evaluate(async () => (await indexedDB.databases()).map((one) => one.name));
  expect(databases).toEqual(["offing"]);
});

test("a file is here at once and on another device later", async ({ browser }) => {
  const ada = await setUp(await browser.newContext(), devices);
  await devices.server.kill();
  const address = await ada.evaluate((png) => window.offing.keepImage(png), ONE_PIXEL);
  expect(address).toMatch(/^\/files\/[0-9a-f]{64}$/);
  expect(await ada.evaluate((at) => window.offing.imageWidth(at), address)).toBe(1);
  expect(await status(ada)).toMatchObject({ toSend: 1 });
  await devices.server.up();
  await ada.evaluate(() => window.offing.workspace.syncNow());
  await expect.poll(() => status(ada)).toEqual({ kind: "synced" });
  const bob = await signIn(await browser.newContext(), devices);
  expect(await bob.evaluate((at) => window.offing.imageWidth(at), address)).toBe(1);
  // Fetched once, it is on that device too.
  await devices.server.kill();
  expect(await bob.evaluate((at) => window.offing.isHere(at), address)).toBe(true);
});

test("a file whose line is cut in the middle goes on from there", async ({ browser }) => {
  const megabyte = 1024 * 1024;
  const size = 6 * megabyte;
  const line = await Line.to(devices.server);
  try {
    const ada = await setUp(await browser.newContext(), devices, line);
    const before = line.bytesUp;
    const cut = line.cutAfterBytesUp(3.5 * megabyte);
    const address = await ada.evaluate((bytes) => window.offing.keepNoise(bytes), size);
    await cut;
    await expect.poll(() => status(ada)).toMatchObject({ kind: "unreachable", toSend: 1 });
    await line.mend();
    await ada.evaluate(() => window.offing.workspace.syncNow());
    await synced(ada);
    // What was under way at the cut is lost: at most the chunk that was being sent.
    expect(line.bytesUp - before).toBeGreaterThan(size);
    expect(line.bytesUp - before).toBeLessThan(size + 1.1 * megabyte);
    const bob = await signIn(await browser.newContext(), devices);
    expect(await bob.evaluate((at) => window.offing.hashOf(at), address)).toBe(address.slice("/files/".length));
  } finally {
    await line.cut();
  }
});
