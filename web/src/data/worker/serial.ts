/** Runs jobs one after the other, in the order they were given; a failed job does not stop the next. */
export class Serial {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.last.then(job, job);
    this.last = result.catch(() => undefined);
    return result;
  }
}

/** One {@link Serial} a key; keys without work cost nothing. */
export class SerialByKey {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, job: () => Promise<T>): Promise<T> {
    const result = (this.tails.get(key) ?? Promise.resolve()).then(job, job);
    const settled = result
      .catch(() => undefined)
      .then(() => {
        if (this.tails.get(key) === settled) {
          this.tails.delete(key);
        }
      });
    this.tails.set(key, settled);
    return result;
  }
}
