// What the engine is to reach, from the figures of one run, and what a missed one would take.
const TRACE = "automerge-paper";

// Only what a profile showed; elsewhere a missed target is a bare "no" until somebody has looked.
const NOTES = {
  local:
    "each edit makes an operation and a step for undo as objects, and a commit makes a change; keeping the open change in columns, as the log does, would take them away",
  remote: "each change is decoded into objects, checked and merged by itself; deciding straight from the bytes would take the objects away",
  script:
    "compiled JavaScript checks bounds, casts and nulls in code of its own, about a fifth of the time in a profile, and makes an object for each 64-bit stamp; beside that as on the JVM",
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
    ["JVM, load to text ≤ 1 ms", jvm.load_text_ms, 1],
    ["JVM, load to editable ≤ 10 ms", jvm.load_edit_ms, 10],
    ["JS, local ≤ json-joy", js.local_ms, of("jsonjoy").local_ms, NOTES.script],
    ["JS, remote one by one ≤ json-joy", js.remote_ms, of("jsonjoy").remote_ms, NOTES.script],
    ["JS, load to text ≤ Loro", js.load_text_ms, of("loro").load_text_ms],
    ["WasmGC, local ≤ diamond-types", of("wasm").local_ms, of("dt").local_ms, NOTES.local],
    ["WasmGC, remote ≤ 0.5 × json-joy", of("wasm").remote_ms, times(of("jsonjoy").remote_ms, 0.5), NOTES.remote],
    ["bytes with history ≤ diamond-types", jvm.bytes_history, of("dt").bytes_history],
    ["bytes without ≤ 0.9 × Yjs V2", jvm.bytes, times(of("yjs").bytes, 0.9)],
    ["JVM, memory of a loaded document ≤ 1.5 MB", jvm.heap_mb, 1.5],
  ];
  for (const trace of ["friendsforever", "clownschool", "node_nodecc", "git-makefile-x2"]) {
    for (const runtime of ["jvm", "js"]) {
      list.push([`${trace}, ${runtime === "jvm" ? "JVM" : "JS"}: import ≤ Yjs`, of(runtime, trace).load_edit_ms, of("yjs", trace).load_edit_ms]);
    }
  }
  for (const runtime of ["jvm", "js"]) {
    const rich = bench(runtime, "rich text");
    const label = runtime === "jvm" ? "JVM" : "JS";
    list.push([`long page, ${label}: a mark ≤ Loro`, rich.mark_us, bench("loro", "rich text").mark_us]);
    list.push([`long page, ${label}: load ≤ Yjs`, rich.load_ms, bench("yjs", "rich text").load_ms]);
    list.push([`long page, ${label}: a key, p95 ≤ 0.5 ms`, rich.keystroke_p95_ms, 0.5]);
  }
  return list.map(([name, value, limit, note]) => ({ name, value, limit, note }));
}
