/**
 * Looks through pages that arrived: renders each from what is here, notes which files it shows, and puts its
 * text on the shelf, so that the first search need not open every page. And, slowly, looks over what has been here for long, so that damage is found before a person meets it.
 */
import { engine } from "../../engine/engine";
import { isPage, type DocumentId } from "../../engine/sync";
import type { DocumentView } from "../../engine/types";
import type { PageId } from "../api";
import { READER } from "../document-calls";
import { textOf } from "../search/page-text";
import type { WorkspaceStore } from "../store/workspace-store";
import type { Documents } from "./documents";
import type { Environment } from "./environment";
import type { SerialByKey } from "./serial";

/** Rest before a page is looked through: a burst of typing is looked through once. */
const REST_MILLIS = 300;
/** Rest before a page while somebody works at the device: as many are looked through as come (OFF-14). */
const ATTENDED_REST_MILLIS = 125;
/** Between two pages that are looked over for damage. */
const SWEEP_MILLIS = 500;
/** Between two rounds over all pages. */
const ROUND_MILLIS = 600_000;
/** How many pages are told at once. */
const TOLD_AT_ONCE = 20;

const FILE = /\/files\/([0-9a-f]{64})/g;

export class Looker {
  private readonly waiting = new Set<DocumentId>();
  private cancelRest: (() => void) | null = null;
  private cancelSweep: () => void = () => undefined;
  private stopped = false;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly documents: Documents,
    private readonly serial: SerialByKey,
    private readonly looked: (documents: readonly DocumentId[]) => void,
    /** Whether somebody works at the device (OFF-14). */
    private readonly attended: () => boolean,
  ) {}

  add(documents: readonly DocumentId[]): void {
    documents.filter(isPage).forEach((id) => this.waiting.add(id));
    if (this.cancelRest === null && this.waiting.size > 0 && !this.stopped) {
      this.cancelRest = this.environment.after(REST_MILLIS, () => void this.lookThrough());
    }
  }

  private async lookThrough(): Promise<void> {
    let told: DocumentId[] = [];
    for (const id of this.waiting) {
      this.waiting.delete(id);
      if (this.attended()) {
        await new Promise<void>((resolve) => this.environment.after(ATTENDED_REST_MILLIS, resolve));
      }
      if (this.stopped) {
        return;
      }
      // What cannot be opened stays without contents, and is not called ready.
      await this.serial.run(id, () => this.look(id)).catch(() => undefined);
      told.push(id);
      if (told.length === TOLD_AT_ONCE) {
        this.looked(told);
        told = [];
      }
    }
    this.looked(told);
    this.cancelRest = null;
    this.add([]);
  }

  private async look(id: DocumentId): Promise<void> {
    if ((await this.store.document(id))?.present !== true) {
      return;
    }
    const { document, order } = await this.documents.open(id, READER);
    const view = document.view();
    const files = new Set<string>();
    for (const [, file] of view.matchAll(FILE)) {
      if (file !== undefined) {
        files.add(file);
      }
    }
    await this.store.shown.putContents({ document: id, order, files: [...files] });
    await this.store.texts.put([{ document: id, order, text: textOf(JSON.parse(view) as DocumentView) }]);
  }

  /** Looks over all of the pages one by one, again and again. */
  sweep(pages: () => readonly PageId[], check: (page: PageId) => Promise<void>): void {
    let seen = new Set<PageId>();
    const next = async (): Promise<void> => {
      const page = pages().find((candidate) => !seen.has(candidate));
      if (page !== undefined && !this.stopped) {
        seen.add(page);
        await check(page).catch(() => undefined);
      } else {
        seen = new Set();
      }
      this.again(next, page === undefined ? ROUND_MILLIS : SWEEP_MILLIS);
    };
    this.again(next, SWEEP_MILLIS);
  }

  private again(next: () => Promise<void>, millis: number): void {
    if (!this.stopped) {
      this.cancelSweep = this.environment.after(millis, () => void next());
    }
  }

  stop(): void {
    this.stopped = true;
    this.cancelRest?.();
    this.cancelSweep();
  }
}

/**
 * Whether a page can be rendered from what is here: every record opens, none lacks, and the engine takes
 * them all. What cannot be read now for another reason (the store is being closed) is not called damaged: that
 * would take the copy away. Cost: opening the document.
 */
export async function isWhole(store: WorkspaceStore, id: DocumentId): Promise<boolean> {
  try {
    const stored = await store.read(id);
    const record = stored.record;
    if (record?.present !== true) {
      return true;
    }
    const lacksAll = record.known > 0 && record.tail === 0 && stored.snapshot === null;
    if (stored.changes.length < record.tail + stored.unsent || lacksAll) {
      return false;
    }
    const document =
      stored.snapshot === null ? engine.createDocument(READER) : engine.openDocument(stored.snapshot, READER);
    stored.changes.forEach((change) => document.apply(change));
    return document.view().length > 0;
  } catch (error) {
    // A page of a newer engine is not damaged.
    return error instanceof DOMException || (error instanceof Error && error.message.startsWith("TOO_NEW"));
  }
}
