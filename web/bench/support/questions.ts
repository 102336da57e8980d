import { expect, type Locator } from "@playwright/test";

/**
 * Asks the search for words, one after the other, each from an empty field.
 *
 * @param field of the open search
 * @param queries beginnings of words that some page on this device has
 * @returns milliseconds from the change of the field to the frame after the list was drawn for it, in this order
 */
export async function askForWords(field: Locator, queries: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const query of queries) {
    await field.fill("");
    await expect(field.page().locator("dialog mark")).toHaveCount(0);
    times.push(
      await field.evaluate(async (input: HTMLInputElement, wanted) => {
        // As typing sets it: what React put onto the field itself would take the new value for the old one.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, wanted);
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        const dialog = input.closest("dialog");
        await new Promise<void>((resolve) => {
          const look = () => {
            // There was none in the empty field's list.
            if (dialog?.querySelector("mark")) resolve();
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        });
        return performance.now() - start;
      }, query),
    );
  }
  return times;
}
