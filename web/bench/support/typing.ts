import type { Page } from "@playwright/test";

const KEYS = 200;

/**
 * Types into the block with this text, 60 ms between keys.
 *
 * @returns milliseconds from each key to the task after its frame
 */
export async function keystrokes(page: Page, text: string): Promise<number[]> {
  const block = page.locator(".bn-inline-content").filter({ hasText: text }).first();
  await block.scrollIntoViewIfNeeded();
  await block.click();
  await page.keyboard.press("End");
  await page.evaluate(() => {
    const shared = window as unknown as { times?: number[] };
    const listens = shared.times !== undefined;
    shared.times = [];
    if (listens) return;
    addEventListener(
      "keydown",
      (event) => {
        const began = event.timeStamp;
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => shared.times?.push(performance.now() - began);
          channel.port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  await page.keyboard.type("the quick brown fox jumps over it ".repeat(6).slice(0, KEYS), { delay: 60 });
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}
