/** A server as far as files go: it takes them whole and by chunk. */
import { DataError } from "../../../../src/data/api";
import type { ChunkAnswer, FileStanding, Http } from "../../../../src/data/http";

type FileCalls = Pick<Http, "file" | "fileUpTo" | "putFile" | "fileStanding" | "appendFile">;

export class FakeFiles {
  readonly whole = new Map<string, Uint8Array>();
  /** What came by chunk of files that are not whole. */
  readonly partials = new Map<string, Uint8Array>();
  /** False: a server from before there were chunks. */
  takesChunks = true;
  /** The line breaks when so many bytes of the next chunk have arrived; null: it holds. */
  breakAfterBytes: number | null = null;
  /** What was asked for sending, as `PATCH 0+1048576`. */
  readonly requests: string[] = [];
  /** Is told of each of them before it is answered. */
  onRequest: (request: string) => void = () => undefined;

  /** @param guard lets a call through if the server can be reached */
  http(guard: <T>(work: () => T) => () => Promise<T>): FileCalls {
    return {
      file: (id) => guard(() => ({ bytes: this.get(id), type: "image/png" }))(),
      fileUpTo: (id) => guard(() => ({ bytes: this.get(id), size: this.get(id).length, type: "image/png" }))(),
      putFile: (id, bytes) =>
        guard(() => {
          this.asked(`PUT ${bytes.length}`);
          this.whole.set(id, bytes);
        })(),
      fileStanding: (id) => guard(() => this.standing(id))(),
      appendFile: async (id, chunk, offset, length) => {
        // Other things happen while a chunk is on its way.
        await new Promise((resolve) => setImmediate(resolve));
        return guard(() => this.append(id, chunk, offset, length))();
      },
    };
  }

  private asked(request: string): void {
    this.requests.push(request);
    this.onRequest(request);
  }

  private get(id: string): Uint8Array<ArrayBuffer> {
    const bytes = this.whole.get(id);
    if (bytes === undefined) {
      throw new DataError("invalid", "There is no such file.");
    }
    return bytes as Uint8Array<ArrayBuffer>;
  }

  private standing(id: string): FileStanding {
    this.asked("HEAD");
    if (this.whole.has(id)) {
      return { kind: "whole" };
    }
    const offset = this.partials.get(id)?.length ?? 0;
    return this.takesChunks ? { kind: "partial", offset } : { kind: "takes-whole-files" };
  }

  /** What arrives is kept, and the file is whole with its last byte. */
  private append(id: string, chunk: Uint8Array, offset: number, length: number): ChunkAnswer | null {
    this.asked(`PATCH ${offset}+${chunk.length}`);
    if (!this.takesChunks) {
      return null;
    }
    const before = this.partials.get(id) ?? new Uint8Array();
    if (before.length !== offset) {
      return { taken: false, offset: before.length };
    }
    const now = new Uint8Array(Buffer.concat([before, chunk.subarray(0, this.breakAfterBytes ?? chunk.length)]));
    this.partials.set(id, now);
    if (this.breakAfterBytes !== null) {
      this.breakAfterBytes = null;
      throw new DataError("offline", "The server cannot be reached.");
    }
    if (now.length === length) {
      this.partials.delete(id);
      this.whole.set(id, now);
    }
    return { taken: true, offset: now.length };
  }
}
