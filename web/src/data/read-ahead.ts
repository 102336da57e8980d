/**
 * The page that somebody is about to open, read before it is asked for: at the press of a button rather
 * than at its release. One at a time; what is not opened is given back soon, and was no use of the page.
 */
import type { PageId } from "./api";

/** Longer than anybody presses a button to open what is under it. */
const HELD_MILLIS = 3_000;

export class ReadAhead {
  private held: { readonly page: PageId; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  private giveBack: () => void = () => undefined;

  /** @param giveBack called once, unless the page is taken before */
  hold(page: PageId, giveBack: () => void): void {
    this.drop();
    this.giveBack = giveBack;
    this.held = { page, timer: setTimeout(() => this.drop(), HELD_MILLIS) };
  }

  /** @returns whether this page was held; who took it has to give it back */
  take(page: PageId): boolean {
    if (this.held?.page !== page) {
      return false;
    }
    clearTimeout(this.held.timer);
    this.held = null;
    return true;
  }

  drop(): void {
    if (this.held !== null && this.take(this.held.page)) {
      this.giveBack();
    }
  }
}
