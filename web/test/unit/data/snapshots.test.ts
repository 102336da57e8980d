/** Snapshots built in a worker: what is asked, answered and ended. */
import { expect, test } from "vitest";
import { engine } from "../../../src/engine/engine";
import { READER } from "../../../src/data/document-calls";
import { assemble } from "../../../src/data/worker/documents";
import { serveSnapshots, Snapshots, type SnapshotPort } from "../../../src/data/worker/snapshots";

function changes(): Uint8Array<ArrayBuffer>[] {
  const document = engine.createDocument("0000000000000001");
  return ["a", "b", "c"].map((letter, at) => {
    document.insert("title", at, letter, null);
    return new Uint8Array(document.commit(1) ?? []);
  });
}

/** A worker in this process; what it is sent arrives in a later turn. */
class Beside implements SnapshotPort {
  onmessage: SnapshotPort["onmessage"] = null;
  onerror: SnapshotPort["onerror"] = null;
  ended = false;
  private readonly scope = {
    onmessage: null as ((event: MessageEvent) => void) | null,
    postMessage: (data: unknown) => void Promise.resolve().then(() => this.onmessage?.({ data } as MessageEvent)),
  };

  constructor(serves = true) {
    if (serves) {
      serveSnapshots(this.scope);
    }
  }

  postMessage(data: unknown): void {
    void Promise.resolve().then(() => this.ended || this.scope.onmessage?.({ data } as MessageEvent));
  }

  terminate(): void {
    this.ended = true;
  }
}

function begun(serves = true) {
  const workers: Beside[] = [];
  const timers: { millis: number; work: () => void }[] = [];
  const snapshots = new Snapshots(
    () => {
      workers.push(new Beside(serves));
      return workers.at(-1) as Beside;
    },
    (millis, work) => {
      const timer = { millis, work };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  );
  return { snapshots, workers, timers };
}

test("several are built by one worker, which is ended when there is nothing to do", async () => {
  const { snapshots, workers, timers } = begun();
  const log = { snapshot: null, changes: changes() };
  const [one, two] = await Promise.all([snapshots.build(log), snapshots.build(log)]);
  expect(one).toEqual(two);
  expect(assemble({ snapshot: new Uint8Array(one), changes: [] }, READER).title()).toBe("abc");
  expect(workers).toHaveLength(1);
  expect(timers.map(({ millis }) => millis)).toEqual([10_000]);
  timers[0]?.work();
  expect(workers[0]?.ended).toBe(true);
  await snapshots.build(log);
  expect(workers).toHaveLength(2);
});

test("a change that cannot be applied fails its own question alone", async () => {
  const { snapshots } = begun();
  const bad = snapshots.build({ snapshot: null, changes: [new Uint8Array([1, 2, 3])] });
  const good = snapshots.build({ snapshot: null, changes: changes() });
  await expect(bad).rejects.toThrow();
  expect((await good).length).toBeGreaterThan(0);
});

test("a worker that breaks fails what it was asked, and the next question gets another one", async () => {
  const { snapshots, workers } = begun(false);
  const asked = snapshots.build({ snapshot: null, changes: changes() });
  let handled = false;
  workers[0]?.onerror?.({ message: "no memory", preventDefault: () => (handled = true) } as unknown as ErrorEvent);
  await expect(asked).rejects.toThrow("no memory");
  expect(handled).toBe(true);
  void snapshots.build({ snapshot: null, changes: [] });
  expect(workers).toHaveLength(2);
});
