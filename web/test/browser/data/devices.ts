/** Devices for tests of the data layer: browser contexts with the layer alone in a page, and a real server. */
import { rmSync } from "node:fs";
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import type { SyncStatus } from "../../../src/data/api";
import { OffingServer, type Line } from "../support/offing";
import { buildPage } from "./build-page";

const OWNER = { name: "Ada", email: "ada@example.org", password: "correct horse battery staple" };

/** A PNG of one pixel. */
export const ONE_PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export interface Devices {
  /** Of the test that runs. */
  readonly server: OffingServer;
  /** The built page. */
  readonly folder: string;
}

/** Gives each test of the file a server of its own. Each runs one and up to three browsers. */
export function testDevices(): Devices {
  let folder = "";
  let server: OffingServer | null = null;
  test.describe.configure({ timeout: 300_000 });
  test.beforeAll(async () => {
    folder = await buildPage();
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
  test.beforeEach(async () => {
    server = await OffingServer.start({ web: folder });
  });
  test.afterEach(() => server?.remove());
  return {
    get server() {
      if (server === null) throw new Error("There is a server while a test runs only.");
      return server;
    },
    get folder() {
      return folder;
    },
  };
}

export const status = (page: Page): Promise<SyncStatus> => page.evaluate(() => window.offing.workspace.status());

export const synced = (page: Page): Promise<void> =>
  expect.poll(() => status(page), { timeout: 20_000 }).toEqual({ kind: "synced" });

const becomes = (page: Page, session: string): Promise<void> =>
  expect.poll(() => page.evaluate(() => window.offing.workspace.session().kind)).toBe(session);

/** @param line the way to the server, where it shall be cut for this device alone */
export async function visit(context: BrowserContext, { server }: Devices, line: Line | null = null): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => expect(error).toBeNull());
  await page.goto(line === null ? server.url : `http://localhost:${line.port}`);
  await page.waitForFunction(() => window.offing !== undefined);
  return page;
}

/** The first device of a new workspace. */
export async function setUp(context: BrowserContext, devices: Devices, line: Line | null = null): Promise<Page> {
  const page = await visit(context, devices, line);
  await becomes(page, "setup");
  const input = { ...OWNER, workspaceName: "Test", code: devices.server.code };
  await page.evaluate((given) => window.offing.workspace.setUp(given), input);
  await becomes(page, "open");
  await synced(page);
  return page;
}

/** Another device of the same account. */
export async function signIn(context: BrowserContext, devices: Devices): Promise<Page> {
  const page = await visit(context, devices);
  await becomes(page, "signed-out");
  await page.evaluate((input) => window.offing.workspace.signIn(input), OWNER);
  await synced(page);
  return page;
}
