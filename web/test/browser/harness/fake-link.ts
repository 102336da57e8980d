import { FakeDocument } from "../../unit/editor/fake-document";
import type { EngineDocument } from "../../../src/engine/types";
import { HarnessHandle, type HarnessLink, type Peer } from "./link";

/** Two readers and writers of one state: everything arrives at once. */
export class FakeLink implements HarnessLink {
  readonly #documents: Record<Peer, FakeDocument>;
  readonly #handles: Record<Peer, HarnessHandle>;

  constructor() {
    const a = new FakeDocument();
    this.#documents = { a, b: a.peer() };
    this.#handles = {
      a: new HarnessHandle(this.#documents.a.engine, () => this.#deliver("b")),
      b: new HarnessHandle(this.#documents.b.engine, () => this.#deliver("a")),
    };
  }

  handle(peer: Peer) {
    return this.#handles[peer];
  }

  document(peer: Peer): EngineDocument {
    return this.#documents[peer].engine;
  }

  online(): void {}

  settled(): boolean {
    return true;
  }

  seed(make: (document: EngineDocument) => void): void {
    make(this.document("a"));
    this.#deliver("a");
    this.#deliver("b");
  }

  #deliver(peer: Peer): void {
    if (this.#handles[peer].ready()) this.#handles[peer].changed();
  }
}
