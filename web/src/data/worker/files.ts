/** Files of the workspace: sealed on this device, sent by the leading tab, fetched when they are asked for. */
import { DataError, type Upload } from "../api";
import type { WorkspaceStore } from "../store/workspace-store";
import type { Environment } from "./environment";
import type { RefusedFiles } from "./offline-facts";
import { Serial } from "./serial";
import { upload } from "./upload";

/** The server's limit; asked before a person waits for an upload that cannot succeed. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;
const RETRY_MILLIS = 30_000;

/** What holds for every file: no server, or none that knows who this is. */
const LINE_CODES: ReadonlySet<DataError["code"]> = new Set(["offline", "expired"]);

/** Shown as what they are; everything else is offered as a download, so that nobody's file becomes a page of ours. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

export class Files {
  private readonly sending = new Serial();
  private cancelRetry: () => void = () => undefined;
  private wanted: readonly string[] = [];
  private bytesMax = 0;
  private bringing = false;
  private calls = 0;
  private stopped = false;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly changed: () => void,
    private readonly uploading: (upload: Upload | null) => void = () => undefined,
  ) {}

  /** @returns the file's id: the SHA-256 of its content */
  async add(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    if (bytes.length > FILE_BYTES_MAX) {
      throw new DataError("too-large", "A file may have at most 20 MB.");
    }
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    await this.store.files.put(id, { name, type }, bytes, true);
    return id;
  }

  /** From this device, else from the server; null if neither has it now. */
  async read(id: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; name: string; type: string } | null> {
    const here = await this.store.files.read(id);
    if (here !== null) {
      return { bytes: here.bytes, name: here.name, type: shownType(here.type) };
    }
    try {
      const fetched = await this.environment.http.file(id);
      // A full device still shows the file.
      await this.store.files
        .put(id, { name: "", type: fetched.type }, fetched.bytes, false)
        .then(this.changed, () => undefined);
      return { bytes: fetched.bytes, name: "", type: shownType(fetched.type) };
    } catch {
      return null;
    }
  }

  /**
   * Sends what is queued. What the server does not take, or does not open here, stays queued and holds up no other
   * file; all that stayed is tried again later.
   */
  send(): Promise<void> {
    this.cancelRetry();
    return this.sending.run(async () => {
      let stayed = false;
      for (const id of await this.store.files.queued()) {
        try {
          await this.sendOne(id);
        } catch (error) {
          stayed = true;
          if (this.stopped || (error instanceof DataError && LINE_CODES.has(error.code))) {
            break;
          }
        }
      }
      if (stayed && !this.stopped) {
        this.cancelRetry = this.environment.after(RETRY_MILLIS, () => void this.send().catch(() => undefined));
      }
    });
  }

  private async sendOne(id: string): Promise<void> {
    const file = await this.store.files.read(id);
    if (file !== null) {
      await this.upload(id, file.bytes);
      await this.store.files.markSent(id);
      this.changed();
    }
  }

  private async upload(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    let told = false;
    try {
      await upload(this.environment.http, id, bytes, (sentBytes) => {
        if (this.stopped) {
          throw new DataError("offline", "This tab does not send any more.");
        }
        told = true;
        this.uploading({ sentBytes, sizeBytes: bytes.length });
      });
    } finally {
      if (told && !this.stopped) {
        this.uploading(null);
      }
    }
  }

  /**
   * Brings what chosen pages show to this device, one at a time; a later call replaces what is left of
   * an earlier one. What fails for lack of a server waits for the next call.
   *
   * @param refused gets files the server does not give
   */
  bring(files: readonly string[], bytesMax: number, refused: RefusedFiles): void {
    this.wanted = files;
    this.bytesMax = bytesMax;
    this.calls++;
    if (!this.bringing) {
      this.bringing = true;
      void this.bringAll(refused).finally(() => (this.bringing = false));
    }
  }

  private async bringAll(refused: RefusedFiles): Promise<void> {
    for (let id = this.nextWanted(refused); id !== undefined && !this.stopped; id = this.nextWanted(refused)) {
      const { calls } = this;
      try {
        const { bytes, size, type } = await this.environment.http.fileUpTo(id, this.bytesMax);
        if (bytes === null) {
          await this.store.files.putSize(id, size);
        } else {
          await this.store.files.put(id, { name: "", type }, bytes, false);
        }
      } catch (error) {
        const code = error instanceof DataError ? error.code : "storage-failed";
        if (code === "invalid") {
          refused.add(id);
        } else if (code !== "server" && calls === this.calls) {
          return;
        }
      }
      this.changed();
    }
  }

  private nextWanted(refused: RefusedFiles): string | undefined {
    const next = this.wanted.find((id) => !refused.has(id));
    this.wanted = this.wanted.filter((id) => id !== next);
    return next;
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry();
  }
}

function shownType(type: string): string {
  return SHOWN.has(type) ? type : "application/octet-stream";
}
