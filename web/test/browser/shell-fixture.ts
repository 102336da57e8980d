/**
 * The shell on the fake workspace, built once for each worker into a temporary folder and served
 * with the policy of the real server, so that a style or script the policy forbids fails here.
 */
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import react from "@vitejs/plugin-react";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import type { FakeOptions } from "../fake/fake-workspace";

const fakeRoot = fileURLToPath(new URL("../fake", import.meta.url));
const publicDir = fileURLToPath(new URL("../../public", import.meta.url));

const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'";

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
    async ({}, provide) => {
      const outDir = mkdtempSync(join(tmpdir(), "offing-shell-"));
      const shared = { configFile: false as const, root: fakeRoot, publicDir, logLevel: "error" as const };
      await build({
        ...shared,
        plugins: [react()],
        build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: "es2022" },
      });
      const server = await preview({
        ...shared,
        build: { outDir },
        preview: { port: 0, host: "127.0.0.1", headers: { "Content-Security-Policy": policy } },
      });
      const address = server.resolvedUrls?.local[0] ?? "";
      await provide(address.replace(/\/$/, ""));
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
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
        // All rules run; what passed is not described, which takes longer than to find it.
        const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
        const { violations } = await builder.analyze();
        const findings = violations.flatMap((violation) =>
          violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
        );
        expect(findings).toEqual([]);
        expect(complaints).toEqual([]);
      },
    });
  },
});

export { expect };
