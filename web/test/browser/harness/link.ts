/** What the test page offers to tests as `window.harness`. */
import type { PageHandle } from "../../../src/data/api";
import type { EngineDocument } from "../../../src/engine/types";
import type { Inspection } from "./inspect";

export type Peer = "a" | "b";

export interface HarnessLink {
  handle(peer: Peer): PageHandle;
  document(peer: Peer): EngineDocument;
  /** Cuts or mends the link; mending delivers what waited. */
  online(online: boolean): void;
  /** Everything committed and delivered that may be. */
  settled(): boolean;
  /** Replaces the document of both by what `make` does on the first. */
  seed(make: (document: EngineDocument) => void): void;
}

/** `window.harness` */
export interface Harness {
  readonly link: HarnessLink;
  /** Pages that links asked to open. */
  readonly opened: readonly string[];
  /** Mismatches that were put right. */
  readonly repaired: readonly string[];
  editor(peer: Peer): Inspection;
  engine(peer: Peer): Inspection;
  /** The text the caret is in, and its offset there. */
  caret(peer: Peer): [text: string, offset: number];
}

type Remote = Parameters<PageHandle["onRemote"]>[0];

/** The part of a page handle that does not depend on the engine behind it. */
export class HarnessHandle implements PageHandle {
  readonly id = "00000000000000000000000000000001" as PageHandle["id"];
  readonly canWrite = true;
  readonly #handlers = new Set<Remote>();

  constructor(
    readonly document: EngineDocument,
    readonly commit: () => void,
  ) {}

  committed(): void {
    this.commit();
  }

  flush(): Promise<void> {
    this.commit();
    return Promise.resolve();
  }

  onRemote(handler: Remote): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  ready(): boolean {
    return [...this.#handlers].every((handler) => handler.ready());
  }

  changed(): void {
    for (const handler of this.#handlers) handler.changed();
  }

  saveState() {
    return "saved-here" as const;
  }

  onSaveState(): () => void {
    return () => undefined;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
