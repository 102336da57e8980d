import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Clock } from "../../../src/app/clock";

const start = Date.UTC(2026, 4, 10, 9, 30);

beforeEach(() => vi.useFakeTimers({ now: start + 250 }));
afterEach(() => vi.useRealTimers());

test("tells whole seconds, also long after it was last needed", () => {
  const clock = new Clock();
  expect(clock.read()).toBe(start);
  vi.setSystemTime(start + 3_600_900);
  expect(clock.read()).toBe(start + 3_600_000);
});

test("tells all listeners the same time, whenever they began", () => {
  const clock = new Clock();
  const told: [string, number][] = [];
  const first = clock.subscribe(() => told.push(["first", clock.read() - start]));
  vi.advanceTimersByTime(1_300);
  expect(clock.read()).toBe(start + 1_000);
  const second = clock.subscribe(() => told.push(["second", clock.read() - start]));
  expect(clock.read()).toBe(start + 1_000);
  vi.advanceTimersByTime(1_000);
  first();
  vi.advanceTimersByTime(1_000);
  second();
  expect(told).toEqual([
    ["first", 1_000],
    ["first", 2_000],
    ["second", 2_000],
    ["second", 3_000],
  ]);
});

test("waits for no second while nobody listens", () => {
  const clock = new Clock();
  const stop = clock.subscribe(() => undefined);
  expect(vi.getTimerCount()).toBe(1);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.setSystemTime(start + 90_000);
  expect(clock.read()).toBe(start + 90_000);
});
