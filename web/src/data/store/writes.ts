/** Writes that are whole or not at all, and on the disk when they are said to be. */
import type { IDBPTransaction, StoreNames } from "idb";
import { storageFailure } from "./failures";
import type { WorkspaceDatabase, WorkspaceSchema } from "./schema";

export type Names = StoreNames<WorkspaceSchema>;
export type Transaction<N extends Names[], M extends "readonly" | "readwrite"> = IDBPTransaction<WorkspaceSchema, N, M>;

/**
 * One transaction of durability "strict" over some stores: all that `work` writes, or nothing of it.
 * A transaction ends by itself when it waits for anything else, so `work` waits for its requests alone.
 *
 * @throws DataError storage-full, storage-failed, or what `work` threw; nothing was written then
 */
export function strictWrite<N extends Names[], R>(
  db: WorkspaceDatabase,
  names: readonly [...N],
  work: (tx: Transaction<N, "readwrite">) => Promise<R>,
): Promise<R> {
  return writing(db, names, "strict", work);
}

/** The same for what is derived anew if a crash takes it: nobody waits for the disk. */
export function derivedWrite<N extends Names[], R>(
  db: WorkspaceDatabase,
  names: readonly [...N],
  work: (tx: Transaction<N, "readwrite">) => Promise<R>,
): Promise<R> {
  return writing(db, names, "relaxed", work);
}

async function writing<N extends Names[], R>(
  db: WorkspaceDatabase,
  names: readonly [...N],
  durability: "strict" | "relaxed",
  work: (tx: Transaction<N, "readwrite">) => Promise<R>,
): Promise<R> {
  try {
    const tx = db.transaction(names as unknown as N, "readwrite", { durability });
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (error) {
      abort(tx);
      await tx.done.catch(() => undefined);
      throw tx.error ?? error;
    }
  } catch (error) {
    throw storageFailure(error);
  }
}

/** What failed half-way must not be committed; a transaction that has failed by itself is over already. */
function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It was over.
  }
}
