/** Builds the page without screens that the tests of this folder drive. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** Builds the harness page. @returns the folder it is in */
export async function buildPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "offing-page-"));
  await build({
    root: fileURLToPath(new URL("./page", import.meta.url)),
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "offing-engine": join(root, "browser/target/js/engine.mjs") } },
    worker: { format: "es" },
    build: { outDir: folder, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false },
  });
  return folder;
}
