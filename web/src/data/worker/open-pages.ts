/**
 * The pages this tab shows: what the main thread was given of each, what it writes into them, and what others wrote
 * that it has not got yet. A page that is shown holds a lock of its document, so that no tab takes it off the device;
 * one that is shown as not here holds it too, so that it stays when it arrives.
 */
import { pageDocument, type DocumentId } from "../../engine/sync";
import { DataError, type OpenedPage, type PageId } from "../api";
import type { AppendInput, CoreEvent, PageContent } from "../protocol";
import { UnsealError } from "../store/sealing";
import type { LocalChange, WorkspaceStore } from "../store/workspace-store";
import type { DirectoryIndex } from "./directory-index";
import type { Documents } from "./documents";
import { hold, openLock, type Environment, type Lease } from "./environment";
import { Serial, type SerialByKey } from "./serial";
import type { ShownStatus } from "./shown-status";
import type { Writer } from "./writer";

type Missing = Extract<OpenedPage, { kind: "missing" }>;

interface OpenPage {
  /** Log order up to which the main thread was sent everything. */
  delivered: number;
  /** Orders of changes that the main thread made itself. */
  readonly own: Set<number>;
  lease: Lease;
  /** An append failed; later ones are refused until the page sends everything again. */
  broken: boolean;
}

export interface OpenPagesHost {
  readonly account: string;
  emit(event: CoreEvent): void;
  /** A page that is here is shown: that is use of it. Noted after what is read for a person. */
  used(page: PageId): void;
  /** Another set of pages is shown, here and elsewhere to be reckoned with. */
  shownChanged(): void;
  /** A page is shown no more. */
  closed(document: DocumentId): void;
  /** What the store has of this document cannot be read. */
  damaged(document: DocumentId): Promise<void>;
}

export class OpenPages {
  private readonly pages = new Map<PageId, OpenPage>();
  private shownMissing: { readonly page: PageId; readonly lease: Lease } | null = null;
  private readonly appends = new Serial();

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly documents: Documents,
    private readonly byDocument: SerialByKey,
    private readonly index: DirectoryIndex,
    private readonly writer: Writer,
    private readonly status: ShownStatus,
    private readonly host: OpenPagesHost,
  ) {}

  has(page: PageId): boolean {
    return this.pages.has(page);
  }

  stop(): void {
    this.leftMissing();
    for (const page of this.pages.values()) {
      page.lease.release();
    }
  }

  /** @param ahead it is not shown to anybody yet; if it is not here, nothing is held of it */
  async open(page: PageId, ahead: boolean): Promise<PageContent | Missing> {
    try {
      return await this.read(page, ahead);
    } catch (error) {
      if (!(error instanceof UnsealError)) {
        throw error;
      }
      await this.reportDamage(page);
      return {
        ...this.missing(page),
        why: "The copy on this device was damaged. It is fetched again as soon as the server can be reached.",
      };
    }
  }

  /** A page that was opened ahead is shown now. */
  use(page: PageId): void {
    this.leftMissing();
    this.host.used(page);
  }

  /** What was shown as not here, if it was this page, is shown no more. */
  leaveMissing(page: PageId): void {
    if (this.shownMissing?.page === page) {
      this.leftMissing();
      this.host.shownChanged();
    }
  }

  private leftMissing(): void {
    this.shownMissing?.lease.release();
    this.shownMissing = null;
  }

  private async read(page: PageId, ahead: boolean): Promise<PageContent | Missing> {
    const id = pageDocument(page);
    const replica = await this.writer.take();
    if (!ahead) {
      this.leftMissing();
    }
    return this.byDocument.run(id, async () => {
      // First: from here on the page does not leave.
      const lease = await hold(this.environment.locks, openLock(this.host.account, id), "shared");
      const [stored, undo] = await Promise.all([this.store.read(id), this.undoOf(id, replica)]).catch(
        (error: unknown) => {
          lease.release();
          throw error;
        },
      );
      if (stored.record?.present !== true) {
        if (ahead) {
          lease.release();
        } else {
          this.leftMissing();
          this.shownMissing = { page, lease };
          this.host.shownChanged();
        }
        return this.missing(page);
      }
      this.pages.get(page)?.lease.release();
      this.documents.drop(id);
      this.pages.set(page, { delivered: stored.lastOrder, own: new Set(), lease, broken: false });
      if (!ahead) {
        this.host.used(page);
      }
      const { snapshot, changes, lastOrder: order } = stored;
      return { kind: "here", snapshot, changes, order, undo, replica };
    });
  }

  private undoOf(id: DocumentId, replica: string | null): Promise<Uint8Array | null> {
    return replica === null ? Promise.resolve(null) : this.store.writers.undoOf(id, replica);
  }

  private missing(page: PageId): Missing {
    return {
      kind: "missing",
      title: this.index.has(page) ? (this.index.title(page) ?? "") : null,
      path: this.index.path(page),
      why: this.status.isConnected
        ? "This page is on its way to this device."
        : "This page has not been on this device yet. It comes as soon as the server can be reached.",
    };
  }

  async close(page: PageId): Promise<void> {
    const id = pageDocument(page);
    await this.byDocument.run(id, () => {
      this.pages.get(page)?.lease.release();
      this.pages.delete(page);
      return Promise.resolve();
    });
    this.host.shownChanged();
    this.host.closed(id);
  }

  async reportDamage(page: PageId): Promise<void> {
    await this.close(page);
    await this.host.damaged(pageDocument(page));
  }

  /** Own changes of an open page: durable when this resolves. */
  append(input: AppendInput): Promise<readonly number[]> {
    return this.appends.run(async () => {
      const open = this.pages.get(input.page);
      if (open?.broken === true && !input.resume) {
        throw this.status.trouble ?? new DataError("storage-failed", "An earlier change could not be saved.");
      }
      const saved = await this.writer.save(this.changesOf(input)).catch((error: unknown) => {
        if (open !== undefined) {
          open.broken = true;
        }
        this.status.setTrouble(error instanceof DataError ? error : null);
        throw error;
      });
      if (open !== undefined) {
        open.broken = false;
        saved.orders.forEach((order) => open.own.add(order));
        while (open.own.delete(open.delivered + 1)) {
          open.delivered++;
        }
      }
      this.status.setTrouble(null);
      await saved.tell();
      return saved.orders;
    });
  }

  private changesOf(input: AppendInput): LocalChange[] {
    const document = pageDocument(input.page);
    const last = input.changes.length - 1;
    const { replica } = this.writer;
    return input.changes.map((bytes, index) => ({
      document,
      bytes,
      basis: input.basis + index,
      ...(index === last && input.title !== undefined ? { row: { title: input.title } } : {}),
      ...(index === last && replica !== null ? { undo: { replica, stacks: input.undo } } : {}),
    }));
  }

  /** Sends the main thread what it has not got of all pages it shows. */
  async deliverAll(): Promise<void> {
    await Promise.all([...this.pages.keys()].map((page) => this.deliver(page)));
  }

  /** Sends the main thread the entries of a page that it has not got; nothing if it does not show the page. */
  deliver(page: PageId): Promise<void> {
    const id = pageDocument(page);
    return this.byDocument.run(id, async () => {
      const open = this.pages.get(page);
      if (open === undefined) {
        return;
      }
      const stored = await this.store.read(id, open.delivered);
      if (stored.lastOrder <= open.delivered || this.pages.get(page) !== open) {
        return;
      }
      open.delivered = stored.lastOrder;
      this.host.emit({ kind: "changes", page, changes: stored.changes, upTo: stored.lastOrder });
      for (const order of open.own) {
        if (order <= open.delivered) {
          open.own.delete(order);
        }
      }
    });
  }
}
