/** The compiled `browser` module as an ES module; the alias is set in vite.config.ts and vitest.config.ts. */
declare module "offing-engine" {
  import type { EngineDocument } from "./types";
  export function createDocument(replica: string): EngineDocument;
  export function openDocument(snapshot: Uint8Array, replica: string): EngineDocument;
}
