/**
 * The texts of pages as search reads them, sealed, so that a new tab need not open every page: derived
 * from the log and worth nothing beside it. A text tells up to which log entry it was read.
 */
import type { DocumentId } from "../../engine/sync";
import type { PageText } from "../search/page-text";
import type { WorkspaceDatabase } from "./schema";
import type { Sealer } from "./sealing";

export interface ShelvedText {
  readonly document: DocumentId;
  readonly order: number;
  readonly text: PageText;
}

export class TextShelf {
  constructor(
    private readonly db: WorkspaceDatabase,
    private readonly sealer: Sealer,
  ) {}

  /** Those of the documents whose text is here and opens; a damaged one is read from the page again. */
  async read(documents: readonly DocumentId[]): Promise<ShelvedText[]> {
    const tx = this.db.transaction("texts");
    const stored = await Promise.all(documents.map((document) => tx.store.get(document)));
    await tx.done;
    const opened = stored.map(async (record) => {
      if (record === undefined) return null;
      try {
        const text = await this.sealer.openJson<PageText>("texts", record.document, record.sealed);
        return { document: record.document, order: record.order, text };
      } catch {
        return null;
      }
    });
    return (await Promise.all(opened)).filter((text) => text !== null);
  }

  /** Not strict: what a power cut takes is read from the page again. */
  async put(texts: readonly ShelvedText[]): Promise<void> {
    const sealed = await Promise.all(
      texts.map(async ({ document, order, text }) => ({
        document,
        order,
        sealed: await this.sealer.sealJson("texts", document, text),
      })),
    );
    const tx = this.db.transaction(["documents", "texts"], "readwrite", { durability: "relaxed" });
    for (const record of sealed) {
      // The page may have left this device meanwhile; then its words must not come back.
      if ((await tx.objectStore("documents").get(record.document))?.present === true) {
        await tx.objectStore("texts").put(record);
      }
    }
    await tx.done;
  }

  async drop(documents: readonly DocumentId[]): Promise<void> {
    const tx = this.db.transaction("texts", "readwrite", { durability: "relaxed" });
    await Promise.all(documents.map((document) => tx.store.delete(document)));
    await tx.done;
  }
}
