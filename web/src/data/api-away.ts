/** What the screens know of a time without the server, once it is over. Part of `api.ts`. */
import type { BlockId } from "../engine/types";
import type { Author } from "./api-past";

export type AwayItem<PageId> =
  /** A block that one person deleted while another wrote in it: it was kept. */
  | {
      readonly kind: "survivor";
      readonly page: PageId;
      readonly block: BlockId;
      /** The beginning of its text. */
      readonly text: string;
      readonly deletedBy: Author;
    }
  /** Changes of a page that the server did not take; they stay on this device. */
  | { readonly kind: "refused"; readonly page: PageId; readonly why: string; readonly changes: number }
  /** Another person put the page elsewhere, or into the trash. */
  | { readonly kind: "moved" | "trashed"; readonly page: PageId; readonly by: readonly Author[] };

export interface AwayPage<PageId> {
  readonly page: PageId;
  readonly edits: number;
  /** Whose edits came in; empty for what went out. */
  readonly authors: readonly Author[];
}

export interface AwaySummary<PageId> {
  /** The last moment of contact before, and the moment at which everything was exchanged again, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly sent: readonly AwayPage<PageId>[];
  readonly received: readonly AwayPage<PageId>[];
  readonly look: readonly AwayItem<PageId>[];
}

/** A summary of what happened while the server was away; it stays until it is dismissed, over restarts too. */
export interface Returns<PageId> {
  /** Null: nothing to tell. The same object until it changes; told through `subscribe`. */
  away(): AwaySummary<PageId> | null;
  dismissAway(): Promise<void>;
}
