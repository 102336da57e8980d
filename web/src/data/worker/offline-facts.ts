/**
 * What this tab knows of what is on the device: which files pages show, which of them are here, what
 * this device was told, and what was found damaged. Read from the store, kept in memory.
 */
import { isPage, pageOf, type DocumentId } from "../../engine/sync";
import type { OfflinePage } from "../api";
import type { FileFactRecord, OfflineSettings, PageContents } from "../store/schema";
import type { WorkspaceStore } from "../store/workspace-store";
import type { Standing } from "./directory-index";
import type { Decided } from "./offline-rules";

/** What the state of a page depends on beside the page itself. */
export interface Surroundings {
  readonly connected: boolean;
  readonly largestFileBytes: number;
  /** Pages that are being fetched as far as can be told. */
  readonly next: ReadonlySet<string>;
}

/** What of this the state of a page follows from. */
export interface Known {
  readonly contents: PageContents | undefined;
  readonly files: ReadonlyMap<string, FileFactRecord>;
  readonly damaged: boolean;
  readonly refusals: number;
}

/** Files the server does not have, or not for this account. */
export class RefusedFiles {
  private readonly files = new Set<string>();
  /** Another number after each change. */
  changes = 0;

  has(file: string): boolean {
    return this.files.has(file);
  }

  add(file: string): void {
    this.files.add(file);
    this.changes++;
  }

  clear(): void {
    this.files.clear();
    this.changes++;
  }
}

export class OfflineFacts {
  settings: OfflineSettings = DEFAULT_SETTINGS;
  private readonly contents = new Map<string, PageContents>();
  private files = new Map<string, FileFactRecord>();
  readonly refused = new RefusedFiles();
  /** Pages. */
  readonly damaged = new Set<string>();

  constructor(private readonly store: WorkspaceStore) {}

  async load(): Promise<void> {
    const [settings, contents, files] = await Promise.all([
      this.store.shown.settings(),
      this.store.shown.contents(),
      this.store.files.facts(),
    ]);
    this.settings = settings ?? DEFAULT_SETTINGS;
    this.contents.clear();
    contents.forEach((record) => this.contents.set(pageOf(record.document), record));
    this.files = files;
  }

  async refresh(documents: readonly DocumentId[]): Promise<void> {
    for (const [id, record] of await this.store.shown.contentsOf(documents.filter(isPage))) {
      const page = pageOf(id);
      if (record === undefined) {
        this.contents.delete(page);
      } else {
        if (this.contents.get(page)?.order !== record.order) {
          // Rendered anew since.
          this.damaged.delete(page);
        }
        this.contents.set(page, record);
      }
    }
  }

  async refreshFiles(): Promise<void> {
    this.files = await this.store.files.facts();
  }

  /** What is known here of a page. */
  known(page: string): Known {
    return {
      contents: this.contents.get(page),
      files: this.files,
      damaged: this.damaged.has(page),
      refusals: this.refused.changes,
    };
  }

  /** Whether nothing of that is otherwise now. */
  isStill(page: string, known: Known): boolean {
    return (
      known.contents === this.contents.get(page) &&
      known.files === this.files &&
      known.damaged === this.damaged.has(page) &&
      known.refusals === this.refused.changes
    );
  }

  filesOf(page: string): readonly string[] {
    return this.contents.get(page)?.files ?? NONE;
  }

  isHere(file: string): boolean {
    return this.files.get(file)?.here ?? false;
  }

  sizeOf(file: string): number | null {
    return this.files.get(file)?.size ?? null;
  }

  /** Whether the page was rendered from what is here now, and its files were listed. */
  isExact(page: string, standing: Standing): boolean {
    return this.contents.get(page)?.order === standing.lastOrder;
  }

  /** Document and known files. */
  size(page: string, standing: Standing): number {
    let bytes = Math.max(standing.logBytes, standing.storedBytes);
    for (const file of this.filesOf(page)) {
      bytes += this.sizeOf(file) ?? 0;
    }
    return bytes;
  }

  /** What is to come of a page, null if that cannot be told yet. */
  toFetch(page: string, standing: Standing): number | null {
    const part = standing.head === 0 ? 0 : (standing.head - standing.known) / standing.head;
    if (part > 0 && standing.logBytes === 0) {
      return null;
    }
    let bytes = Math.ceil(standing.logBytes * part);
    for (const file of this.filesOf(page)) {
      if (!this.isHere(file) && !this.refused.has(file)) {
        const size = this.sizeOf(file);
        if (size === null) {
          return null;
        }
        bytes += size;
      }
    }
    return bytes;
  }

  /**
   * What lacks of a page that is to be here. Empty: it was rendered from what is here.
   *
   * @param shown a tab renders it now
   */
  missing(page: string, standing: Standing, largestFileBytes: number, shown = false): string[] {
    if (!standing.present) {
      return ["The text of this page is not on this device yet."];
    }
    const missing: string[] = [];
    if (this.damaged.has(page)) {
      missing.push("A part of this page on this device is damaged. It comes again from the server.");
    }
    if (standing.head > standing.known) {
      missing.push("Newer changes of this page have not arrived yet.");
    }
    if (!this.isExact(page, standing) && !(shown && this.contents.has(page))) {
      missing.push("What this page needs is being looked through.");
    }
    const lacking = this.filesOf(page).filter((file) => !this.isHere(file));
    const gone = lacking.filter((file) => this.refused.has(file)).length;
    const large = lacking.filter((file) => (this.sizeOf(file) ?? 0) > largestFileBytes);
    const toCome = lacking.length - gone - large.length;
    large.forEach((file) =>
      missing.push(
        `A file of ${megabytes(this.sizeOf(file) ?? 0)} is larger than what this workspace keeps offline (${megabytes(largestFileBytes)}).`,
      ),
    );
    if (gone > 0) {
      missing.push(gone === 1 ? "A file is not on the server." : `${gone} files are not on the server.`);
    }
    if (toCome > 0) {
      missing.push(
        toCome === 1
          ? "A file or image is not on this device yet."
          : `${toCome} files or images are not on this device yet.`,
      );
    }
    return missing;
  }

  describe(decided: Decided, standing: Standing, around: Surroundings): OfflinePage {
    const { page } = decided;
    const chosen = decided.reasons.length > 0;
    const shown = decided.reasons.some((reason) => reason.kind === "open");
    const lacks = this.missing(page, standing, around.largestFileBytes, shown);
    const files = this.filesOf(page).filter((file) => this.isHere(file));
    return {
      page,
      reasons: decided.reasons,
      state: this.state(decided, standing, lacks, around),
      missing: chosen || standing.present ? lacks : [],
      bytes: standing.storedBytes + files.reduce((sum, file) => sum + (this.sizeOf(file) ?? 0), 0),
      toFetch: chosen ? this.toFetch(page, standing) : 0,
      fetchedAt: standing.fetchedAt,
      size: standing.logBytes === 0 && !standing.present ? null : this.size(page, standing),
    };
  }

  private state(
    decided: Decided,
    standing: Standing,
    lacks: readonly string[],
    around: Surroundings,
  ): OfflinePage["state"] {
    if (decided.reasons.length === 0) {
      return decided.objection ?? "not-chosen";
    }
    if (lacks.length === 0) {
      return "ready";
    }
    if (around.connected && around.next.has(decided.page)) {
      return "fetching";
    }
    return standing.present ? "incomplete" : "queued";
  }
}

const NONE: readonly string[] = [];

export const DEFAULT_SETTINGS: OfflineSettings = {
  key: "offline",
  automatic: true,
  paused: false,
  optedOut: [],
  opened: [],
  notices: [],
  contactAt: 0,
};

function megabytes(bytes: number): string {
  return `${Math.max(0.1, Math.round(bytes / 100_000) / 10)} MB`;
}
