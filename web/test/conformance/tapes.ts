/**
 * Plays fuzzed histories through a compiled engine and compares what comes of every step with what the
 * JVM gave (engine-reference, FuzzTape.java, states the form): patches one by one, snapshots by length
 * and SHA-256. Knows neither Node nor a browser: the engine and the tapes are handed in.
 */
import type { EngineDocument, EngineModule } from "../../src/engine/types";

interface Tape {
  readonly seed: number;
  readonly replicas: number;
  /** Base64. */
  readonly changes: readonly string[];
  /** A change of -1 is a reload; then the last field is the fingerprint of the snapshot. */
  readonly events: readonly (readonly [replica: number, change: number, result: unknown])[];
  readonly snapshots: readonly string[];
}

export interface Difference {
  readonly seed: number;
  readonly where: string;
  readonly expected: string;
  readonly got: string;
}

const FIRST_READER = 0xff00;

/** @param lines one tape a line @returns how much was compared, and the first difference of each tape */
export async function play(
  engine: EngineModule,
  lines: string,
): Promise<{ readonly tapes: number; readonly patches: number; readonly differences: readonly Difference[] }> {
  const tapes = lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Tape);
  const differences: Difference[] = [];
  let patches = 0;
  for (const tape of tapes) {
    const difference = await compare(engine, tape);
    if (difference !== null) {
      differences.push({ seed: tape.seed, ...difference });
    }
    patches += tape.events.filter(([, change]) => change >= 0).length;
  }
  return { tapes: tapes.length, patches, differences };
}

async function compare(engine: EngineModule, tape: Tape): Promise<Omit<Difference, "seed"> | null> {
  const changes = tape.changes.map(bytes);
  const documents = Array.from({ length: tape.replicas }, (_, index) => engine.createDocument(reader(index)));
  for (const [index, [replica, change, result]] of tape.events.entries()) {
    const document = documents[replica] as EngineDocument;
    const expected = JSON.stringify(result);
    let got: string;
    if (change < 0) {
      const snapshot = document.save();
      documents[replica] = engine.openDocument(snapshot, reader(replica));
      got = JSON.stringify(await fingerprint(snapshot));
    } else {
      document.apply(changes[change] as Uint8Array);
      got = JSON.stringify(JSON.parse(document.takePatch()));
    }
    if (got !== expected) {
      return { where: `event ${index}`, expected, got };
    }
  }
  for (const [index, document] of documents.entries()) {
    const got = await fingerprint(document.save());
    if (got !== tape.snapshots[index]) {
      return { where: `snapshot of replica ${index}`, expected: tape.snapshots[index] ?? "", got };
    }
  }
  return null;
}

function reader(index: number): string {
  return (FIRST_READER + index).toString(16).padStart(16, "0");
}

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
}

async function fingerprint(snapshot: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", snapshot as Uint8Array<ArrayBuffer>));
  return `${snapshot.length} bytes, ${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
