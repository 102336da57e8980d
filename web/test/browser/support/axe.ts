/** What axe finds wrong with a page. All its rules run. */
import type { Page } from "@playwright/test";
import type AxeCore from "axe-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Puts axe into the page the first time, which takes longer than to run it; frames within the page are not looked at.
 *
 * @param within looks at this part of the page only
 * @returns a line a finding
 */
export async function axeFindings(page: Page, within: string | null = null): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: typeof AxeCore };
    // What passed is not described, which takes longer than to find it.
    const { violations } = await axe.run(selector ?? document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
    );
  }, within);
}
