import { defineConfig } from "@playwright/test";

/**
 * What Chromium is started without. Each window of its own renders pages of Chromium's user interface (the popups of
 * the address bar) ahead of time, in a process each; a browser without a screen shows none of them, and they cost as
 * much as the rest of its start. The last list of features counts, so this one repeats what Playwright disables for
 * the sake of pages.
 */
const features = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxFullPopup",
  "WebUIOmniboxAimPopup",
  "PreloadTopChromeWebUI",
  "InitialWebUI",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

/** Browser tests start their own server process: several of them stop it on purpose. */
export default defineConfig({
  testDir: "test/browser",
  globalSetup: "./test/browser/support/test-pages.ts",
  fullyParallel: true,
  // They wait for timers and disks now and then.
  workers: 3,
  // These end what hangs, and judge no speed: one machine takes five times as long as another.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    launchOptions: {
      ignoreDefaultArgs: ["--disable-dev-shm-usage"],
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--disable-features=${features.join(",")}`,
      ],
    },
  },
});
