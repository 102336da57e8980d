/** Which documents the server does not take changes of, as the machine tells it one by one. */
import { isPage, isRecord, pageOf, type DocumentId, type DocumentStatus } from "../../engine/sync";
import type { PageId, Refusal } from "../api";

export class Refused {
  private readonly documents = new Map<DocumentId, { readonly why: string; readonly changes: number }>();

  /** @returns whether the list is another one now */
  take({ document, refused, pending }: DocumentStatus): boolean {
    const before = this.documents.get(document);
    if (refused === null) {
      return this.documents.delete(document);
    }
    this.documents.set(document, { why: refused, changes: pending });
    return before?.why !== refused || before.changes !== pending;
  }

  /** A page and its record are one line. */
  list(): readonly Refusal<PageId>[] {
    const lines = new Map<string, Refusal<PageId>>();
    for (const [document, { why, changes }] of this.documents) {
      const page = isPage(document) || isRecord(document) ? (pageOf(document) as PageId) : null;
      const key = `${page ?? document} ${why}`;
      lines.set(key, { page, why, changes: changes + (lines.get(key)?.changes ?? 0) });
    }
    return [...lines.values()];
  }
}
