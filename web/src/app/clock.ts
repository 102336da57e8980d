const second = 1000;

/**
 * The wall clock of everything on screen, in epoch milliseconds and whole seconds. It is one for all: what counts down
 * to the same moment in two places reads the same time and changes at the same tick. Somebody's own clock would stand
 * at the moment it was last needed, and be wrong by that much until its first tick.
 */
export class Clock {
  private readonly listeners = new Set<() => void>();
  private time = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** While somebody listens, the time of the last tick; otherwise the time it is. */
  readonly read = (): number => {
    if (this.timer === null) this.time = Math.floor(Date.now() / second) * second;
    return this.time;
  };

  /** @param listener called at each tick, at most one a second */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.timer === null) {
      this.read();
      this.wait();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0 || this.timer === null) return;
      clearTimeout(this.timer);
      this.timer = null;
    };
  };

  /** To the beginning of the next second, so that none is left out or shown for two. */
  private wait(): void {
    this.timer = setTimeout(() => this.tick(), second - (Date.now() % second));
  }

  private tick(): void {
    const before = this.time;
    this.timer = null;
    this.read();
    this.wait();
    if (this.time === before) return;
    for (const listener of [...this.listeners]) listener();
  }
}
