/** When the page draws what came from the worker: alone at once, of a stream twice a second. */
import { expect, test } from "vitest";
import { Around, type AroundEvent } from "../../../src/data/around";

/** @param cost how long drawing takes */
function play(cost: number, hidden = false) {
  const shown: { readonly at: number; readonly events: number }[] = [];
  let timer: { readonly at: number; readonly work: () => void } | null = null;
  let now = 1_000;
  const around = new Around({
    show: (events) => {
      shown.push({ at: now, events: events.length });
      now += cost;
    },
    isHidden: () => hidden,
    now: () => now,
    after: (millis, work) => {
      timer = { at: now + millis, work };
      return () => (timer = null);
    },
  });
  return {
    around,
    shown,
    async until(time: number): Promise<void> {
      await Promise.resolve();
      while (timer !== null && timer.at <= time) {
        const { at, work } = timer;
        now = at;
        timer = null;
        work();
        await Promise.resolve();
      }
      now = Math.max(now, time);
    },
  };
}

const EVENT = { kind: "directory", all: false, rows: [], tree: null, complete: true } as AroundEvent;

test("an event that comes alone is shown at once", async () => {
  const { around, shown, until } = play(20);
  around.take(EVENT);
  await until(2_000);
  around.take(EVENT);
  expect(shown.map(({ at }) => at)).toEqual([1_000, 2_000]);
});

test("of a stream nothing is lost, and drawing takes little of the time, however long one takes", async () => {
  for (const { cost, hidden, times } of [
    { cost: 2, hidden: false, times: 100 },
    { cost: 20, hidden: false, times: 20 },
    { cost: 200, hidden: true, times: 2 },
  ]) {
    const { around, shown, until } = play(cost, hidden);
    for (let time = 1_000; time < 11_000; time += 10) {
      around.take(EVENT);
      await until(time);
    }
    expect(Math.abs(shown.length - times)).toBeLessThanOrEqual(times / 10 + 1);
    await until(20_000);
    expect(shown.reduce((sum, { events }) => sum + events, 0)).toBe(1_000);
  }
});

test("what waits is shown before something else is acted on", async () => {
  const { around, shown, until } = play(20);
  around.take(EVENT);
  await until(1_030);
  around.take(EVENT);
  around.take(EVENT);
  expect(shown).toHaveLength(1);
  around.flush();
  expect(shown.map(({ events }) => events)).toEqual([1, 2]);
  await until(5_000);
  expect(shown).toHaveLength(2);
});
