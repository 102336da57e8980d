import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { engine } from "../../src/engine/engine";
import { play } from "./tapes";

// ./offing test writes it with `offing lab tapes`.
const TAPES = fileURLToPath(new URL("../../../.cache/test/tapes.jsonl", import.meta.url));

it("gives the patches and the snapshots that the JVM gives for the same histories", async () => {
  const { tapes, patches, differences } = await play(engine, readFileSync(TAPES, "utf8"));
  expect(differences).toEqual([]);
  expect(tapes).toBeGreaterThan(150);
  expect(patches).toBeGreaterThan(10_000);
}, 120_000);
