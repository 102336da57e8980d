/**
 * The compiled client machine as TypeScript sees it: what `SyncMachine.drain` gives. A number typed
 * {@link BytesIndex} counts the byte arrays beside the JSON from 0. The meaning of each effect is
 * documented at dev.offing.sync.client.ClientEffect and StoreWrite.
 */

/** `p:<pageId>`, `r:<pageId>`, `u:<accountId>` or {@link POLICY}. */
export type DocumentId = string & { readonly __brand: "DocumentId" };
export type BytesIndex = number;

/** Which ids a change takes: its identity within its document. */
export interface ChangeKey {
  readonly replica: string;
  readonly firstCounter: number;
  readonly idCount: number;
}

export interface Head {
  readonly document: DocumentId;
  readonly sequence: number;
  /** Empty for records and untitled pages. */
  readonly title: string;
  readonly changedAtMillis: number;
  /** Bytes of the whole log; 0 = not said. */
  readonly logBytes: number;
}

/** What a user record says. */
export interface UserRow {
  readonly workspacePinned: boolean;
  readonly pins: readonly { readonly page: string; readonly subpages: boolean }[];
  readonly favourites: readonly string[];
  /** The page opened last first. */
  readonly recents: readonly string[];
  /** For the next favourite or opening. */
  readonly nextNumber: number;
}

/** What a policy says. */
export interface PolicyRow {
  readonly plan: string;
  readonly keep: "everyone" | "administrators" | "nobody";
  readonly automatic: boolean;
  readonly everything: boolean;
  readonly recents: number;
  readonly favourites: number;
  readonly rows: number;
  readonly largestFileBytes: number;
  readonly budgetBytes: number;
  /** 0 = no limit. */
  readonly maximumAgeDays: number;
}

export type StoreWrite =
  | {
      readonly kind: "appendEntries";
      readonly document: DocumentId;
      readonly fresh: readonly { readonly sequence: number; readonly change: BytesIndex }[];
      readonly acknowledged: readonly ChangeKey[];
      readonly known: number;
      readonly head: number;
      readonly workspaceSequence: number;
      /** Bytes by which the server's log is longer than at the head before. */
      readonly growth: number;
    }
  | {
      readonly kind: "acknowledge";
      readonly document: DocumentId;
      readonly changes: readonly ChangeKey[];
      readonly known: number;
      readonly head: number;
    }
  | {
      readonly kind: "setHeads";
      readonly heads: readonly Head[];
      readonly workspaceSequence: number;
      readonly complete: boolean;
    }
  | { readonly kind: "firstEpoch"; readonly epoch: string }
  | { readonly kind: "newEpoch"; readonly epoch: string }
  | { readonly kind: "forget"; readonly document: DocumentId }
  | { readonly kind: "leave"; readonly document: DocumentId }
  | { readonly kind: "reoffer"; readonly document: DocumentId; readonly changes: readonly BytesIndex[] }
  | { readonly kind: "addReplicaIds"; readonly replicaIds: readonly string[] }
  | { readonly kind: "setWanted"; readonly document: DocumentId; readonly wanted: boolean };

export type AttentionWhy =
  "STORAGE_FULL" | "STORAGE_FAILED" | "STORAGE_SILENT" | "TOO_OLD" | "EXPIRED" | "REVOKED" | "REFUSED" | "EQUIVOCATION";

export type MachineStatus =
  | { readonly kind: "synced"; readonly toSend: 0 }
  | { readonly kind: "saved"; readonly toSend: number }
  /** `retryAtMillis` −1: the attempt is being made. */
  | { readonly kind: "unreachable"; readonly toSend: number; readonly retryAtMillis: number }
  | {
      readonly kind: "attention";
      readonly toSend: number;
      readonly why: AttentionWhy;
      readonly action: "SIGN_IN" | "UPDATE" | "FREE_SPACE" | "REVIEW" | "RETRY";
    };

export interface DocumentStatus {
  readonly document: DocumentId;
  readonly pending: number;
  readonly here: boolean;
  readonly upToDate: boolean;
  readonly refused: string | null;
}

export type SyncEffect =
  | { readonly kind: "connect"; readonly connection: number }
  | { readonly kind: "disconnect"; readonly connection: number }
  | { readonly kind: "send"; readonly connection: number; readonly frame: BytesIndex }
  | { readonly kind: "persist"; readonly id: number; readonly write: StoreWrite }
  | { readonly kind: "readStore"; readonly read: number }
  | { readonly kind: "readChanges"; readonly document: DocumentId }
  | { readonly kind: "documentChanged"; readonly document: DocumentId }
  | { readonly kind: "wakeAt"; readonly millis: number }
  | { readonly kind: "status"; readonly status: MachineStatus }
  | { readonly kind: "documentStatus"; readonly status: DocumentStatus };

export function pageDocument(page: string): DocumentId {
  return `p:${page}` as DocumentId;
}

export function recordDocument(page: string): DocumentId {
  return `r:${page}` as DocumentId;
}

/** What one account chose. */
export function userDocument(account: string): DocumentId {
  return `u:${account}` as DocumentId;
}

/** What the workspace allows. */
export const POLICY = "w:00000000000000000000000000000000" as DocumentId;

export function pageOf(document: DocumentId): string {
  return document.slice(2);
}

/** Whether it is a page's document: the only kind with blocks and a title. */
export function isPage(document: DocumentId): boolean {
  return document.startsWith("p:");
}

export function isRecord(document: DocumentId): boolean {
  return document.startsWith("r:");
}
