import { describe, expect, test } from "vitest";
import { FakeDocument } from "./fake-document";
import { Page } from "./page";
import { LOCAL, LOCAL_TABLES, REMOTE, REMOTE_TABLES, Random } from "./random-edits";
import type { DocumentView, EngineDocument } from "../../../src/engine/types";

/** One run; the page checks after every step that editor, shadow and engine show the same. */
function run(seed: number, steps: number, engine: EngineDocument, counts: Map<string, number>): Page {
  const random = new Random(seed);
  const page = new Page(engine);
  for (let step = 0; step < steps; step++) {
    if (random.below(3) > 0) {
      const kind = random.pick(Object.keys(local));
      const edit = local[kind];
      page.edit((tr) => {
        if (edit?.(tr, page, random)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      });
    } else {
      const kind = random.pick(Object.keys(remote));
      const command = remote[kind];
      page.remote(() => {
        const view = JSON.parse(engine.view()) as DocumentView;
        if (command?.(engine, view, random)) counts.set(`remote ${kind}`, (counts.get(`remote ${kind}`) ?? 0) + 1);
      });
    }
  }
  return page;
}

const local = { ...LOCAL, ...LOCAL_TABLES };
const remote = { ...REMOTE, ...REMOTE_TABLES };

describe("random edits of both sides", { timeout: 60_000 }, () => {
  const counts = new Map<string, number>();
  test.each(Array.from({ length: 30 }, (_, seed) => seed))("seed %i", (seed) => {
    const page = run(seed, 120, new FakeDocument().engine, counts);
    expect(page.repaired).toEqual([]);
  });

  test("every kind of edit happened", () => {
    const kinds = [...Object.keys(local), ...Object.keys(remote).map((kind) => `remote ${kind}`)];
    expect(kinds.filter((kind) => (counts.get(kind) ?? 0) < 10)).toEqual([]);
  });
});
