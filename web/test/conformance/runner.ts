/**
 * Replays merge vectors through a compiled engine and compares the bytes of the final snapshots with
 * those the JVM wrote (conformance/merge/snapshots.json, whose header states how a vector is played).
 * Knows neither Node nor a browser: the engine and the two files are handed in.
 */
import type { EngineDocument, EngineModule } from "../../src/engine/types";

type Json = boolean | number | string | null;
type Input = Json | readonly string[];
type Op = readonly [name: string, ...input: Input[]];

interface Block {
  readonly id: string;
  readonly parent?: string | null;
  readonly type?: string;
  readonly text: string;
  readonly marks?: readonly (readonly [type: string, start: number, end: number, value?: Json])[];
  readonly props?: Readonly<Record<string, Json>>;
}

export interface Scenario {
  readonly id: string;
  readonly group: string;
  readonly initial: { readonly blocks: readonly Block[]; readonly ops?: readonly Op[] };
  readonly a_ops: readonly Op[];
  readonly b_ops: readonly Op[];
  readonly c_ops?: readonly Op[];
}

export interface Ledger {
  readonly snapshots: readonly { readonly id: string; readonly lengthBytes: number; readonly sha256: string }[];
}

export interface Failure {
  readonly id: string;
  readonly order: string;
  readonly expected: string;
  readonly got: string;
}

const INITIAL = "0000000000000001";
const FIRST_USER = 0x0a;
/** A reader of no user's: takes the changes in other orders. */
const WITNESS = "00000000000000ff";
/** 5! = 120 orders a vector. */
const EXHAUSTIVE_MAX = 5;
const SHUFFLES = 40;
const DEFAULT_TYPE = "paragraph";

/** @returns the vectors whose bytes differ, and how many were replayed */
export async function replay(
  engine: EngineModule,
  scenarios: readonly Scenario[],
  ledger: Ledger,
): Promise<{ readonly replayed: number; readonly failures: readonly Failure[] }> {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const failures: Failure[] = [];
  for (const entry of ledger.snapshots) {
    const scenario = byId.get(entry.id);
    const expected = `${entry.lengthBytes} bytes, ${entry.sha256}`;
    if (scenario === undefined) {
      failures.push({ id: entry.id, order: "", expected, got: "no such vector" });
      continue;
    }
    try {
      const failure = await check(engine, scenario, expected);
      if (failure !== null) {
        failures.push(failure);
      }
    } catch (error) {
      failures.push({ id: entry.id, order: "", expected, got: error instanceof Error ? error.message : String(error) });
    }
  }
  return { replayed: ledger.snapshots.length, failures };
}

async function check(engine: EngineModule, scenario: Scenario, expected: string): Promise<Failure | null> {
  const play = new Play(engine, scenario);
  for (const [user, document] of play.users) {
    const got = await fingerprint(document.save());
    if (got !== expected) {
      return { id: scenario.id, order: `as user ${user} saw it`, expected, got };
    }
  }
  for (const order of orders(play.changes.length)) {
    const witness = engine.openDocument(play.initial, WITNESS);
    order.forEach((index) => witness.apply(play.changes[index] ?? new Uint8Array()));
    const got = await fingerprint(witness.save());
    if (got !== expected) {
      return { id: scenario.id, order: order.join(" "), expected, got };
    }
  }
  return null;
}

/** One play of a vector: each step one change, exchanges at the barriers and at the end. */
class Play {
  readonly users = new Map<string, EngineDocument>();
  readonly changes: Uint8Array[] = [];
  readonly initial: Uint8Array;
  private readonly names = new Map<string, string>();

  constructor(
    private readonly engine: EngineModule,
    scenario: Scenario,
  ) {
    this.initial = this.build(scenario);
    const rounds = new Map<string, Op[][]>();
    for (const [index, user] of ["a", "b", "c"].entries()) {
      const ops = (scenario as unknown as Record<string, readonly Op[] | undefined>)[`${user}_ops`];
      if (ops !== undefined) {
        const replica = (FIRST_USER + index).toString(16).padStart(16, "0");
        this.users.set(user, engine.openDocument(this.initial, replica));
        rounds.set(user, untilSyncs(ops));
      }
    }
    const last = Math.max(...[...rounds.values()].map((own) => own.length));
    for (let round = 0; round < last; round++) {
      this.exchange(rounds, round);
    }
  }

  private build(scenario: Scenario): Uint8Array {
    const document = this.engine.createDocument(INITIAL);
    const lastChild = new Map<string | null, string>();
    for (const block of scenario.initial.blocks) {
      const parent = block.parent ?? null;
      const after = lastChild.get(parent) ?? null;
      lastChild.set(parent, block.id);
      const id = document.newBlock(this.id(parent), this.id(after), block.type ?? DEFAULT_TYPE);
      this.name(block.id, id);
      if (block.text !== "") {
        document.insert(id, 0, block.text, null);
      }
      for (const [type, start, end, value] of block.marks ?? []) {
        document.mark(id, start, end, type, JSON.stringify(value ?? true));
      }
      for (const key of Object.keys(block.props ?? {}).sort()) {
        document.setProperty(id, key, json(block.props?.[key] ?? null));
      }
      commit(document);
    }
    for (const op of scenario.initial.ops ?? []) {
      this.perform(document, op);
      commit(document);
    }
    return document.save();
  }

  private exchange(rounds: ReadonlyMap<string, Op[][]>, round: number): void {
    const emitted: { user: string; change: Uint8Array }[] = [];
    for (const [user, own] of rounds) {
      const document = this.users.get(user);
      for (const op of own[round] ?? []) {
        this.perform(document as EngineDocument, op);
        const change = commit(document as EngineDocument);
        if (change !== null) {
          emitted.push({ user, change });
        }
      }
    }
    for (const [user, document] of this.users) {
      emitted.filter((one) => one.user !== user).forEach((one) => document.apply(one.change));
    }
    this.changes.push(...emitted.map((one) => one.change));
  }

  private perform(document: EngineDocument, [op, ...input]: Op): void {
    const text = (at: number): string => input[at] as string;
    const number = (at: number): number => input[at] as number;
    const block = (at: number): string => this.id(text(at)) as string;
    const place = (at: number): string | null => this.id(input[at] as string | null);
    switch (op) {
      case "ins":
        return document.insert(block(0), number(1), text(2), null);
      case "del":
        return document.deleteText(block(0), number(1), number(2));
      case "mark":
        return document.mark(block(0), number(1), number(2), text(3), JSON.stringify(input[4] ?? true));
      case "unmark":
        return document.unmark(block(0), number(1), number(2), text(3), JSON.stringify(input[4] ?? true));
      case "split":
        return this.name(text(2), document.split(block(0), number(1), shownType(document, block(0))));
      case "join":
        return document.join(block(0), block(1));
      case "new": {
        const id = document.newBlock(place(1), place(2), (input[3] as string | undefined) ?? DEFAULT_TYPE);
        this.name(text(0), id);
        return input[4] === undefined || input[4] === "" ? undefined : document.insert(id, 0, text(4), null);
      }
      case "move":
        return document.move(block(0), place(1), place(2));
      case "delete":
        return document.deleteBlock(block(0));
      case "restore":
        return document.restoreBlock(block(0));
      case "type":
        return document.setType(block(0), text(1));
      case "prop":
        return document.setProperty(block(0), text(1), json((input[2] ?? null) as Json));
      case "cell":
        return setCell(document, block(0), text(1), input[2] ?? null);
      case "cell+":
        return document.addToCell(block(0), text(1), text(2));
      case "cell-":
        return document.removeFromCell(block(0), text(1), text(2));
      case "addprop":
        return document.addProperty(text(0), text(1), (input[2] as string | undefined) ?? "");
      case "renprop":
        return document.renameProperty(text(0), text(1));
      case "proptype":
        return document.setPropertyType(text(0), text(1));
      case "delprop":
        return document.deleteProperty(text(0));
      case "addopt":
        return document.addOption(text(0), text(1), (input[2] as string | undefined) ?? "");
      case "renopt":
        return document.renameOption(text(0), text(1), text(2));
      case "delopt":
        return document.deleteOption(text(0), text(1));
      case "undo":
        return void document.undo();
      case "redo":
        return void document.redo();
      default:
        throw new Error(`unknown operation ${op}`);
    }
  }

  private name(name: string, id: string): void {
    if (this.names.has(name)) {
      throw new Error(`block name ${name} is used twice`);
    }
    this.names.set(name, id);
  }

  private id(name: string | null): string | null {
    if (name === null) {
      return null;
    }
    const id = this.names.get(name);
    if (id === undefined) {
      throw new Error(`no block is named ${name}`);
    }
    return id;
  }
}

function commit(document: EngineDocument): Uint8Array | null {
  const change = document.commit(0);
  document.endUndoGroup();
  return change;
}

/** An array: cleared, then each member added. */
function setCell(document: EngineDocument, row: string, property: string, value: Input): void {
  if (value === null || typeof value !== "object") {
    return document.setCell(row, property, json(value));
  }
  document.setCell(row, property, null);
  value.forEach((member) => document.addToCell(row, property, member));
}

function json(value: Json): string | null {
  return value === null ? null : JSON.stringify(value);
}

function shownType(document: EngineDocument, block: string): string {
  const view = JSON.parse(document.view()) as { blocks: { id: string; type: string }[] };
  const type = view.blocks.find((shown) => shown.id === block)?.type;
  if (type === undefined) {
    throw new Error("block is not shown");
  }
  return type;
}

function untilSyncs(ops: readonly Op[]): Op[][] {
  const rounds: Op[][] = [[]];
  for (const op of ops) {
    if (op[0] === "sync") {
      rounds.push([]);
    } else {
      rounds.at(-1)?.push(op);
    }
  }
  return rounds;
}

async function fingerprint(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return `${bytes.length} bytes, ${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function orders(count: number): number[][] {
  const first = Array.from({ length: count }, (_, index) => index);
  return count <= EXHAUSTIVE_MAX ? permutations(first) : shuffles(first);
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) {
    return [[]];
  }
  return items.flatMap((head) => permutations(items.filter((item) => item !== head)).map((rest) => [head, ...rest]));
}

/** Fisher-Yates from a fixed seed. */
function shuffles(items: readonly number[]): number[][] {
  let seed = 20_240_229;
  const below = (bound: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % bound;
  };
  return Array.from({ length: SHUFFLES }, () => {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last--) {
      const other = below(last + 1);
      [order[last], order[other]] = [order[other] as number, order[last] as number];
    }
    return order;
  });
}
