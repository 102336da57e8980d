/** The program itself on the device: whole before it is needed, replaced as a whole or not at all, and not growing. */
import { expect, test } from "@playwright/test";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OffingServer, Person, builtApp } from "./support/offing";

test.describe.configure({ timeout: 300_000 });

let server: OffingServer;
let ada: Person;

test.beforeEach(async () => {
  server = await OffingServer.start();
  ada = await Person.arrive(server);
  await ada.setUp();
  await ada.newPage("Log", ["kept"]);
  await ada.status("Synced");
  await ada.readyForOffline();
});

test.afterEach(async () => {
  await ada.remove();
  await server.remove();
});

/** The service worker's own scripts, which the browser keeps with it. */
const isWorker = (name: string) => /^(sw|workbox-\w+)\.js$/.test(name);

/** What the page's address leads to now. */
async function reloaded(): Promise<string> {
  await ada.page.reload();
  await expect(ada.body()).toContainText("kept", { timeout: 30_000 });
  return ada.page.evaluate(async () => (await fetch("/index.html")).text());
}

/** A version of the app with another index page, and with one more part that its service worker names. */
function anotherVersion(mark: string, part: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), "offing-version-"));
  cpSync(builtApp, folder, { recursive: true });
  const index = join(folder, "index.html");
  writeFileSync(index, `${readFileSync(index, "utf8")}<!-- ${mark} -->`);
  const worker = join(folder, "sw.js");
  const named = readFileSync(worker, "utf8").replace(
    /\{url:"index\.html",revision:"[0-9a-f]+"\}/,
    `{url:"index.html",revision:"${mark}"}${part === null ? "" : `,{url:"${part}",revision:null}`}`,
  );
  expect(named).toContain(mark);
  writeFileSync(worker, named);
  return folder;
}

/** Serves another version and has the browser look for it. @returns whether a new one is ready */
async function offer(folder: string): Promise<boolean> {
  await server.kill();
  server.web = folder;
  await server.up();
  return ada.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
    const fresh = registration.installing;
    if (fresh !== null && fresh.state === "installing") {
      await new Promise((resolve) => fresh.addEventListener("statechange", resolve, { once: true }));
    }
    return registration.waiting !== null;
  });
}

test("every file of the program is there without a server, also those nobody asked for yet", async () => {
  await ada.page.reload();
  await expect(ada.body()).toContainText("kept");
  await server.kill();
  const files = readdirSync(builtApp, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(builtApp, name)).isFile() && !isWorker(name))
    .map((name) => [name, statSync(join(builtApp, name)).size] as const);
  expect(files.length).toBeGreaterThan(15);
  const found = await ada.page.evaluate(
    (names) =>
      Promise.all(
        names.map(async (name) => {
          const size = await fetch(`/${name}`).then(
            async (answer) => (answer.ok ? (await answer.arrayBuffer()).byteLength : -answer.status),
            () => 0,
          );
          return [name, size] as const;
        }),
      ),
    files.map(([name]) => name),
  );
  expect(found).toEqual(files);
});

test("a new version is taken when all of it is there, and not at all when a part is missing", async () => {
  const broken = anotherVersion("broken", "assets/never-deployed.js");
  const whole = anotherVersion("whole", null);
  try {
    expect(await reloaded()).not.toContain("<!--");
    expect(await offer(broken)).toBe(false);
    expect(await reloaded()).not.toContain("<!-- broken");
    await server.kill();
    expect(await reloaded()).not.toContain("<!-- broken");
    expect(await offer(whole)).toBe(true);
    // It waits until a person agrees.
    expect(await reloaded()).not.toContain("<!-- whole");
    expect(ada.failures).toEqual([]);
  } finally {
    rmSync(broken, { recursive: true });
    rmSync(whole, { recursive: true });
  }
});

test("starting again and again adds nothing to the store", async () => {
  const records = () =>
    ada.page.evaluate(async () => {
      const counts: Record<string, number> = {};
      for (const { name = "" } of await indexedDB.databases()) {
        const opening = indexedDB.open(name);
        const database = await new Promise<IDBDatabase>((resolve) => {
          opening.onsuccess = () => resolve(opening.result);
        });
        for (const store of database.objectStoreNames) {
          if (store === "facts") continue; // one record a kind, there from the first time it has something to say
          const counting = database.transaction(store).objectStore(store).count();
          await new Promise((resolve) => (counting.onsuccess = resolve));
          counts[`${name}/${store}`] = counting.result;
        }
        database.close();
      }
      return counts;
    });
  await reloaded();
  await ada.status("Synced");
  const before = await records();
  expect(Object.values(before).reduce((sum, count) => sum + count)).toBeGreaterThan(0);
  for (let start = 0; start < 4; start++) {
    await reloaded();
    await ada.status("Synced");
  }
  expect(await records()).toEqual(before);
});
