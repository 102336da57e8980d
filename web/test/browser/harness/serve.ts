/** Builds the page with the two editors and serves it from memory on a port of its own. */
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import type { AddressInfo } from "node:net";
import react from "@vitejs/plugin-react";
import { build, type Rollup } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const engine = fileURLToPath(new URL("../../../../browser/target/js/engine.mjs", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
  woff2: "font/woff2",
  svg: "image/svg+xml",
};

/** A page that is served for tests. */
export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

export async function serveHarness(): Promise<Served> {
  const files = await bundle();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://harness").pathname;
    const name = path === "/" ? "index.html" : path.slice(1);
    const body = files.get(name);
    response.statusCode = body === undefined ? 404 : 200;
    response.setHeader("Content-Type", TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream");
    response.end(body ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bundle(): Promise<Map<string, string | Uint8Array>> {
  const built = (await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [react()],
    resolve: { alias: { "offing-engine": engine } },
    build: { write: false, target: "es2022", minify: false, assetsInlineLimit: 0, reportCompressedSize: false },
  })) as Rollup.RollupOutput;
  return new Map(built.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]));
}
