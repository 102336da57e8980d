import { defineConfig } from "@playwright/test";
import config from "./playwright.config";

/** Measurements: one at a time, on the built app. `npm run bench` */
export default defineConfig({ ...config, testDir: "bench", fullyParallel: false, workers: 1, reporter: "list", use: { ...config.use, actionTimeout: 20_000 } });
