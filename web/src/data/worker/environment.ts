/** What the worker needs of the world, so that several tabs and their deaths can be played in one process. */
import type { Http } from "../http";
import type { StoredDocument } from "../store/workspace-store";

export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(data: Uint8Array): void;
  close(): void;
}

export interface LockRequest {
  readonly mode?: "exclusive" | "shared";
  readonly ifAvailable?: boolean;
}

/** The part of LockManager that is used. */
export interface Locks {
  request<T>(name: string, options: LockRequest, work: (lock: unknown) => Promise<T>): Promise<T>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}

export interface Environment {
  readonly http: Http;
  readonly locks: Locks;
  readonly deviceName: string;
  /** Milliseconds since the epoch that never go back. */
  now(): number;
  /** Cryptographically random 32-bit unsigned numbers. */
  random(count: number): Uint32Array;
  channel(name: string): Channel;
  socket(): Socket;
  /** Bytes the browser lets this site keep in all, with room left for what it may need besides. */
  roomBytes(): Promise<number>;
  /** A snapshot of what is stored. @throws Error if a change breaks a rule of the document */
  snapshot(stored: StoredDocument): Promise<Uint8Array>;
  /** @returns cancels the timer */
  after(millis: number, work: () => void): () => void;
}

/** A held lock. */
export interface Lease {
  release(): void;
}

/** Takes a lock and keeps it until released, or until the tab dies. */
export function hold(locks: Locks, name: string, mode: "exclusive" | "shared" = "exclusive"): Promise<Lease> {
  return new Promise((taken, failed) => {
    locks
      .request(name, { mode }, () => new Promise<void>((release) => taken({ release })))
      .catch((error: unknown) => failed(error instanceof Error ? error : new Error(String(error))));
  });
}

/** As {@link hold}, null if somebody else has the lock now. */
export function tryHold(locks: Locks, name: string): Promise<Lease | null> {
  return new Promise((taken, failed) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          taken(null);
          return Promise.resolve();
        }
        return new Promise<void>((release) => taken({ release }));
      })
      .catch((error: unknown) => failed(error instanceof Error ? error : new Error(String(error))));
  });
}

/** The lock whose holders show a document. */
export function openLock(account: string, document: string): string {
  return `offing-open-${account}-${document}`;
}

/** Pages that any tab of this profile shows now. */
export async function openPages(locks: Locks, account: string): Promise<Set<string>> {
  const prefix = openLock(account, "p:");
  const { held = [] } = await locks.query();
  const pages = new Set<string>();
  for (const { name } of held) {
    if (name?.startsWith(prefix) === true) {
      pages.add(name.slice(prefix.length));
    }
  }
  return pages;
}

/** 128 random bits, 32 lower-case hexadecimal digits. */
export function randomId(environment: Environment): string {
  return Array.from(environment.random(4), (part) => part.toString(16).padStart(8, "0")).join("");
}
