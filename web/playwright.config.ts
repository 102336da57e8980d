import { defineConfig } from "@playwright/test";

/** Browser tests start their own server process: several of them stop it on purpose. */
export default defineConfig({
  testDir: "test/browser",
  globalSetup: "./test/browser/support/test-pages.ts",
  fullyParallel: true,
  // They wait for timers and disks most of the time.
  workers: 3,
  retries: 0,
  // How long something may take says nothing about whether it is right; other work may share the machine.
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
