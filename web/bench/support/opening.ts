/** How long a page takes to open. */
import type { Locator } from "@playwright/test";

/**
 * How it is opened: a button of the mouse that is pressed for 80 ms on its row, and the time runs from its release; Enter
 * on its row, where the focus has been for 200 ms; or a click that nothing came before, made by a script.
 */
export type Opener = "mouse" | "keyboard" | "script";

/**
 * Opens a page from its row in the tree.
 *
 * @param words of its first and its last block
 * @returns milliseconds from the event that opens it until both are in the document and a frame with them was painted
 */
export async function opening(row: Locator, by: Opener, words: readonly string[]): Promise<number> {
  const page = row.page();
  const painted = page.evaluate(
    async ([event, ...words]) => {
      await new Promise((resolve) => addEventListener(event, resolve, { capture: true, once: true }));
      const start = performance.now();
      await new Promise<void>((resolve) => {
        // A message sent before a frame is painted comes after it; timers wait for a round number besides.
        const frame = new MessageChannel();
        frame.port1.onmessage = () => resolve();
        const look = (): void => {
          const text = document.querySelector('.bn-editor[contenteditable="true"]')?.textContent ?? "";
          if (words.every((each) => text.includes(each))) frame.port2.postMessage(null);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      return performance.now() - start;
    },
    [by === "keyboard" ? "keydown" : "click", ...words] as const,
  );
  if (by === "mouse") {
    await row.locator("a").click({ delay: 80 });
  } else if (by === "keyboard") {
    await row.focus();
    await page.waitForTimeout(200);
    await page.keyboard.press("Enter");
  } else {
    await row.locator("a").evaluate((link: HTMLElement) => link.click());
  }
  return painted;
}
