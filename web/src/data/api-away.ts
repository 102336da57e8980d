/** What the screens know of a time without the server, once it is over. Part of `api.ts`. */
import type { BlockId, Value } from "../engine/types";
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
  /** Two wrote one property at once: `shown` is seen everywhere, `lost` is kept here until this is dismissed. */
  | {
      readonly kind: "value";
      readonly page: PageId;
      /** Null: a property of the page itself: its `icon`, or `parent`, the page it is in. */
      readonly block: BlockId | null;
      /** `type` for the kind of the block. */
      readonly key: string;
      /** The beginning of the block's text. */
      readonly text: string;
      /** Null: unset. */
      readonly shown: Value | null;
      readonly lost: Value | null;
      /** Who wrote what lost, and when by that device's clock, epoch ms. */
      readonly by: Author;
      readonly at: number;
    }
  /** Changes of a page that the server did not take; they stay on this device. */
  | { readonly kind: "refused"; readonly page: PageId; readonly why: RefusalWhy; readonly changes: number }
  /** Another person put the page elsewhere, or into the trash. */
  | { readonly kind: "moved" | "trashed"; readonly page: PageId; readonly by: readonly Author[] };

/** Why the server did not take a change: a name of dev.offing.sync.protocol.RefusalReason. */
export type RefusalWhy = string;

/** Work that the server did not take. It stays on this device, and everything else goes on. */
export interface Refusal<PageId> {
  /** Of which page it is; null: what the workspace keeps offline, or what this account chose. */
  readonly page: PageId | null;
  readonly why: RefusalWhy;
  readonly changes: number;
}

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

export type LostValue<PageId> = Extract<AwayItem<PageId>, { readonly kind: "value" }>;

/** A summary of what happened while the server was away; it stays until it is dismissed, over restarts too. */
export interface Returns<PageId> {
  /** Null: nothing to tell. The same object until it changes; told through `subscribe`. */
  away(): AwaySummary<PageId> | null;
  dismissAway(): Promise<void>;
  /** Makes a value that lost the one that is shown, for everybody; it is no longer told then. */
  restoreValue(item: LostValue<PageId>): Promise<void>;
  /** What the server did not take and why, now. The same object until it changes; told through `subscribe`. */
  refusals(): readonly Refusal<PageId>[];
}
