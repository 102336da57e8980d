/** Under which replica ids this device writes, and what each of its writers could still undo. */
import type { DocumentId } from "../../engine/sync";
import type { ReplicaRecord, UndoRecord, WorkspaceDatabase } from "./schema";
import type { Sealer } from "./sealing";
import { strictWrite } from "./writes";

export interface UndoStacks {
  readonly replica: string;
  readonly stacks: Uint8Array;
}

export class WriterStore {
  constructor(
    private readonly db: WorkspaceDatabase,
    private readonly sealer: Sealer,
  ) {}

  /** Replica ids that may be written under. */
  async usable(): Promise<ReplicaRecord[]> {
    return (await this.db.getAll("replicas")).filter((replica) => replica.retired !== true);
  }

  async markUsed(id: string): Promise<void> {
    await strictWrite(this.db, ["replicas"], async (tx) => {
      await tx.objectStore("replicas").put({ id, used: true });
    });
  }

  /** Somebody else writes under it too: nobody here does any more. */
  async retire(id: string): Promise<void> {
    await strictWrite(this.db, ["replicas"], async (tx) => {
      await tx.objectStore("replicas").put({ id, used: true, retired: true });
    });
  }

  /** The record that {@link undoOf} reads, for the transaction that stores the change it belongs to. */
  async sealUndo(document: DocumentId, { replica, stacks }: UndoStacks): Promise<UndoRecord> {
    return { document, replica, sealed: await this.sealer.seal("undo", `${document} ${replica}`, stacks) };
  }

  /** The undo stacks a writer left in a document; null if there are none that can be read. */
  async undoOf(document: DocumentId, replica: string): Promise<Uint8Array | null> {
    const record = await this.db.get("undo", [document, replica]);
    if (record === undefined) {
      return null;
    }
    // A convenience: damage must not keep a person from the page.
    return this.sealer.open("undo", `${document} ${replica}`, record.sealed).catch(() => null);
  }

  /** The session that worked under this id is over. */
  async forgetUndo(replica: string): Promise<void> {
    await strictWrite(this.db, ["undo"], async (tx) => {
      for (const key of await tx.objectStore("undo").index("byReplica").getAllKeys(replica)) {
        await tx.objectStore("undo").delete(key);
      }
    });
  }
}
