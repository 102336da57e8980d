/** The status line against the truth: what is really unsent, and whether the server is really there. */
import { expect, test, type Page } from "@playwright/test";
import { Line, OffingServer, Person } from "./support/offing";

let server: OffingServer;
let line: Line;
let ada: Person;

test.describe.configure({ timeout: 300_000 });

test.beforeEach(async () => {
  server = await OffingServer.start();
  line = await Line.to(server);
  ada = await Person.arrive(server, line);
  await ada.setUp();
  await ada.newPage("Log", ["sails"]);
  await ada.status("Synced");
  await ada.readyForOffline();
});

test.afterEach(async () => {
  expect(ada.failures).toEqual([]);
  await ada.remove();
  await line.cut();
  await server.remove();
});

test("statement 27: while the line breaks in every way the status never says synced of what was not sent", async () => {
  await watchTruth(ada.page);
  await ada.caret("sails", -1);
  for (const word of [" mended", " hoisted"]) await ada.type(word);
  await ada.status("Synced");
  await isLookedAt();

  await line.cut();
  await ada.type(" reefed");
  await ada.status(/Cannot reach the server, \d+ to send/);
  await ada.saved();
  await countAgrees();
  await line.mend();
  await ada.type(" and set");
  await ada.status("Synced");
  await isLookedAt();

  // The server has it, and says so into the void.
  line.deafen();
  await ada.type(" again");
  await ada.status(/Saved on this device, \d+ to send/);
  await countAgrees();
  await line.cut();
  await ada.status(/Cannot reach the server, \d+ to send/);
  await countAgrees();

  // Another tab writes and goes; what it left is counted here.
  const second = await ada.newTab(ada.path());
  await second.caret("sails", -1);
  await second.type(" by the other tab");
  await second.saved();
  await second.page.close();
  await countAgrees();
  await ada.newPage("Made away", ["a page"]);
  await ada.saved();
  await countAgrees();
  await line.mend();
  await ada.status("Synced");
  await isLookedAt();
  expect(await ada.page.evaluate(() => window.truth.lies)).toEqual([]);

  await server.kill();
  await ada.status(/Cannot reach the server( next| trying|$)/);
  expect(await unsent(ada.page)).toBe(0);
});

/** While it says synced, the queue is looked at frame by frame; however slow the frames are, some of that has to be seen. */
async function isLookedAt(): Promise<void> {
  const checks = () => ada.page.evaluate(() => window.truth.checks);
  const before = await checks();
  await expect.poll(checks).toBeGreaterThan(before + 7);
}

/** At rest the number on screen is the number of changes in the queue. */
async function countAgrees(): Promise<void> {
  await expect
    .poll(async () => {
      const before = await unsent(ada.page);
      const shown = /([\d,]+) to send/.exec((await ada.page.getByTestId("status").textContent()) ?? "")?.[1] ?? "0";
      return before === Number(shown) ? "the same" : `${shown} shown, ${before} unsent`;
    })
    .toBe("the same");
}

test("statement 28: no internet, a captive portal, a server that is down and a slow line are told as what they are", async () => {
  const { page } = ada;
  await ada.caret("sails", -1);
  const breaks: [string, () => unknown, () => Promise<unknown>][] = [
    ["the server is down", () => server.kill(), () => server.up()],
    ["a portal answers with its page", () => line.hijack("page"), () => line.mend()],
    ["a portal sends elsewhere", () => line.hijack("redirect"), () => line.mend()],
    ["a network without internet", () => line.silence(), () => line.mend()],
  ];
  for (const [what, breakIt, mendIt] of breaks) {
    await test.step(what, async () => {
      await breakIt();
      await ada.status(/Cannot reach the server/);
      await ada.type(" x");
      await ada.saved();
      await ada.status(/Cannot reach the server, \d+ to send/);
      // A start in the middle of it reaches the page, and nothing of the portal.
      await page.reload();
      await expect(ada.body()).toContainText("sails");
      await ada.status(/Cannot reach the server, \d+ to send|Looking for the server, \d+ to send/);
      await mendIt();
      await ada.status("Synced");
      await ada.caret("sails", -1);
    });
  }

  await test.step("a slow line is slow, and no more", async () => {
    line.bytesPerSecond = 6_000;
    line.delayMillis = 1_000;
    await page.keyboard.press("Enter");
    const text = Array.from({ length: 3_000 }, (_, index) => String.fromCharCode(97 + ((index * index) % 26))).join("");
    await page.keyboard.insertText(text);
    await ada.status(/Saved on this device, \d+ to send/);
    await ada.status("Synced");
    await page.reload();
    await expect(ada.body()).toContainText(text.slice(0, 200));
    await ada.status("Synced");
  });
});

declare global {
  interface Window {
    truth: { checks: number; lies: string[] };
  }
}

/** Changes in the store's queue. */
function unsent(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const name = (await indexedDB.databases()).map((one) => one.name ?? "").find((one) => one !== "offing") ?? "";
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error(opening.error?.message));
    });
    try {
      return await new Promise<number>((resolve, reject) => {
        const counting = db.transaction("outbox").objectStore("outbox").count();
        counting.onsuccess = () => resolve(counting.result);
        counting.onerror = () => reject(new Error(counting.error?.message));
      });
    } finally {
      db.close();
    }
  });
}

/**
 * From now on, over and over: reads the queue while the status says "Synced". A claim that stood before and after the
 * reading, with no key between, is a lie if the queue was not empty.
 */
async function watchTruth(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const truth = (window.truth = { checks: 0, lies: [] as string[] });
    const name = (await indexedDB.databases()).map((one) => one.name ?? "").find((one) => one !== "offing") ?? "";
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    let moved = 0;
    const stirs = () => moved++;
    addEventListener("keydown", stirs, { capture: true });
    const status = document.querySelector('[data-testid="status"]') as Element;
    new MutationObserver(stirs).observe(status, { subtree: true, childList: true, characterData: true });
    const synced = () => status.textContent === "Status: Synced";
    const look = (): void => {
      const before = moved;
      if (!synced()) {
        requestAnimationFrame(look);
        return;
      }
      const counting = db.transaction("outbox").objectStore("outbox").count();
      counting.onsuccess = () => {
        if (moved === before && synced()) {
          truth.checks++;
          if (counting.result > 0) truth.lies.push(`synced, and ${counting.result} unsent`);
        }
        requestAnimationFrame(look);
      };
    };
    look();
  });
}
