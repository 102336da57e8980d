// node replay-peer.mjs PEER TRACE [ROUNDS] [BUDGET_MS]: measures one library on one trace; one line of JSON.
import { Figures, readTrace, time } from "./common.mjs";
import { peer } from "./peers.mjs";
import { plan } from "./plan.mjs";

const [name, file, rounds = "3", budget = "6000"] = process.argv.slice(2);
const library = await peer(name);
const trace = readTrace(file);
const figures = new Figures({ trace: trace.name, runtime: name });
const measure = (step, run, check) => figures.measure(step, Number(rounds), Number(budget), run, check);
let expected = trace.endContent;

function right(doc) {
  if (library.text(doc) !== expected) throw new Error(`${name} ${trace.name}: wrong text`);
  library.free(doc);
}

if (trace.concurrent) together();
else alone();
figures.print();

function alone() {
  const { txns } = trace;
  measure("local_ms", () => time(() => type(library.make(0))), right);
  const updates = [];
  let doc = library.make(0);
  for (const { patches } of txns) {
    const [after, bytes] = library.updates(doc, (d) => library.edit(d, patches));
    doc = after;
    if (bytes) updates.push(bytes);
  }
  receive(updates);
  const saved = library.save(doc).slice();
  measure("save_ms", () => time(() => library.save(doc)), () => {});
  measure(
    "load_text_ms",
    () => time(() => library.text(library.load(saved))),
    (text) => {
      if (text !== expected) throw new Error("wrong text");
    },
  );
  measure("load_edit_ms", () => time(() => library.load(saved)), right);
  figures.sizes = { bytes_history: null, bytes: null, ...library.sizes(doc) };

  function type(d) {
    for (let i = 0; i < txns.length; i++) d = library.edit(d, txns[i].patches);
    return d;
  }
}

/** Receiving one by one is given up after the budget and scaled up: one library needs many minutes. */
function receive(updates) {
  const probe = library.receiveAll(library.make(8), updates.slice(0, -200));
  const [tail] = time(() => updates.slice(-200).reduce((d, bytes) => library.receive(d, bytes), probe));
  library.free(probe);
  if ((tail * updates.length) / 200 < 60_000) {
    measure("remote_ms", () => time(() => shown(updates.reduce((d, bytes) => library.receive(d, bytes), library.make(8)))), right);
  }
  measure("batch_ms", () => time(() => shown(library.receiveAll(library.make(9), updates))), right);
}

function shown(doc) {
  library.text(doc);
  return doc;
}

/** Only what comes out of a concurrent trace is compared: importing its whole history. */
function together() {
  const steps = plan(trace);
  const documents = [];
  const updates = [];
  let doc;
  trace.txns.forEach(({ agent, patches }, i) => {
    const { document, missing } = steps[i];
    doc = library.adopt(documents[document] ?? library.make(agent), null);
    const needed = missing.map((index) => updates[index]).filter((bytes) => bytes);
    if (needed.length > 0) doc = library.receiveAll(doc, needed);
    doc = library.adopt(doc, agent);
    const [after, bytes] = library.updates(doc, (d) => library.edit(d, patches));
    doc = documents[document] = after;
    updates.push(bytes);
  });
  expected = library.text(doc);
  if (!trace.name.startsWith("git-makefile") && expected !== trace.endContent) throw new Error("wrong text");
  const history = library.history(doc).slice();
  measure("load_edit_ms", () => time(() => shown(library.receive(library.make(7), history))), right);
  const sent = updates.filter((bytes) => bytes);
  measure("batch_ms", () => time(() => shown(library.receiveAll(library.make(9), sent))), right);
  figures.sizes = { bytes_history: history.length };
}
