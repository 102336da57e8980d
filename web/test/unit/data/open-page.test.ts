import { beforeEach, describe, expect, it, vi } from "vitest";
import { engine } from "../../../src/engine/engine";
import type { EngineDocument } from "../../../src/engine/types";
import { DataError, type PageId } from "../../../src/data/api";
import { OpenPage } from "../../../src/data/open-page";
import type { AppendInput } from "../../../src/data/protocol";

const REPLICA = "000000000000000a";
const PAGE = "a".repeat(32) as PageId;

interface Sent extends AppendInput {
  saved(): void;
  refused(code?: DataError["code"]): void;
}

let document: EngineDocument;
let sent: Sent[];
let orders: number;
let page: OpenPage;

/** Changes of somebody else. */
function foreign(word: string): Uint8Array[] {
  const other = engine.createDocument("00000000000000f0");
  other.insert("title", 0, word, null);
  return [other.commit(0) ?? new Uint8Array()];
}

function type(word: string): void {
  document.insert("title", document.title().length, word, null);
  page.committed();
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  document = engine.createDocument(REPLICA);
  sent = [];
  orders = 0;
  page = new OpenPage(PAGE, document, 0, true, {
    append: (input) =>
      new Promise((resolve, reject) => {
        sent.push({
          ...input,
          saved: () => resolve(input.changes.map(() => ++orders)),
          refused: (code = "storage-full") => reject(new DataError(code, "no")),
        });
      }),
    pending: () => orders,
    closed: () => Promise.resolve(),
  });
  return () => {
    page.stop();
    vi.useRealTimers();
  };
});

describe("own changes", () => {
  it("of one burst are one change, posted in the turn they are committed in", () => {
    type("a");
    type("b");
    expect(sent).toHaveLength(0);
    expect(page.saveState()).toBe("saving");
    vi.advanceTimersByTime(100);
    expect(sent).toHaveLength(1);
    type("c");
    page.commit();
    expect(sent.map((one) => one.title)).toEqual(["ab", "abc"]);
  });

  it("are called saved when the worker has said so of all of them, not before", async () => {
    type("a");
    page.commit();
    type("b");
    page.commit();
    sent[0]?.saved();
    await turn();
    expect(page.saveState()).toBe("saving");
    expect(page.unsafe).toBe(true);
    sent[1]?.saved();
    await turn();
    expect(page.saveState()).toBe("saved-here");
    expect(page.unsafe).toBe(false);
  });

  it("that were refused are sent again first, in order, with those made since", async () => {
    type("a");
    page.commit();
    type("b");
    page.commit();
    sent[0]?.refused();
    sent[1]?.refused();
    await turn();
    expect(page.saveState()).toBe("not-saved");
    type("c");
    page.commit();
    expect(sent).toHaveLength(2);
    vi.advanceTimersByTime(3_000);
    expect(sent).toHaveLength(3);
    expect(sent[2]).toMatchObject({ resume: true, title: "abc" });
    const copy = engine.createDocument("00000000000000ff");
    expect(sent[2]?.changes.map((change) => copy.apply(change))).toEqual(["done", "done", "done"]);
    expect(copy.title()).toBe("abc");
    sent[2]?.saved();
    await turn();
    expect(page.saveState()).toBe("saved-here");
  });

  it("that are never answered are not called saving for ever, and saved once they are answered", async () => {
    type("a");
    const flushed = expect(page.flush()).rejects.toMatchObject({ code: "storage-failed" });
    vi.advanceTimersByTime(19_999);
    expect(page.saveState()).toBe("saving");
    vi.advanceTimersByTime(1);
    expect(page.saveState()).toBe("not-saved");
    expect(page.unsafe).toBe(true);
    await flushed;
    expect(sent).toHaveLength(1);
    sent[0]?.saved();
    await turn();
    expect(page.saveState()).toBe("saved-here");
    expect(page.unsafe).toBe(false);
  });

  it("under an identity that a copy of this device took are not called saved, and not sent again", async () => {
    type("a");
    page.commit();
    sent[0]?.refused("identity-taken");
    await turn();
    type("b");
    page.commit();
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(1);
    expect(page.saveState()).toBe("not-saved");
    await expect(page.flush()).rejects.toMatchObject({ code: "storage-failed" });
  });

  it("make flush fail while they cannot be saved", async () => {
    type("a");
    const flushed = expect(page.flush()).rejects.toMatchObject({ code: "storage-failed" });
    sent[0]?.refused();
    await flushed;
  });
});

describe("foreign changes", () => {
  it("wait while a handler asks to wait, and come when it does not", () => {
    let composing = true;
    let changed = 0;
    page.onRemote({ ready: () => !composing, changed: () => changed++ });
    page.receive(foreign("their "), 1);
    expect(document.title()).toBe("");
    vi.advanceTimersByTime(500);
    expect(document.title()).toBe("");
    composing = false;
    vi.advanceTimersByTime(50);
    expect(document.title()).toBe("their ");
    expect(changed).toBe(1);
  });

  it("never meet an open change: what was typed is committed first", () => {
    type("mine");
    page.receive(foreign("their "), 1);
    expect(sent).toHaveLength(1);
    expect(document.title()).toContain("mine");
    expect(document.title()).toContain("their ");
  });
});
