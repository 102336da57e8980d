/** What the screens know of earlier versions of a page, of the members, and of who wrote what. Part of `api.ts`. */
import type { Difference, DocumentView } from "../engine/types";

export interface Author {
  /** `server`: the server itself, an import. Null: not known on this device. */
  readonly account: string | null;
  /** Null: not known on this device. */
  readonly name: string | null;
  readonly you: boolean;
}

/** Somebody who can be mentioned. */
export interface Member {
  readonly account: string;
  readonly name: string;
  readonly you: boolean;
}

/** What a page showed after some changes that were made in one go. */
export interface PageVersion {
  /** Names it in the calls of {@link Past}. */
  readonly version: string;
  /** When its first and its last change were made, by their authors' clocks, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Each once, in the order of their first change. */
  readonly authors: readonly Author[];
  readonly changes: number;
}

export interface PageHistory {
  /** Newest first; the first is what the page shows now. */
  readonly versions: readonly PageVersion[];
  /** False: older versions exist and are not on this device. */
  readonly whole: boolean;
}

export interface VersionComparison {
  readonly before: DocumentView;
  readonly after: DocumentView;
  readonly differences: readonly (Difference & { readonly author: Author | null })[];
}

/** Earlier versions of pages that are on this device. All of it works offline. */
export interface Past<PageId> {
  /** @throws DataError invalid if the page is not on this device */
  pageHistory(page: PageId): Promise<PageHistory>;
  /** Whose changes a replica's are. */
  authorOf(replica: string): Promise<Author>;
  /** By name. Null: the server has not named them to this device yet. */
  members(): Promise<readonly Member[] | null>;
  /** What the page showed. Cost: all changes up to then. */
  viewVersion(page: PageId, version: string): Promise<DocumentView>;
  /** @param from a version before `to`, null = the empty page */
  compareVersions(page: PageId, from: string | null, to: string): Promise<VersionComparison>;
  /** Makes the page show what it showed, by a new change that undo takes back. Durable when it resolves. */
  restoreVersion(page: PageId, version: string): Promise<void>;
}
