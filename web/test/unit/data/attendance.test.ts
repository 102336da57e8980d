import { expect, it } from "vitest";
import { watchAttendance } from "../../../src/data/attendance";

function press(target: EventTarget, type: string, at: number): void {
  const event = new Event(type);
  Object.defineProperty(event, "timeStamp", { value: at });
  target.dispatchEvent(event);
}

it("tells that somebody works, and not with every key", () => {
  const page = new EventTarget();
  let told = 0;
  watchAttendance(page as Document, () => told++);
  press(page, "keydown", 10_000);
  press(page, "keydown", 10_100);
  press(page, "pointerdown", 10_399);
  expect(told).toBe(1);
  press(page, "pointerdown", 10_400);
  expect(told).toBe(2);
  press(page, "wheel", 10_900);
  expect(told).toBe(3);
  press(page, "pointermove", 20_000);
  expect(told).toBe(3);
});
