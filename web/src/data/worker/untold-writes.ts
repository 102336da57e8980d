/**
 * Writes that other tabs began and have not told the end of. A tab may die between a write and its word of it; then
 * only the store knows whether the write got there.
 */
import type { Environment } from "./environment";

/** From when on a write is looked for in the store. */
const UNTOLD_MILLIS = 3_000;

export class UntoldWrites {
  /** The value cancels looking for it. */
  private readonly waiting = new Map<string, () => void>();

  constructor(
    private readonly environment: Environment,
    /** Reads the store again. */
    private readonly look: () => void,
  ) {}

  begun(write: string): void {
    this.waiting.set(
      write,
      this.environment.after(UNTOLD_MILLIS, () => {
        this.waiting.delete(write);
        this.look();
      }),
    );
  }

  told(write: string): void {
    this.waiting.get(write)?.();
    this.waiting.delete(write);
  }
}
