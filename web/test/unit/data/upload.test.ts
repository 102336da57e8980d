/** Files on their way to the server. */
import { expect, it } from "vitest";
import type { Upload } from "../../../src/data/api";
import { Http } from "../../../src/data/http";
import { settle, until, World, type Tab } from "./support/world";

const CHUNK = 1024 * 1024;
const SIZE = 2 * CHUNK + 1000;
const ID = "ab".repeat(32);

function content(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8)) % 251);
}

async function keep(tab: Tab, size: number): Promise<string> {
  return (await tab.workspace.addFile(new Blob([content(size)]), "chart.bin")).slice("/files/".length);
}

/** Whether the server has all of it; a comparison of so many numbers one by one takes seconds. */
const hasContent = (world: World, id: string): boolean =>
  Buffer.compare(world.server.files.whole.get(id) ?? new Uint8Array(), content(SIZE)) === 0;

const toSend = (tab: Tab): number => {
  const status = tab.status();
  return status.kind === "synced" ? 0 : status.toSend;
};

const arrived = (world: World, id: string): Promise<void> =>
  until(() => world.server.files.whole.has(id), "the file arrives");

/** A file of which 700 bytes have arrived. @returns its id */
async function broken(world: World, tab: Tab): Promise<string> {
  world.server.files.breakAfterBytes = 700;
  const id = await keep(tab, SIZE);
  await until(() => world.server.files.partials.get(id)?.length === 700, "the line breaks");
  await settle();
  world.server.files.requests.length = 0;
  return id;
}

it("sends a large file by chunk and says how much the server has", async () => {
  const world = new World();
  const tab = await world.openTab();
  const told: (Upload | null)[] = [];
  tab.workspace.subscribe(() => told.push(tab.workspace.upload()));
  const id = await keep(tab, SIZE);
  await until(() => told.some((upload) => upload !== null) && tab.workspace.upload() === null, "it is sent");
  expect(world.server.files.requests).toEqual([
    "HEAD",
    `PATCH 0+${CHUNK}`,
    `PATCH ${CHUNK}+${CHUNK}`,
    `PATCH ${2 * CHUNK}+1000`,
  ]);
  expect(hasContent(world, id)).toBe(true);
  const amounts = told.filter((upload) => upload !== null);
  expect([...new Set(amounts.map((upload) => upload.sentBytes))]).toEqual([0, CHUNK, 2 * CHUNK]);
  expect(new Set(amounts.map((upload) => upload.sizeBytes))).toEqual(new Set([SIZE]));
});

it("tells the other tabs how far it is, and a new leader that nothing is sent", async () => {
  const world = new World();
  const first = await world.openTab();
  const second = await world.openTab();
  world.server.files.onRequest = (request) => {
    if (request === `PATCH ${CHUNK}+${CHUNK}`) {
      first.kill();
    }
  };
  const told: (Upload | null)[] = [];
  second.workspace.subscribe(() => told.push(second.workspace.upload()));
  await keep(second, SIZE);
  await until(() => told.some((upload) => upload?.sentBytes === CHUNK), "the other tab hears of it");
  await until(() => second.workspace.upload() === null, "the leader is dead");
});

it("goes on after a broken line from the byte the server has, and says nothing meanwhile", async () => {
  const world = new World();
  const tab = await world.openTab();
  const id = await broken(world, tab);
  expect(tab.workspace.upload()).toBeNull();
  expect(toSend(tab)).toBe(1);
  await world.pass(30_000);
  await arrived(world, id);
  expect(world.server.files.requests.slice(0, 2)).toEqual(["HEAD", `PATCH 700+${CHUNK}`]);
  expect(hasContent(world, id)).toBe(true);
});

it("goes on where another tab was that died", async () => {
  const world = new World();
  const first = await world.openTab();
  const id = await broken(world, first);
  first.kill();
  const second = await world.openTab();
  second.workspace.syncNow();
  await arrived(world, id);
  expect(world.server.files.requests.slice(0, 2)).toEqual(["HEAD", `PATCH 700+${CHUNK}`]);
});

it("sends a file whole where it is small, or where the server takes no chunks", async () => {
  const world = new World();
  const tab = await world.openTab();
  await arrived(world, await keep(tab, CHUNK));
  expect(world.server.files.requests).toEqual([`PUT ${CHUNK}`]);
  world.server.files.takesChunks = false;
  await arrived(world, await keep(tab, SIZE));
  expect(world.server.files.requests.slice(1)).toEqual(["HEAD", `PUT ${SIZE}`]);
});

it("sends a file whole where a proxy lets no chunks through", async () => {
  const world = new World();
  const tab = await world.openTab();
  const { files } = world.server;
  files.onRequest = (request) => (files.takesChunks = request === "HEAD");
  await arrived(world, await keep(tab, SIZE));
  expect(files.requests).toEqual(["HEAD", `PATCH 0+${CHUNK}`, `PUT ${SIZE}`]);
});

it("sends nothing of a file the server has", async () => {
  const world = new World();
  const tab = await world.openTab();
  const id = await broken(world, tab);
  world.server.files.whole.set(id, content(SIZE));
  await world.pass(30_000);
  await until(() => toSend(tab) === 0, "nothing is left to send");
  expect(world.server.files.requests).toEqual(["HEAD"]);
});

it("follows a server that is elsewhere, and finishes what is complete there", async () => {
  const world = new World();
  const tab = await world.openTab();
  const id = await broken(world, tab);
  const { files } = world.server;
  // Another device of this account sent the rest, and the server ended before it made a file of it.
  files.onRequest = (request) => {
    if (request === `PATCH 700+${CHUNK}`) {
      files.partials.set(id, content(SIZE));
    }
  };
  await world.pass(30_000);
  await arrived(world, id);
  expect(files.requests).toEqual(["HEAD", `PATCH 700+${CHUNK}`, `PATCH ${SIZE}+0`]);
});

it("stops at a server that is elsewhere again and again, and tries later", async () => {
  const world = new World();
  const tab = await world.openTab();
  const id = await broken(world, tab);
  const { files } = world.server;
  let offset = 10;
  files.onRequest = (request) => {
    if (request !== "HEAD") {
      files.partials.set(id, content(offset++));
    }
  };
  await world.pass(30_000);
  await until(() => files.requests.length >= 3, "it is asked");
  await settle();
  expect(files.requests).toEqual(["HEAD", `PATCH 700+${CHUNK}`, `PATCH 10+${CHUNK}`]);
  files.onRequest = () => undefined;
  await world.pass(30_000);
  await arrived(world, id);
});

/** A server that answers everything alike. */
function answering(status: number, headers: Record<string, string> = {}, body: string | null = null): Http {
  return new Http("https://offing.example", () => Promise.resolve(new Response(body, { status, headers })));
}

it("believes what is said of files only from the server", async () => {
  const portal = answering(200, { "Content-Type": "text/html" }, "<h1>Welcome to the Grand Hotel</h1>");
  const bytes = content(10);
  await expect(portal.putFile(ID, bytes)).rejects.toMatchObject({ code: "offline" });
  await expect(portal.fileStanding(ID)).rejects.toMatchObject({ code: "offline" });
  await expect(portal.appendFile(ID, bytes, 0, 10)).rejects.toMatchObject({ code: "offline" });
  await expect(answering(204).putFile(ID, bytes)).resolves.toBeUndefined();
  await expect(answering(200, { ETag: `"${ID}"` }).fileStanding(ID)).resolves.toEqual({ kind: "whole" });
  await expect(answering(404, { "Upload-Offset": "7" }).fileStanding(ID)).resolves.toEqual({
    kind: "partial",
    offset: 7,
  });
  await expect(answering(404).fileStanding(ID)).resolves.toEqual({ kind: "takes-whole-files" });
  await expect(answering(502).fileStanding(ID)).rejects.toMatchObject({ code: "offline" });
});

it("tells a chunk that was taken from one that was not, and from a server that knows none", async () => {
  const bytes = content(10);
  const append = (http: Http) => http.appendFile(ID, bytes, 5, 20);
  await expect(append(answering(204, { "Upload-Offset": "15" }))).resolves.toEqual({ taken: true, offset: 15 });
  await expect(append(answering(409, { "Upload-Offset": "3" }))).resolves.toEqual({ taken: false, offset: 3 });
  await expect(append(answering(204))).rejects.toMatchObject({ code: "offline" });
  for (const status of [404, 405, 501]) {
    await expect(append(answering(status))).resolves.toBeNull();
  }
  const refusal = JSON.stringify({ code: "invalid", message: "The content is another." });
  await expect(append(answering(400, {}, refusal))).rejects.toMatchObject({ code: "invalid" });
});
