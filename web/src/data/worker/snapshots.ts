/**
 * Snapshots of long logs, built in a worker of their own. Building one takes up to half a second, which a page that
 * somebody opens would otherwise wait for: the tab's worker reads it from the store.
 */
import { READER } from "../document-calls";
import type { StoredDocument } from "../store/workspace-store";
import { assemble } from "./documents";

/** A worker with nothing to do is ended after so long: it holds an engine. */
const IDLE_MILLIS = 10_000;

type Log = Pick<StoredDocument, "snapshot" | "changes">;

interface Request extends Log {
  readonly id: number;
}

type Answer = { readonly id: number; readonly snapshot: Uint8Array } | { readonly id: number; readonly fault: string };

/** What is used of a worker by whom it works for. */
export interface SnapshotPort {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** What is used of its own global object by the worker. */
interface SnapshotScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** @throws Error if a change breaks a rule of the document: its entry must stay in the log */
export function snapshotOf(stored: Log): Uint8Array {
  const document = assemble({ snapshot: stored.snapshot, changes: [] }, READER);
  for (const change of stored.changes) {
    document.apply(change);
  }
  return document.save();
}

/** Begins the worker's part: answers in the order of the questions. */
export function serveSnapshots(scope: SnapshotScope): void {
  scope.onmessage = ({ data }: MessageEvent<Request>) => {
    try {
      const snapshot = snapshotOf(data);
      scope.postMessage({ id: data.id, snapshot } satisfies Answer, [snapshot.buffer]);
    } catch (error) {
      scope.postMessage({ id: data.id, fault: String(error) } satisfies Answer, []);
    }
  };
}

interface Asked {
  readonly take: (snapshot: Uint8Array) => void;
  readonly fail: (error: Error) => void;
}

/** The worker as the tab's own one uses it: begun when it is needed, ended when it is not. */
export class Snapshots {
  private port: SnapshotPort | null = null;
  private readonly waiting = new Map<number, Asked>();
  private next = 0;
  private cancelEnd: () => void = () => undefined;

  constructor(
    private readonly begin: () => SnapshotPort,
    private readonly after: (millis: number, work: () => void) => () => void,
  ) {}

  /** @throws Error if a change breaks a rule of the document, or the worker ended */
  build({ snapshot, changes }: Log): Promise<Uint8Array> {
    this.cancelEnd();
    return new Promise((take, fail) => {
      const id = this.next++;
      this.waiting.set(id, { take, fail });
      try {
        this.port ??= this.open();
        this.port.postMessage({ id, snapshot, changes } satisfies Request);
      } catch (error) {
        this.end(String(error));
      }
    });
  }

  private open(): SnapshotPort {
    const port = this.begin();
    port.onmessage = ({ data }: MessageEvent<Answer>) => this.take(data);
    port.onerror = (event) => {
      // Not an error of the tab's worker too.
      event.preventDefault();
      this.end(event.message);
    };
    return port;
  }

  private take(answer: Answer): void {
    const asked = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ("snapshot" in answer) {
      asked?.take(answer.snapshot);
    } else {
      asked?.fail(new Error(answer.fault));
    }
    if (this.waiting.size === 0) {
      this.cancelEnd = this.after(IDLE_MILLIS, () => this.end("idle"));
    }
  }

  private end(why: string): void {
    this.port?.terminate();
    this.port = null;
    const failed = [...this.waiting.values()];
    this.waiting.clear();
    failed.forEach(({ fail }) => fail(new Error(`snapshot worker: ${why}`)));
  }
}
