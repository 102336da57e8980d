/** Small sealed records, one of a kind each, that are read and written whole. */
import { storageFailure } from "./failures";
import type { FactKey, WorkspaceDatabase } from "./schema";
import type { Sealer } from "./sealing";

export class Facts {
  constructor(
    private readonly db: WorkspaceDatabase,
    private readonly sealer: Sealer,
  ) {}

  /** Null if it was never written, or does not open. */
  async read<T>(key: FactKey): Promise<T | null> {
    const record = await this.db.get("facts", key);
    return record === undefined ? null : this.sealer.openJson<T>("facts", key, record.sealed).catch(() => null);
  }

  /** @throws DataError */
  async write(key: FactKey, value: unknown): Promise<void> {
    const sealed = await this.sealer.sealJson("facts", key, value);
    try {
      await this.db.put("facts", { key, sealed });
    } catch (error) {
      throw storageFailure(error);
    }
  }
}
