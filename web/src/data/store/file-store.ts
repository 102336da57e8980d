/**
 * Images and other files, each sealed and under the hash of its content: equal content is stored once.
 *
 * Invariant: a file is queued for the server only while it is here, and leaves the queue only when the
 * server has it. What is known of a file (its size, whether it is here) stands beside it, so that
 * looking over all files opens none of them.
 */
import type { FileFactRecord, WorkspaceDatabase } from "./schema";
import { UnsealError, type Sealer } from "./sealing";
import { strictWrite } from "./writes";

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class FileStore {
  constructor(
    private readonly db: WorkspaceDatabase,
    private readonly sealer: Sealer,
  ) {}

  /**
   * Stores a file unless it is here.
   *
   * @param queued whether the server is to get it
   * @throws DataError storage-full, storage-failed; nothing was written then
   */
  async put(
    id: string,
    about: { readonly name: string; readonly type: string },
    bytes: Uint8Array,
    queued: boolean,
  ): Promise<void> {
    const record = {
      id,
      size: bytes.length,
      about: await this.sealer.sealJson("files", `${id} about`, about),
      sealed: await this.sealer.seal("files", id, bytes),
    };
    await strictWrite(this.db, ["files", "uploads", "fileFacts"], async (tx) => {
      // Content has one id: what is here already is the same, perhaps still to be sent.
      if ((await tx.objectStore("files").getKey(id)) === undefined) {
        await tx.objectStore("files").put(record);
        await tx.objectStore("fileFacts").put({ id, size: bytes.length, here: true });
        if (queued) {
          await tx.objectStore("uploads").put({ id });
        }
      }
    });
  }

  /**
   * Null if it is not here.
   *
   * @throws UnsealError if it is damaged
   */
  async read(id: string): Promise<StoredFile | null> {
    const record = await this.db.get("files", id);
    if (record === undefined) {
      return null;
    }
    const about = await this.sealer.openJson<{ name: string; type: string }>("files", `${id} about`, record.about);
    return { ...about, bytes: await this.sealer.open("files", id, record.sealed) };
  }

  /** What is known of files, without reading them. */
  async facts(): Promise<Map<string, FileFactRecord>> {
    return new Map((await this.db.getAll("fileFacts")).map((fact) => [fact.id, fact]));
  }

  /** How large a file is that is not here. */
  async putSize(id: string, size: number): Promise<void> {
    await strictWrite(this.db, ["fileFacts", "files"], async (tx) => {
      const here = (await tx.objectStore("files").getKey(id)) !== undefined;
      await tx.objectStore("fileFacts").put({ id, size, here });
    });
  }

  /**
   * Whether a file is here and opens. A damaged one goes, unless the server has not got it. Cost: opening the file.
   *
   * @throws DataError if the store cannot be read, which says nothing of the file
   */
  async verify(id: string): Promise<boolean> {
    try {
      if ((await this.read(id)) !== null) {
        return true;
      }
    } catch (error) {
      if (!(error instanceof UnsealError)) {
        throw error;
      }
    }
    await strictWrite(this.db, ["files", "fileFacts", "uploads"], async (tx) => {
      const fact = await tx.objectStore("fileFacts").get(id);
      if ((await tx.objectStore("uploads").getKey(id)) === undefined) {
        await tx.objectStore("files").delete(id);
      }
      if (fact !== undefined) {
        await tx.objectStore("fileFacts").put({ ...fact, here: false });
      }
    });
    return false;
  }

  /** Files the server has not got. */
  queued(): Promise<string[]> {
    return this.db.getAllKeys("uploads");
  }

  async markSent(id: string): Promise<void> {
    await strictWrite(this.db, ["uploads"], (tx) => tx.objectStore("uploads").delete(id));
  }
}
