import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { engine } from "../../src/engine/engine";
import { replay, type Ledger, type Scenario } from "./runner";

function read(name: string): unknown {
  return JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../../conformance/merge/${name}`, import.meta.url)), "utf8"),
  );
}

it("writes the bytes that the JVM writes, in every order of delivery", async () => {
  const { replayed, failures } = await replay(
    engine,
    read("scenarios.json") as Scenario[],
    read("snapshots.json") as Ledger,
  );
  expect(failures).toEqual([]);
  expect(replayed).toBeGreaterThan(75);
}, 60_000);
