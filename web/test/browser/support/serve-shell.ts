/**
 * The shell on the fake workspace, built into a temporary folder and served with the policy of the real
 * server, so that a style or script the policy forbids fails here.
 */
import react from "@vitejs/plugin-react";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import type { Served } from "../harness/serve";

const root = fileURLToPath(new URL("../../fake", import.meta.url));
const publicDir = fileURLToPath(new URL("../../../public", import.meta.url));

const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'";

export async function serveShell(): Promise<Served> {
  const outDir = mkdtempSync(join(tmpdir(), "offing-shell-"));
  const shared = { configFile: false as const, root, publicDir, logLevel: "error" as const };
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
  return {
    url: (server.resolvedUrls?.local[0] ?? "").replace(/\/$/, ""),
    async stop() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
