// node replay-engine.mjs js|wasm rich|branches|TRACE… [--rounds N] [--step-ms MS]: the compiled engine.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { now, readTrace } from "./common.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "9" }, "step-ms": { type: "string", default: "1500" } },
});
const [runtime, ...what] = positionals;
const rounds = Number(values.rounds);
const lab = await load();

for (const item of what) {
  if (item === "rich") console.log(lab.richText(runtime, now, 2));
  else if (item === "branches") for (let n = 1000; n <= 1_000_000; n *= 10) console.log(lab.branches(runtime, now, n, n > 100_000 ? 2 : 3));
  else console.log(replay(readTrace(item)));
}

function replay(trace) {
  lab.beginTrace(trace.name, trace.concurrent, trace.numAgents ?? 1);
  for (const { agent = 0, parents = [], patches } of trace.txns) {
    lab.beginTransaction();
    for (const [position, deleted, inserted] of patches) lab.addPatch(position, deleted, inserted);
    lab.endTransaction(agent, parents);
  }
  return lab.replay(trace.endContent, runtime, now, rounds, rounds, Number(values["step-ms"]));
}

async function load() {
  const target = new URL("../../lab/target/", import.meta.url);
  if (runtime === "js") return import(new URL("js/lab.mjs", target));
  const { load: instantiate } = await import(new URL("wasm/lab-runtime.mjs", target));
  const { exports } = await instantiate(fileURLToPath(new URL("wasm/lab.wasm", target)));
  return exports;
}
