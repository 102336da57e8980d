/** Calls of the worker from the page. */
import { DataError } from "./api";
import type { CallName, CoreCalls, CoreEvent, FromWorker, ToWorker } from "./protocol";

/** The page's end of the connection: a Worker, or the end of a MessageChannel in tests. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(failure: DataError): void;
}

export class Calls {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /** @param beforeAnswer called before an answer is given on */
  constructor(
    private readonly port: WorkerPort,
    onEvent: (event: CoreEvent) => void,
    beforeAnswer: () => void,
  ) {
    port.onmessage = ({ data }) => {
      if ("event" in data) {
        onEvent(data.event);
        return;
      }
      beforeAnswer();
      const waiting = this.waiting.get(data.answer);
      this.waiting.delete(data.answer);
      if ("failure" in data) {
        waiting?.reject(new DataError(data.failure.code, data.failure.message));
      } else {
        waiting?.resolve(data.result);
      }
    };
  }

  /** Posts at once, in this very turn: what was given is on its way even if the page ends now. */
  call<N extends CallName>(name: N, ...input: Parameters<CoreCalls[N]>): ReturnType<CoreCalls[N]> {
    const call = ++this.last;
    const result = new Promise((resolve, reject) => this.waiting.set(call, { resolve, reject }));
    this.port.postMessage({ call, name, arguments: input });
    return result as ReturnType<CoreCalls[N]>;
  }

  /** The worker is gone: nothing that was asked will be answered. */
  fail(failure: DataError): void {
    for (const waiting of this.waiting.values()) {
      waiting.reject(failure);
    }
    this.waiting.clear();
  }
}
