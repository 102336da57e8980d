/**
 * Search over what is on this device, for one tab. The index is built at the first question and kept
 * in step from then on: a page that changed is read again at the next question, so that typing costs
 * nothing. Reading is done in slices, between which the worker saves and syncs; a question is answered
 * from what has been read so far, and says how much that is.
 */
import { engine } from "../../engine/engine";
import { isPage, pageDocument, pageOf, type DocumentId } from "../../engine/sync";
import type { DocumentView } from "../../engine/types";
import { READER } from "../document-calls";
import type { PageId, SearchAnswer, SearchHit } from "../api";
import { textOf, type PageText } from "../search/page-text";
import { marksOf, SearchIndex } from "../search/search-index";
import type { StoredDocument, WorkspaceStore } from "../store/workspace-store";
import type { ShelvedText } from "../store/text-shelf";
import type { DirectoryIndex } from "./directory-index";
import { assemble } from "./documents";
import type { Environment } from "./environment";
import { Serial } from "./serial";

/** What one slice may take while a person waits for an answer, and in between. */
const ASKED_MILLIS = 25;
const QUIET_MILLIS = 12;
/** Pause after a slice: what else the worker has to do comes first. */
const PAUSE_MILLIS = 8;
/** Shelved texts taken at once. */
const SHELF_BATCH = 24;

export class Search {
  private index = new SearchIndex();
  /** Pages to be read; those touched last are read first. */
  private readonly stale = new Set<PageId>();
  /** Log order up to which each text was read. */
  private readonly orders = new Map<PageId, number>();
  private readonly slices = new Serial();
  private started = false;
  private rescan = true;
  private stopped = false;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly directory: DirectoryIndex,
  ) {}

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  /** Documents changed in the store. */
  touched(documents: readonly DocumentId[]): void {
    if (this.started) {
      for (const id of documents.filter(isPage)) {
        this.noteStale(pageOf(id) as PageId);
      }
    }
  }

  /** Anything may have changed. */
  reloaded(): void {
    this.rescan = true;
  }

  /** @param limit of hits in titles, and of hits in texts */
  async search(query: string, limit: number): Promise<SearchAnswer> {
    this.started = true;
    await this.slices.run(() => this.read(ASKED_MILLIS));
    this.goOn();
    const listed = this.directory.listed();
    let here = 0;
    let searched = 0;
    for (const page of listed) {
      if (this.directory.isHere(page)) {
        here++;
        searched += this.stale.has(page) ? 0 : 1;
      }
    }
    const hits = this.index.find(query, limit, (page) => listed.has(page));
    return { query, hits, pages: listed.size, here, searched };
  }

  /**
   * Texts of pages that are not on this device, from the server, best first.
   *
   * @throws DataError offline, or what else the server answers
   */
  async searchServer(query: string, limit: number): Promise<SearchHit[]> {
    const listed = this.directory.listed();
    const away = (await this.environment.http.search(query)).filter(({ page }) => {
      const id = page as PageId;
      return listed.has(id) && !this.directory.isHere(id);
    });
    return away.slice(0, limit).map(({ page, piece }) => ({
      page: page as PageId,
      place: "text",
      block: null,
      snippet: piece,
      marks: marksOf(piece, query),
    }));
  }

  private noteStale(page: PageId): void {
    this.stale.delete(page);
    this.stale.add(page);
  }

  private goOn(): void {
    this.cancel();
    if (this.stale.size > 0 && !this.stopped) {
      this.cancel = this.environment.after(PAUSE_MILLIS, () => {
        void this.slices
          .run(() => this.read(QUIET_MILLIS))
          .then(
            () => this.goOn(),
            // The store is closed, or the device is in trouble that is told elsewhere: the next question tries again.
            () => undefined,
          );
      });
    }
  }

  private async read(millis: number): Promise<void> {
    const end = this.environment.now() + millis;
    if (this.rescan) {
      this.rescan = false;
      await this.lookForChanges();
    }
    while (this.stale.size > 0 && !this.stopped) {
      await this.readBatch([...this.stale].slice(-SHELF_BATCH), end);
      if (this.environment.now() >= end) {
        return;
      }
    }
  }

  private async lookForChanges(): Promise<void> {
    const documents = await this.store.documents();
    const known = new Set<PageId>();
    documents.sort((a, b) => a.changedAt - b.changedAt);
    for (const { id, present, lastOrder } of documents) {
      const page = pageOf(id) as PageId;
      known.add(page);
      if (isPage(id) && (!this.index.has(page) || this.orders.get(page) !== (present ? lastOrder : undefined))) {
        this.noteStale(page);
      }
    }
    for (const page of this.orders.keys()) {
      if (!known.has(page)) {
        this.noteStale(page);
      }
    }
  }

  /** Reads pages, newest last: from the shelf what is shelved as it is now, else from the log. */
  private async readBatch(pages: readonly PageId[], end: number): Promise<void> {
    const ids = pages.map((page) => pageDocument(page));
    const [records, shelved] = await Promise.all([
      this.store.standings(ids).then((standings) => standings.map(({ record }) => record)),
      this.store.texts.read(ids),
    ]);
    const texts = new Map(shelved.map((text) => [text.document, text]));
    const gone: DocumentId[] = [];
    const fresh: ShelvedText[] = [];
    for (let at = pages.length - 1; at >= 0; at--) {
      const page = pages[at] as PageId;
      const id = pageDocument(page);
      const record = records[at];
      const text = texts.get(id);
      if (record?.present !== true) {
        if (text !== undefined) gone.push(id);
        this.take(page, undefined, []);
      } else if (text?.order === record.lastOrder) {
        this.take(page, text.order, text.text);
      } else {
        if (this.environment.now() >= end) continue;
        const read = await this.readPage(id);
        this.take(page, read?.order, read?.text ?? []);
        if (read !== null) fresh.push(read);
      }
    }
    if (gone.length > 0) await this.store.texts.drop(gone);
    if (fresh.length > 0) await this.store.texts.put(fresh);
  }

  private take(page: PageId, order: number | undefined, text: PageText): void {
    this.stale.delete(page);
    if (order === undefined) this.orders.delete(page);
    else this.orders.set(page, order);
    if (this.directory.has(page)) this.index.put(page, this.directory.title(page) ?? "", text);
    else this.index.remove(page);
  }

  /** Null: the copy is damaged; that is told when somebody opens the page. */
  private async readPage(document: DocumentId): Promise<ShelvedText | null> {
    try {
      const stored = await this.store.read(document);
      return { document, order: stored.lastOrder, text: textOf(viewOf(stored)) };
    } catch {
      return null;
    }
  }
}

/** What a stored document shows. A snapshot that nothing follows is read without opening it. */
export function viewOf(stored: StoredDocument): DocumentView {
  if (stored.snapshot !== null && stored.changes.length === 0) {
    try {
      return JSON.parse(engine.readPage(stored.snapshot)) as DocumentView;
    } catch {
      // Of an older form: it has to be opened.
    }
  }
  return JSON.parse(assemble(stored, READER).view()) as DocumentView;
}
