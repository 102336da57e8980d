import { afterEach, describe, expect, it } from "vitest";
import { UpdateRefused, Updates } from "../../../src/sw/updates";
import { FakeChannels, FakeLocks, settle, until } from "../data/support/world";

const locks = new FakeLocks();
const channels = new FakeChannels();

interface TestTab {
  readonly updates: Updates;
  readonly done: string[];
  timeOut(): void;
}

function tab(name: string, flush: () => Promise<void> = () => Promise.resolve()): TestTab {
  const done: string[] = [];
  let late: (() => void) | null = null;
  const updates = new Updates({
    tab: name,
    locks: locks.of(name),
    channel: channels.create("offing-update", name),
    flush: () => {
      done.push("flush");
      return flush();
    },
    reload: () => done.push("reload"),
    after: (_millis, work) => {
      late = work;
      return () => {
        late = null;
      };
    },
  });
  return { updates, done, timeOut: () => late?.() };
}

afterEach(() => {
  for (const name of ["a", "b", "c"]) {
    locks.kill(name);
    channels.kill(name);
  }
});

function waitingWorker(): { messages: unknown[]; postMessage(message: unknown): void } {
  const messages: unknown[] = [];
  return { messages, postMessage: (message) => messages.push(message) };
}

describe("a new version", () => {
  it("is offered and does nothing by itself", async () => {
    const a = tab("a");
    let told = 0;
    a.updates.subscribe(() => told++);
    const worker = waitingWorker();
    a.updates.ready(worker);
    await settle();
    expect(a.updates.available()).toBe(true);
    expect(told).toBe(1);
    expect(worker.messages).toEqual([]);
  });

  it("takes over after every tab has made its work durable", async () => {
    const a = tab("a");
    let saved: () => void = () => undefined;
    const b = tab("b", () => new Promise<void>((resolve) => (saved = resolve)));
    await until(() => locks.holders("offing-tab-b").length === 1, "the other tab is known");
    const worker = waitingWorker();
    a.updates.ready(worker);
    const applied = a.updates.apply();
    await until(() => b.done.includes("flush"), "the other tab saves");
    expect(worker.messages).toEqual([]);
    saved();
    await applied;
    expect(a.done).toEqual(["flush"]);
    expect(worker.messages).toEqual([{ type: "SKIP_WAITING" }]);
    void b.updates.takenOver();
    saved();
    await until(() => b.done.includes("reload"), "the other tab reloads");
  });

  it("waits while another tab cannot save", async () => {
    const a = tab("a");
    const b = tab("b", () => Promise.reject(new Error("full")));
    await until(() => locks.holders("offing-tab-b").length === 1, "the other tab is known");
    const worker = waitingWorker();
    a.updates.ready(worker);
    const applied = expect(a.updates.apply()).rejects.toThrow(UpdateRefused);
    await until(() => b.done.includes("flush"), "the other tab tries to save");
    a.timeOut();
    await applied;
    expect(worker.messages).toEqual([]);
    expect(a.updates.available()).toBe(true);
  });

  it("waits while this tab cannot save", async () => {
    const a = tab("a", () => Promise.reject(new Error("full")));
    const worker = waitingWorker();
    a.updates.ready(worker);
    await expect(a.updates.apply()).rejects.toThrow(UpdateRefused);
    expect(worker.messages).toEqual([]);
  });

  it("does not ask a tab that has died", async () => {
    const a = tab("a");
    tab("c");
    await until(() => locks.holders("offing-tab-c").length === 1, "the other tab is known");
    locks.kill("c");
    channels.kill("c");
    const worker = waitingWorker();
    a.updates.ready(worker);
    await a.updates.apply();
    expect(worker.messages).toHaveLength(1);
  });
});
