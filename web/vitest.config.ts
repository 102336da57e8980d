import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: { "offing-engine": fileURLToPath(new URL("../browser/target/js/engine.mjs", import.meta.url)) },
  },
  test: {
    include: ["test/unit/**/*.test.ts", "test/unit/**/*.test.tsx", "test/conformance/**/*.test.ts"],
    environment: "node",
    pool: "threads",
    maxWorkers: 2,
    // For hangs; no test waits for time.
    testTimeout: 60_000,
    restoreMocks: true,
    setupFiles: ["test/unit/data/support/setup.ts"],
  },
});
