// What the engine is to reach, from the figures of one run, and what a missed one would take.
const TRACE = "automerge-paper";

const NOTES = {
  local:
    "each edit makes an operation and a step for undo as objects, and a commit makes a change; keeping the open change in columns, as the log does, would take them away",
  remote: "each change is decoded into objects, checked and merged by itself; deciding straight from the bytes would take the objects away",
  load: "a loaded document is complete; building blocks and strands when they are first looked at would defer most of it",
  text: "the page is read through the view; a part of the snapshot that holds the text alone would be quicker",
  mark: "a mark is placed among all marks of its text and committed as a change of its own",
  key: "the patch of a key compares what is shown around it",
  bytes: "see the format of snapshots",
  heap: "the spans of the strand take 40 bytes each",
  concurrent: "loading replays what concurrent insertions need; keeping the order of elements in the snapshot takes that away",
};

export function targets(results) {
  const of = (runtime, trace = TRACE) => results.find((line) => line.runtime === runtime && line.trace === trace) ?? {};
  const bench = (runtime, name) => results.find((line) => line.runtime === runtime && line.bench === name) ?? {};
  const times = (value, factor) => (value == null ? null : value * factor);
  const jvm = of("jvm");
  const js = of("js");
  const list = [
    ["JVM, local ≤ 0.5 × diamond-types", jvm.local_ms, times(of("dt").local_ms, 0.5), NOTES.local],
    ["JVM, remote one by one ≤ 0.25 × json-joy", jvm.remote_ms, times(of("jsonjoy").remote_ms, 0.25), NOTES.remote],
    ["JVM, load to text ≤ 1 ms", jvm.load_text_ms, 1, NOTES.text],
    ["JVM, load to editable ≤ 10 ms", jvm.load_edit_ms, 10, NOTES.load],
    ["JS, local ≤ json-joy", js.local_ms, of("jsonjoy").local_ms, NOTES.local],
    ["JS, remote one by one ≤ json-joy", js.remote_ms, of("jsonjoy").remote_ms, NOTES.remote],
    ["JS, load to text ≤ Loro", js.load_text_ms, of("loro").load_text_ms, NOTES.text],
    ["WasmGC, local ≤ diamond-types", of("wasm").local_ms, of("dt").local_ms, NOTES.local],
    ["WasmGC, remote ≤ 0.5 × json-joy", of("wasm").remote_ms, times(of("jsonjoy").remote_ms, 0.5), NOTES.remote],
    ["bytes with history ≤ diamond-types", jvm.bytes_history, of("dt").bytes_history, NOTES.bytes],
    ["bytes without ≤ 0.9 × Yjs V2", jvm.bytes, times(of("yjs").bytes, 0.9), NOTES.bytes],
    ["JVM, memory of a loaded document ≤ 1.5 MB", jvm.heap_mb, 1.5, NOTES.heap],
  ];
  for (const trace of ["friendsforever", "clownschool", "node_nodecc", "git-makefile-x2"]) {
    for (const runtime of ["jvm", "js"]) {
      list.push([`${trace}, ${runtime === "jvm" ? "JVM" : "JS"}: import ≤ Yjs`, of(runtime, trace).load_edit_ms, of("yjs", trace).load_edit_ms, NOTES.concurrent]);
    }
  }
  for (const runtime of ["jvm", "js"]) {
    const rich = bench(runtime, "rich text");
    const label = runtime === "jvm" ? "JVM" : "JS";
    list.push([`long page, ${label}: a mark ≤ Loro`, rich.mark_us, bench("loro", "rich text").mark_us, NOTES.mark]);
    list.push([`long page, ${label}: load ≤ Yjs`, rich.load_ms, bench("yjs", "rich text").load_ms, NOTES.load]);
    list.push([`long page, ${label}: a key, p95 ≤ 0.5 ms`, rich.keystroke_p95_ms, 0.5, NOTES.key]);
  }
  return list.map(([name, value, limit, note]) => ({ name, value, limit, note }));
}
