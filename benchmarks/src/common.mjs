// Reading traces, timing, figures: shared by all scripts here.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

export function readTrace(file) {
  const trace = JSON.parse(zlib.gunzipSync(fs.readFileSync(file)));
  trace.name = path.basename(file).replace(/\.json(\.gz)?$/, "");
  trace.concurrent = trace.kind === "concurrent";
  return trace;
}

export const now = () => performance.now();

/** Times a function: [milliseconds, result]. */
export function time(run) {
  const start = now();
  const result = run();
  return [now() - start, result];
}

const sorted = (samples) => [...samples].sort((a, b) => a - b);
export const median = (samples) => sorted(samples)[samples.length >> 1];
export const least = (samples) => Math.min(...samples);

/** Collects figures of one run and prints them as the engine's replay does. */
export class Figures {
  constructor(head) {
    this.head = head;
    this.samples = {};
    this.sizes = {};
  }

  /**
   * Runs a step until `rounds` are done or `budget` milliseconds are spent, at least once. `run` returns
   * [milliseconds, result]; `check` looks at the result outside the time.
   */
  measure(name, rounds, budget, run, check) {
    const samples = [];
    const start = now();
    while (samples.length < rounds && (samples.length === 0 || now() - start < budget)) {
      const [millis, result] = run();
      check(result);
      samples.push(millis);
    }
    this.samples[name] = samples;
  }

  print() {
    const of = (pick) => Object.fromEntries(Object.entries(this.samples).map(([name, s]) => [name, round(pick(s))]));
    const line = { ...this.head, verified: true, ...of(median), ...this.sizes };
    console.log(JSON.stringify({ ...line, least: of(least), most: of((s) => Math.max(...s)), runs: of((s) => s.length) }));
  }
}

export const round = (x) => Math.round(x * 1000) / 1000;

/** The same numbers as the engine's bench makes. */
export class Lcg {
  constructor(seed) {
    this.state = seed;
  }

  next(bound) {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return ((this.state >>> 16) * bound) >>> 16;
  }
}
