import type { EngineDocument } from "../../../src/engine/types";
import { HarnessHandle, type HarnessLink, type Peer } from "./link";

const other = { a: "b", b: "a" } as const;

/** Two engine documents that send each other their changes, in order, as long as the link holds. */
export class MergingLink implements HarnessLink {
  readonly #handles: Record<Peer, HarnessHandle>;
  readonly #queues: Record<Peer, Uint8Array[]> = { a: [], b: [] };
  #online = true;
  #clock = 0;

  private constructor(a: EngineDocument, b: EngineDocument) {
    this.#handles = {
      a: new HarnessHandle(a, () => this.#commit("a")),
      b: new HarnessHandle(b, () => this.#commit("b")),
    };
  }

  static async open(): Promise<MergingLink> {
    const engine = await import("offing-engine");
    return new MergingLink(engine.createDocument("0000000000000001"), engine.createDocument("0000000000000002"));
  }

  handle(peer: Peer) {
    return this.#handles[peer];
  }

  document(peer: Peer): EngineDocument {
    return this.#handles[peer].document;
  }

  online(online: boolean): void {
    this.#online = online;
    this.#deliver("a");
    this.#deliver("b");
  }

  settled(): boolean {
    if (this.#online) {
      this.#deliver("a");
      this.#deliver("b");
    }
    return this.#queues.a.length + this.#queues.b.length === 0;
  }

  seed(make: (document: EngineDocument) => void): void {
    make(this.document("a"));
    this.#commit("a");
    this.#handles.a.changed();
  }

  #commit(peer: Peer): void {
    const change = this.document(peer).commit(++this.#clock);
    if (change === null) return;
    this.#queues[other[peer]].push(change);
    this.#deliver(other[peer]);
  }

  #deliver(peer: Peer): void {
    if (!this.#online || this.#queues[peer].length === 0 || !this.#handles[peer].ready()) return;
    for (const change of this.#queues[peer].splice(0)) this.document(peer).apply(change);
    this.#handles[peer].changed();
  }
}
