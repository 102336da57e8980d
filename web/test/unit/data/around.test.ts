/** When the page draws what came from the worker: alone at once, of a stream a tenth of its time. */
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

test("of a stream nothing is lost, and drawing takes a tenth of the time, in a hidden tab still less", async () => {
  for (const [hidden, most] of [
    [false, 0.11],
    [true, 0.05],
  ] as const) {
    const { around, shown, until } = play(20, hidden);
    for (let time = 1_000; time < 11_000; time += 10) {
      around.take(EVENT);
      await until(time);
    }
    await until(20_000);
    expect(shown.reduce((sum, { events }) => sum + events, 0)).toBe(1_000);
    expect((shown.length * 20) / 10_000).toBeLessThan(most);
    expect(shown.length).toBeGreaterThan(hidden ? 15 : 40);
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
