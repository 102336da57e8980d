/**
 * What the worker tells of the workspace around what somebody looks at: rows of the directory, and what is on this
 * device. While many pages come in that is many times a second, and each time the tree and lists are drawn anew. It
 * is shown at once when it comes alone; of a stream a fiftieth of the tab's time goes into it, or twice a second if
 * that is more, and what came meanwhile is shown together: opening a page needs the machine, in this tab or another
 * one. Order is kept: whoever flushes before acting on something else sees all that came before it.
 */
import type { CoreEvent } from "./protocol";

export type AroundEvent = Extract<CoreEvent, { kind: "directory" | "offline" }>;

/** After showing it rests so many times as long as that took. */
const REST = 49;
const REST_MILLIS_MAX = 500;
/** The same in a tab that nobody sees. */
const REST_MILLIS_MAX_HIDDEN = 5_000;

export interface AroundHost {
  /** Shows them; what it makes others draw is over with the microtasks. */
  show(events: readonly AroundEvent[]): void;
  isHidden(): boolean;
  /** Milliseconds that never go back. */
  now(): number;
  /** @returns cancels the timer */
  after(millis: number, work: () => void): () => void;
}

export class Around {
  private waiting: AroundEvent[] = [];
  private restUntil = 0;
  private cancel: (() => void) | null = null;

  constructor(private readonly host: AroundHost) {}

  take(event: AroundEvent): void {
    this.waiting.push(event);
    if (this.cancel === null) {
      const rest = this.restUntil - this.host.now();
      if (rest <= 0) {
        this.flush();
      } else {
        this.cancel = this.host.after(rest, () => this.flush());
      }
    }
  }

  /** Shows what waits, now. */
  flush(): void {
    this.cancel?.();
    this.cancel = null;
    if (this.waiting.length > 0) {
      const began = this.host.now();
      this.host.show(this.waiting.splice(0));
      queueMicrotask(() => {
        const now = this.host.now();
        const most = this.host.isHidden() ? REST_MILLIS_MAX_HIDDEN : REST_MILLIS_MAX;
        this.restUntil = now + Math.min((now - began) * REST, most);
      });
    }
  }
}
