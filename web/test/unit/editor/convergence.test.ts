/**
 * Editors on replicas of one page, real engine, real ProseMirror states: random transactions on each,
 * changes delivered late and in bursts. After every step each editor shows its own engine's view; in the
 * end all show the same.
 */
import { describe, expect, test } from "vitest";
import { engine } from "../../../src/engine/engine";
import type { EngineDocument } from "../../../src/engine/types";
import { Page } from "./page";
import { LOCAL, LOCAL_TABLES, Random } from "./random-edits";

class Peer {
  readonly document: EngineDocument;
  readonly page: Page;
  readonly inbox: Uint8Array[] = [];

  constructor(replica: number) {
    this.document = engine.createDocument(replica.toString(16).padStart(16, "0"));
    this.page = new Page(this.document);
  }

  receive(): void {
    this.page.remote(() => {
      for (const change of this.inbox.splice(0)) this.document.apply(change);
    });
  }
}

const edits = { ...LOCAL, ...LOCAL_TABLES };

function run(seed: number, steps: number, peers: number, counts: Map<string, number>): Peer[] {
  const random = new Random(seed);
  const all = Array.from({ length: peers }, (_, index) => new Peer(index + 1));
  const commit = (peer: Peer) => {
    const change = peer.document.commit(1_700_000_000_000);
    if (change) for (const other of all) if (other !== peer) other.inbox.push(change);
  };
  for (let step = 0; step < steps; step++) {
    const peer = random.pick(all);
    if (random.below(4) === 0) {
      commit(peer);
      peer.receive();
      counts.set("receive", (counts.get("receive") ?? 0) + 1);
      continue;
    }
    if (random.below(8) === 0) {
      const back = random.below(3) > 0;
      const had = back ? peer.document.canUndo() : peer.document.canRedo();
      if (back) peer.page.undo();
      else peer.page.redo();
      if (had) counts.set(back ? "undo" : "redo", (counts.get(back ? "undo" : "redo") ?? 0) + 1);
      continue;
    }
    const kind = random.pick(Object.keys(edits));
    peer.page.edit((tr) => {
      if (edits[kind]?.(tr, peer.page, random)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    });
    if (random.below(2) === 0) commit(peer);
  }
  for (const peer of all) commit(peer);
  for (const peer of all) peer.receive();
  return all;
}

describe("editors on replicas of one page", { timeout: 60_000 }, () => {
  const counts = new Map<string, number>();
  test.each(Array.from({ length: 20 }, (_, seed) => seed))("two of them, seed %i", (seed) => {
    const [a, b] = run(seed, 100, 2, counts);
    expect(b?.document.view()).toBe(a?.document.view());
    expect(b?.page.outline).toEqual(a?.page.outline);
    expect([a?.page.repaired, b?.page.repaired]).toEqual([[], []]);
  });

  test.each(Array.from({ length: 8 }, (_, seed) => seed + 100))("three of them, seed %i", (seed) => {
    const all = run(seed, 150, 3, counts);
    for (const peer of all) {
      expect(peer.document.view()).toBe(all[0]?.document.view());
      expect(peer.page.repaired).toEqual([]);
    }
  });

  test("every kind of edit happened", () => {
    expect([...Object.keys(edits), "undo", "redo"].filter((kind) => (counts.get(kind) ?? 0) < 10)).toEqual([]);
  });
});
