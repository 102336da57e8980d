/** Files of the workspace: sealed on this device, sent by the leading tab, fetched when they are asked for. */
import { DataError } from "../api";
import type { WorkspaceStore } from "../store/workspace-store";
import type { Environment } from "./environment";
import { Serial } from "./serial";

/** The server's limit; asked before a person waits for an upload that cannot succeed. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;
const RETRY_MILLIS = 30_000;

/** Shown as what they are; everything else is offered as a download, so that nobody's file becomes a page of ours. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

export class Files {
  private readonly sending = new Serial();
  private cancelRetry: () => void = () => undefined;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly changed: () => void,
  ) {}

  /** @returns the file's id: the SHA-256 of its content */
  async add(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    if (bytes.length > FILE_BYTES_MAX) {
      throw new DataError("too-large", "A file may have at most 20 MB.");
    }
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    await this.store.putFile(id, { name, type }, bytes, true);
    return id;
  }

  /** From this device, else from the server; null if neither has it now. */
  async read(id: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string } | null> {
    const here = await this.store.file(id);
    if (here !== null) {
      return { bytes: here.bytes, type: shownType(here.type) };
    }
    try {
      const fetched = await this.environment.http.file(id);
      // A full device still shows the file.
      await this.store.putFile(id, { name: "", type: fetched.type }, fetched.bytes, false).catch(() => undefined);
      return { bytes: fetched.bytes, type: shownType(fetched.type) };
    } catch {
      return null;
    }
  }

  /** Sends what is queued; what fails for lack of a server is tried again. */
  send(): Promise<void> {
    this.cancelRetry();
    return this.sending.run(async () => {
      for (const id of await this.store.queuedFiles()) {
        const file = await this.store.file(id);
        if (file === null) {
          continue;
        }
        try {
          await this.environment.http.putFile(id, file.bytes);
        } catch {
          this.cancelRetry = this.environment.after(RETRY_MILLIS, () => void this.send());
          return;
        }
        await this.store.markFileSent(id);
        this.changed();
      }
    });
  }

  stop(): void {
    this.cancelRetry();
  }
}

function shownType(type: string): string {
  return SHOWN.has(type) ? type : "application/octet-stream";
}
