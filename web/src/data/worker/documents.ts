/**
 * Engine instances in the worker: for documents that no page shows (records, titles, compaction).
 * A few are kept; before each use an instance takes the log entries that other tabs or the server
 * added. An instance whose log was compacted meanwhile is read anew.
 */
import { engine, readPolicy, readRecord, readUser } from "../../engine/engine";
import { isPage, isRecord, pageOf, POLICY, type DocumentId } from "../../engine/sync";
import type { EngineDocument } from "../../engine/types";
import { applyQuietly, READER } from "../document-calls";
import type { StoredDocument, WorkspaceStore } from "../store/workspace-store";

const KEPT = 32;

export interface OpenInstance {
  readonly document: EngineDocument;
  /** Log order up to which everything is applied. */
  order: number;
  readonly generation: number;
}

/** Builds a document from what is stored. @throws Error if the snapshot is damaged, too old or too new */
export function assemble(stored: Pick<StoredDocument, "snapshot" | "changes">, replica: string): EngineDocument {
  const document =
    stored.snapshot === null ? engine.createDocument(replica) : engine.openDocument(stored.snapshot, replica);
  for (const change of stored.changes) {
    applyQuietly(document, change);
  }
  return document;
}

/** What the directory keeps of a document. */
export function rowOf(id: DocumentId, document: EngineDocument): unknown {
  if (isPage(id)) {
    return { title: document.title() };
  }
  if (isRecord(id)) {
    return JSON.parse(readRecord(pageOf(id), document)) as unknown;
  }
  return JSON.parse(id === POLICY ? readPolicy(document) : readUser(document)) as unknown;
}

/** What the directory keeps of a document of which these are all changes. A page's title comes from the server's list. */
export function rowOfLog(id: DocumentId, changes: readonly Uint8Array[]): unknown {
  if (isPage(id)) {
    return undefined;
  }
  const document = engine.createDocument(READER);
  for (const change of changes) {
    applyQuietly(document, change);
  }
  return rowOf(id, document);
}

export class Documents {
  private readonly instances = new Map<DocumentId, OpenInstance>();

  constructor(private readonly store: WorkspaceStore) {}

  /** The document as the store has it now; an empty one if the store has nothing. */
  async open(id: DocumentId, replica: string): Promise<OpenInstance> {
    const known = this.instances.get(id);
    if (known !== undefined) {
      const stored = await this.store.read(id, known.order);
      if ((stored.record?.generation ?? 0) === known.generation) {
        for (const change of stored.changes) {
          applyQuietly(known.document, change);
        }
        known.order = Math.max(known.order, stored.lastOrder);
        return this.keep(id, known, replica);
      }
    }
    const stored = await this.store.read(id);
    const instance: OpenInstance = {
      document: assemble(stored, replica),
      order: stored.lastOrder,
      generation: stored.record?.generation ?? 0,
    };
    return this.keep(id, instance, replica);
  }

  /** Forgets an instance that is ahead of the store, or whose document a page shows from now on. */
  drop(id: DocumentId): void {
    this.instances.delete(id);
  }

  clear(): void {
    this.instances.clear();
  }

  private keep(id: DocumentId, instance: OpenInstance, replica: string): OpenInstance {
    this.instances.delete(id);
    if (instance.document.replica() !== replica) {
      instance.document.adoptReplica(replica);
    }
    if (instance.order > 0) {
      this.instances.set(id, instance);
    }
    for (const oldest of this.instances.keys()) {
      if (this.instances.size <= KEPT) {
        break;
      }
      this.instances.delete(oldest);
    }
    return instance;
  }
}
