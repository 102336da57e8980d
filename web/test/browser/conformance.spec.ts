/**
 * The merge vectors and the tapes of the fuzz in a browser: the compiled engine under the policy that
 * pages are served with has to give the patches that the JVM gave, and its snapshots byte for byte.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { transformWithOxc } from "vite";
import type { Ledger, replay, Scenario } from "../conformance/runner";
import type { play } from "../conformance/tapes";

type Outcome =
  | { readonly vectors: Awaited<ReturnType<typeof replay>>; readonly tapes: Awaited<ReturnType<typeof play>> }
  | { readonly error: string };

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";
const GROUPS = ["database", "marks", "properties", "split-join", "text", "tree", "undo"];

const MAIN = `
import * as engine from "./engine.mjs";
import { replay } from "./runner.mjs";
import { play } from "./tapes.mjs";
const json = (name) => fetch(name).then((answer) => answer.json());
const outcome = Promise.all([json("scenarios.json"), json("snapshots.json"), fetch("tapes.jsonl")])
  .then(async ([scenarios, ledger, tapes]) => ({
    vectors: await replay(engine, scenarios, ledger),
    tapes: await play(engine, await tapes.text()),
  }))
  .catch((error) => ({ error: String(error) }));
document.querySelector("pre").textContent = JSON.stringify(await outcome);
`;

const at = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");

async function files(): Promise<Map<string, readonly [type: string, body: string]>> {
  const runner = await transformWithOxc(at("web/test/conformance/runner.ts"), "runner.ts");
  const tapes = await transformWithOxc(at("web/test/conformance/tapes.ts"), "tapes.ts");
  return new Map([
    [
      "/",
      ["text/html", '<!doctype html><title>Vectors</title><pre></pre><script type="module" src="main.mjs"></script>'],
    ],
    ["/main.mjs", ["text/javascript", MAIN]],
    ["/runner.mjs", ["text/javascript", runner.code]],
    ["/tapes.mjs", ["text/javascript", tapes.code]],
    ["/tapes.jsonl", ["text/plain", at(".cache/test/tapes.jsonl")]],
    ["/engine.mjs", ["text/javascript", at("browser/target/js/engine.mjs")]],
    ["/scenarios.json", ["application/json", at("conformance/merge/scenarios.json")]],
    ["/snapshots.json", ["application/json", at("conformance/merge/snapshots.json")]],
  ]);
}

async function serve(): Promise<Server> {
  const served = await files();
  const server = createServer((request, response) => {
    const file = served.get(request.url ?? "");
    response.writeHead(file === undefined ? 404 : 200, {
      "Content-Type": `${file?.[0] ?? "text/plain"}; charset=utf-8`,
      "Content-Security-Policy": POLICY,
      "X-Content-Type-Options": "nosniff",
    });
    response.end(file?.[1] ?? "");
  });
  // localhost: the runner's SHA-256 is the browser's own, which asks for a secure context.
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

test("the compiled engine gives the JVM's patches and bytes in Chromium, under a policy without eval", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const scenarios = JSON.parse(at("conformance/merge/scenarios.json")) as Scenario[];
  const ledger = JSON.parse(at("conformance/merge/snapshots.json")) as Ledger;
  const groupOf = new Map(scenarios.map((scenario) => [scenario.id, scenario.group]));
  const kept = new Set(ledger.snapshots.map((snapshot) => groupOf.get(snapshot.id)));
  expect([...kept].sort()).toEqual(GROUPS);
  const inGroups = scenarios.filter((scenario) => GROUPS.includes(scenario.group));
  expect(ledger.snapshots.map((snapshot) => snapshot.id).sort()).toEqual(inGroups.map((each) => each.id).sort());

  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const server = await serve();
  try {
    await page.goto(`http://localhost:${String((server.address() as AddressInfo).port)}/`);
    await expect(page.locator("pre")).not.toBeEmpty({ timeout: 150_000 });
    const outcome = JSON.parse((await page.locator("pre").textContent()) ?? "") as Outcome;
    expect(outcome).toMatchObject({
      vectors: { replayed: inGroups.length, failures: [] },
      tapes: { differences: [] },
    });
    expect("tapes" in outcome && outcome.tapes.patches).toBeGreaterThan(10_000);
    expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
