/**
 * The directory of this tab: rows of all pages in memory, and the tree arranged from their records.
 * Cost: a changed row costs itself; a changed record arranges the tree anew (sorting the pages).
 */
import { createDirectory, type PageDirectory } from "../../engine/engine";
import {
  isPage,
  isRecord,
  pageOf,
  pageDocument,
  POLICY,
  recordDocument,
  type DocumentId,
  type PolicyRow,
  type UserRow,
} from "../../engine/sync";
import type { PageId } from "../api";
import type { PageRow, RecordRow, TreeEvent } from "../protocol";
import type { DocumentRecord } from "../store/schema";
import type { WorkspaceStore } from "../store/workspace-store";

/** Where a document stands in the store. */
export interface Standing {
  readonly pending: number;
  readonly present: boolean;
  readonly changedAt: number;
  readonly known: number;
  readonly head: number;
  readonly lastOrder: number;
  readonly logBytes: number;
  readonly storedBytes: number;
  readonly fetchedAt: number;
}

const NOTHING: Standing = {
  pending: 0,
  present: false,
  changedAt: 0,
  known: 0,
  head: 0,
  lastOrder: 0,
  logBytes: 0,
  storedBytes: 0,
  fetchedAt: 0,
};

export interface DirectoryChange {
  readonly rows: readonly PageRow[];
  readonly tree: TreeEvent | null;
}

export class DirectoryIndex {
  private readonly records = new Map<string, RecordRow>();
  private readonly titles = new Map<string, string>();
  private readonly standings = new Map<DocumentId, Standing>();
  /** Of these, those of pages' documents. */
  private readonly ofPages = new Map<PageId, Standing>();
  private arranged: PageDirectory | null = null;
  private shown: ReadonlySet<PageId> | null = null;
  private unsent = 0;
  /** What the account chose, null if nothing of it is here. */
  user: UserRow | null = null;
  /** What the workspace allows, null if it has not said. */
  policy: PolicyRow | null = null;

  constructor(private readonly store: WorkspaceStore) {}

  /** Own changes of all documents that the server has not acknowledged. */
  get pending(): number {
    return this.unsent;
  }

  /** Reads everything. */
  async load(): Promise<DirectoryChange> {
    const [documents, rows, counts] = await Promise.all([
      this.store.documents(),
      this.store.rows(),
      this.store.outboxCounts(),
    ]);
    this.records.clear();
    this.titles.clear();
    this.standings.clear();
    this.ofPages.clear();
    this.arranged = this.shown = null;
    this.user = null;
    this.policy = null;
    for (const record of documents) {
      this.stands(record.id, standing(record, counts.get(record.id) ?? 0));
    }
    for (const row of rows) {
      this.takeRow(row.document, row.value);
    }
    this.unsent = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { rows: [...this.records.keys()].map((page) => this.row(page)), tree: this.tree() };
  }

  /** Reads what changed. */
  async refresh(ids: readonly DocumentId[]): Promise<DirectoryChange> {
    const [rows, standings] = await Promise.all([this.store.rows(ids), this.store.standings(ids)]);
    let treeChanged = false;
    for (const row of rows) {
      treeChanged = this.takeRow(row.document, row.value) || treeChanged;
    }
    for (const [index, id] of ids.entries()) {
      const { record, unsent: pending } = standings[index] ?? { record: undefined, unsent: 0 };
      this.unsent += pending - (this.standings.get(id)?.pending ?? 0);
      this.stands(id, record === undefined ? { ...NOTHING, pending } : standing(record, pending));
    }
    const pages = [...new Set(ids.map(pageOf))].filter((page) => this.records.has(page));
    if (treeChanged) {
      this.arranged = this.shown = null;
    }
    return { rows: pages.map((page) => this.row(page)), tree: treeChanged ? this.tree() : null };
  }

  /** The tree arranged from the records; answers questions about places. */
  directory(): PageDirectory {
    if (this.arranged === null) {
      this.arranged = createDirectory();
      for (const [page, record] of this.records) {
        this.arranged.add(page, record.parent, record.order, record.moved, record.trashed, record.trashedWith);
      }
      this.arranged.build();
    }
    return this.arranged;
  }

  /** Every page of the tree: those that are not in the trash. */
  listed(): ReadonlySet<PageId> {
    this.shown ??= new Set(this.tree().children.flatMap(([, children]) => children));
    return this.shown;
  }

  /** Whether the content is on this device. */
  isHere(page: PageId): boolean {
    return this.standings.get(pageDocument(page))?.present === true;
  }

  /** Where each page's document stands, those without a record too. */
  pageStandings(): ReadonlyMap<PageId, Standing> {
    return this.ofPages;
  }

  pageStanding(page: PageId): Standing {
    return this.ofPages.get(page) ?? NOTHING;
  }

  /** Whether everything this device has heard of a document is here. */
  isWhole(document: DocumentId): boolean {
    const standing = this.standings.get(document) ?? NOTHING;
    return standing.known >= standing.head;
  }

  /** Whether every record that the server named is here and read: only then the list of pages can be whole. */
  mayBeListed(): boolean {
    for (const [document, { known, head }] of this.standings) {
      if (isRecord(document) && (known < head || !this.records.has(pageOf(document)))) {
        return false;
      }
    }
    return true;
  }

  pages(): PageId[] {
    return [...this.records.keys()] as PageId[];
  }

  /** Shown pages below one. */
  subtree(page: PageId): PageId[] {
    return JSON.parse(this.directory().subtree(page)) as PageId[];
  }

  /** What the record of a page says. */
  record(page: PageId): RecordRow | undefined {
    return this.records.get(page);
  }

  /** What all records say now; nothing of it changes later. */
  snapshot(): ReadonlyMap<string, RecordRow> {
    return new Map(this.records);
  }

  /** Documents with own changes the server has not acknowledged, and how many. */
  unsentDocuments(): (readonly [DocumentId, number])[] {
    return [...this.standings].flatMap(([id, { pending }]) => (pending > 0 ? [[id, pending] as const] : []));
  }

  has(page: PageId): boolean {
    return this.records.has(page);
  }

  title(page: string): string | null {
    return this.titles.get(page) ?? null;
  }

  /** Titles of the pages above one, topmost first. */
  path(page: PageId): string[] {
    const parents = new Map<string, string>();
    for (const [parent, children] of this.tree().children) {
      for (const child of children) {
        if (parent !== null) {
          parents.set(child, parent);
        }
      }
    }
    const titles: string[] = [];
    for (let above = parents.get(page); above !== undefined; above = parents.get(above)) {
      titles.unshift(this.titles.get(above) ?? "");
    }
    return titles;
  }

  children(parent: PageId | null): readonly PageId[] {
    return this.tree().children.find(([of]) => of === parent)?.[1] ?? [];
  }

  private tree(): TreeEvent {
    const directory = this.directory();
    const trash = JSON.parse(directory.trash()) as PageId[];
    const changedAt = (page: PageId): number => this.standings.get(recordDocument(page))?.changedAt ?? 0;
    return {
      children: JSON.parse(directory.children()) as TreeEvent["children"],
      trash: trash.sort((a, b) => changedAt(b) - changedAt(a) || (a < b ? -1 : 1)),
    };
  }

  private stands(document: DocumentId, standing: Standing): void {
    this.standings.set(document, standing);
    if (isPage(document)) {
      this.ofPages.set(pageOf(document) as PageId, standing);
    }
  }

  /** @returns whether the tree may be another one now */
  private takeRow(document: DocumentId, value: unknown): boolean {
    const page = pageOf(document);
    if (isPage(document)) {
      this.titles.set(page, (value as { title: string }).title);
      return false;
    }
    if (!isRecord(document)) {
      if (document === POLICY) {
        this.policy = value as PolicyRow;
      } else {
        this.user = value as UserRow;
      }
      return false;
    }
    const before = this.records.get(page);
    const record = value as RecordRow;
    this.records.set(page, record);
    return (
      before?.parent !== record.parent ||
      before.order !== record.order ||
      before.moved !== record.moved ||
      before.trashed !== record.trashed ||
      before.trashedWith !== record.trashedWith
    );
  }

  private row(page: string): PageRow {
    const content = this.standings.get(pageDocument(page)) ?? NOTHING;
    const record = this.standings.get(recordDocument(page)) ?? NOTHING;
    return {
      id: page as PageId,
      title: this.titles.get(page) ?? "",
      icon: this.records.get(page)?.icon ?? null,
      here: content.present,
      pending: content.pending + record.pending,
      changedAt: Math.max(content.changedAt, record.changedAt),
    };
  }
}

function standing(record: DocumentRecord, pending: number): Standing {
  const { present, changedAt, known, head, lastOrder, logBytes = 0, storedBytes = 0, fetchedAt = 0 } = record;
  return { pending, present, changedAt, known, head, lastOrder, logBytes, storedBytes, fetchedAt };
}
