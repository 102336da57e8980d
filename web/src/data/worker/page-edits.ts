/**
 * Changes of page records, and of page documents that no page shows, made in the worker: open the
 * document as the store has it, run commands, commit, write log, outbox and row in one transaction.
 */
import { engine } from "../../engine/engine";
import { pageDocument, recordDocument, type DocumentId } from "../../engine/sync";
import { replaceTitle } from "../document-calls";
import type { EngineDocument } from "../../engine/types";
import { DataError, type PageId } from "../api";
import type { LocalChange, WorkspaceStore } from "../store/workspace-store";
import type { DirectoryIndex } from "./directory-index";
import { rowOf, type Documents } from "./documents";
import { randomId, type Environment } from "./environment";
import type { SerialByKey } from "./serial";
import type { Writer } from "./writer";

const POSITIVE_INT = 0x7fffffff;
/** Page ids that one property holds. */
const TRASHED_WITH_MAX = 2_048;

export class PageEdits {
  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly documents: Documents,
    private readonly index: DirectoryIndex,
    private readonly serial: SerialByKey,
    private readonly writer: Writer,
    /** Whether this tab shows the page. */
    private readonly isOpen: (page: PageId) => boolean,
  ) {}

  create(parent: PageId | null, title: string): Promise<PageId> {
    return this.writer.operate(async (replica) => {
      this.require(parent);
      const page = randomId(this.environment) as PageId;
      const record = engine.createDocument(replica);
      this.place(record, page, parent, undefined, replica);
      const content = engine.createDocument(replica);
      if (title !== "") {
        content.insert("title", 0, title, null);
      }
      // A place for the caret; made once and here, as two devices would make two.
      content.newBlock(null, null, "paragraph");
      await this.writer.write([
        this.commit(recordDocument(page), record, 0),
        this.commit(pageDocument(page), content, 0),
      ]);
      return page;
    });
  }

  move(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void> {
    return this.writer.operate((replica) => {
      this.require(page);
      this.require(parent);
      if (parent !== null && (parent === page || this.subtree(page).includes(parent))) {
        throw new DataError("invalid", "A page cannot be moved into itself.");
      }
      return this.edit(recordDocument(page), replica, (record) => this.place(record, page, parent, after, replica));
    });
  }

  setIcon(page: PageId, icon: string | null): Promise<void> {
    return this.writer.operate((replica) => {
      this.require(page);
      return this.edit(recordDocument(page), replica, (record) =>
        record.setProperty(null, "icon", icon === null ? null : JSON.stringify(icon)),
      );
    });
  }

  trash(page: PageId): Promise<void> {
    return this.writer.operate((replica) => {
      this.require(page);
      const below = this.subtree(page);
      return this.edit(recordDocument(page), replica, (record) => {
        record.setProperty(null, "trashed", "true");
        // More than a property holds: then whatever is below goes too.
        const named = below.length <= TRASHED_WITH_MAX;
        record.setProperty(null, "trashedWith", named ? JSON.stringify(below.join("")) : null);
      });
    });
  }

  restore(page: PageId): Promise<void> {
    return this.writer.operate((replica) => {
      this.require(page);
      return this.edit(recordDocument(page), replica, (record) => {
        record.setProperty(null, "trashed", "false");
        record.setProperty(null, "trashedWith", null);
      });
    });
  }

  /** @returns false if the page is open on the main thread, which has to do it */
  rename(page: PageId, title: string): Promise<boolean> {
    return this.writer.operate(async (replica) => {
      const record = await this.store.document(pageDocument(page));
      if (record?.present !== true) {
        throw new DataError("invalid", "This page is not on this device yet.");
      }
      if (this.isOpen(page)) {
        return false;
      }
      await this.edit(pageDocument(page), replica, (content) => replaceTitle(content, title));
      return true;
    });
  }

  /** Writes properties of a record that is no page's; null removes one. */
  properties(id: DocumentId, properties: Readonly<Record<string, unknown>>): Promise<void> {
    return this.writer.operate((replica) =>
      this.edit(id, replica, (record) => {
        for (const [key, value] of Object.entries(properties)) {
          record.setProperty(null, key, value === null ? null : JSON.stringify(value));
        }
      }),
    );
  }

  private place(
    record: EngineDocument,
    page: PageId,
    parent: PageId | null,
    after: PageId | null | undefined,
    replica: string,
  ): void {
    const siblings = this.index.children(parent).filter((sibling) => sibling !== page);
    const left = after === undefined ? (siblings.at(-1) ?? null) : after;
    const unique = (this.environment.random(1)[0] ?? 0) & POSITIVE_INT;
    const directory = this.index.directory();
    const order = directory.orderAfter(page, parent, left, replica, unique);
    record.setProperty(null, "parent", parent === null ? null : JSON.stringify(parent));
    record.setProperty(null, "order", JSON.stringify(order));
    record.setProperty(null, "moved", JSON.stringify(directory.nextMove()));
  }

  private edit(id: DocumentId, replica: string, command: (document: EngineDocument) => void): Promise<void> {
    return this.serial.run(id, async () => {
      const instance = await this.documents.open(id, replica);
      let change: LocalChange | null;
      try {
        command(instance.document);
        change = this.commitIfAny(id, instance.document, instance.order);
      } catch (error) {
        // Half a command is in the instance.
        this.documents.drop(id);
        throw error;
      }
      if (change === null) {
        return;
      }
      try {
        const [order] = await this.writer.write([change]);
        if (order === instance.order + 1) {
          instance.order = order;
        }
      } catch (error) {
        this.documents.drop(id);
        throw error;
      }
    });
  }

  private commit(id: DocumentId, document: EngineDocument, basis: number): LocalChange {
    const change = this.commitIfAny(id, document, basis);
    if (change === null) {
      throw new DataError("invalid", "Nothing changed.");
    }
    return change;
  }

  private commitIfAny(id: DocumentId, document: EngineDocument, basis: number): LocalChange | null {
    const bytes = document.commit(this.environment.now());
    return bytes === null ? null : { document: id, bytes, basis, row: rowOf(id, document) };
  }

  private subtree(page: PageId): string[] {
    return JSON.parse(this.index.directory().subtree(page)) as string[];
  }

  private require(page: PageId | null): void {
    if (page !== null && !this.index.has(page)) {
      throw new DataError("invalid", "There is no such page.");
    }
  }
}
