/** The shell on the fake workspace, as a Playwright fixture. */
import { test as base, expect, type Page } from "@playwright/test";
import type { FakeOptions } from "../fake/fake-workspace";
import { axeFindings } from "./support/axe";
import { addressOf } from "./support/test-pages";

/** Every page of these tests is opened at this moment; timers run on. */
export const clock = Date.UTC(2026, 4, 10, 9, 30);

interface Shell {
  page: Page;
  /** Opens an address of the shell with what the fake workspace holds. */
  open(path: string, options?: FakeOptions): Promise<void>;
  /** Fails on any finding, and on anything the browser complained about so far. */
  expectClean(): Promise<void>;
}

export const test = base.extend<{ shell: Shell }, { shellAddress: string }>({
  shellAddress: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter list
    async ({}, provide) => provide(await addressOf("shell")),
    { scope: "worker" },
  ],

  shell: async ({ page, shellAddress }, provide) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await provide({
      page,
      async open(path, options = {}) {
        await page.clock.setFixedTime(clock);
        await page.addInitScript((given) => {
          window.fakeOptions = given;
        }, options);
        await page.goto(shellAddress + path);
      },
      async expectClean() {
        // What fades in is judged as it ends up.
        await page.evaluate(async () => {
          const moving = () => document.getAnimations().filter((animation) => animation.playState === "running");
          // One that another replaces ends by being cancelled.
          for (let some = moving(); some.length > 0; some = moving()) {
            await Promise.allSettled(some.map((animation) => animation.finished));
          }
        });
        expect(await axeFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
      },
    });
  },
});

export { expect };
