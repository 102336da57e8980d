/** The server's HTTP interface: JSON in and out, failures as DataError. */
import { DataError, type Account, type DeviceEntry } from "./api";

export interface ServerState {
  readonly setupNeeded: boolean;
  readonly account: Account | null;
  readonly deviceId: string | null;
  readonly workspaceName: string | null;
}

export interface SignedIn {
  readonly account: Account;
  readonly workspaceName: string;
}

export interface Members {
  readonly members: readonly { readonly id: string; readonly name: string }[];
  /** Null: the server itself. */
  readonly authors: readonly { readonly account: string | null; readonly replicas: readonly string[] }[];
  readonly asOf: number;
}

export interface ServerHit {
  readonly page: string;
  /** Of its text, around the words. */
  readonly piece: string;
}

/** How much of a file the server has. */
export type FileStanding =
  | { readonly kind: "whole" }
  /** Of what this account sent by chunk. */
  | { readonly kind: "partial"; readonly offset: number }
  /** Not the file, and it takes no chunks: a server from before there were any. */
  | { readonly kind: "takes-whole-files" };

/** What became of a chunk: `taken`, and the server has this much now; or the server was there already, and it was not. */
export interface ChunkAnswer {
  readonly taken: boolean;
  readonly offset: number;
}

const CODES: ReadonlySet<string> = new Set<DataError["code"]>([
  "wrong-credentials",
  "wrong-code",
  "invalid",
  "taken",
  "wrong-offset",
  "too-many-attempts",
  "expired",
  "storage-full",
  "storage-failed",
  "too-large",
  "server",
]);

/** A server that does not answer within this is not there. */
const ANSWER_MILLIS_MAX = 20_000;
/** A file may take its time on a slow line. */
const FILE_MILLIS_MAX = 600_000;
/** What arrived of a chunk counts, so one that stands still is not waited for as long. */
const CHUNK_MILLIS_MAX = 60_000;

/** Where a server, or a proxy before it, does not know an address or a method. */
const UNKNOWN_METHOD: ReadonlySet<number> = new Set([404, 405, 501]);

const OCTETS = "application/octet-stream";

export class Http {
  constructor(
    private readonly origin: string,
    private readonly fetcher: typeof fetch,
  ) {}

  state(): Promise<ServerState> {
    return this.json("GET", "/api/state");
  }

  setUp(input: object): Promise<SignedIn> {
    return this.json("POST", "/api/setup", input);
  }

  signIn(input: object): Promise<SignedIn> {
    return this.json("POST", "/api/sign-in", input);
  }

  join(input: object): Promise<SignedIn> {
    return this.json("POST", "/api/join", input);
  }

  async signOut(): Promise<void> {
    await this.send("POST", "/api/sign-out", ANSWER_MILLIS_MAX, null);
  }

  invitation(): Promise<{ link: string; expiresAt: number }> {
    return this.json("POST", "/api/invitations", {});
  }

  /** Who the members are, and whose the replica ids are that were issued since then. */
  members(issuedSince: number): Promise<Members> {
    return this.json("GET", `/api/members?issuedSince=${issuedSince}`);
  }

  /** Pages whose texts have all the words, best first; titles are not looked through. */
  async search(query: string): Promise<ServerHit[]> {
    return (await this.json<{ hits: ServerHit[] }>("GET", `/api/search?q=${encodeURIComponent(query)}`)).hits;
  }

  async nameDevice(deviceId: string | null, name: string): Promise<string> {
    return (await this.json<{ deviceId: string }>("POST", "/api/devices", { deviceId, name })).deviceId;
  }

  /** The devices of this account. */
  async devices(): Promise<DeviceEntry[]> {
    return (await this.json<{ devices: DeviceEntry[] }>("GET", "/api/devices")).devices;
  }

  async ticket(): Promise<string> {
    return (await this.json<{ ticket: string }>("POST", "/api/ws-ticket", {})).ticket;
  }

  async putFile(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const response = await this.send("PUT", `/files/${id}`, FILE_MILLIS_MAX, new Blob([bytes]), OCTETS);
    // Only the server's own word lets go of a file.
    if (response.status !== 204) {
      throw somethingElse();
    }
  }

  async fileStanding(id: string): Promise<FileStanding> {
    const response = await this.ask("HEAD", `/files/${id}`, ANSWER_MILLIS_MAX, null, {});
    if (response.ok) {
      // A hotel's sign-in page has everything.
      if (response.headers.get("ETag")?.includes(id) !== true) {
        throw somethingElse();
      }
      return { kind: "whole" };
    }
    const offset = uploadOffset(response);
    if (response.status === 404 && offset !== null) {
      return { kind: "partial", offset };
    }
    if (UNKNOWN_METHOD.has(response.status)) {
      return { kind: "takes-whole-files" };
    }
    throw await failure(response);
  }

  /**
   * Sends a piece of a file. With the last one the file is whole.
   *
   * @param chunk at most 1 MiB
   * @param length of the whole file
   * @returns null: the server takes files whole only
   * @throws DataError invalid: the whole is not what the id says, and the server forgot it
   */
  async appendFile(
    id: string,
    chunk: Uint8Array<ArrayBuffer>,
    offset: number,
    length: number,
  ): Promise<ChunkAnswer | null> {
    const response = await this.ask("PATCH", `/files/${id}`, CHUNK_MILLIS_MAX, new Blob([chunk]), {
      "Content-Type": OCTETS,
      "Upload-Offset": String(offset),
      "Upload-Length": String(length),
    });
    const now = uploadOffset(response);
    if (now !== null && (response.status === 204 || response.status === 409)) {
      return { taken: response.status === 204, offset: now };
    }
    if (UNKNOWN_METHOD.has(response.status)) {
      return null;
    }
    throw response.ok ? somethingElse() : await failure(response);
  }

  async file(id: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> {
    const response = await this.send("GET", `/files/${id}`, FILE_MILLIS_MAX, null);
    return {
      bytes: new Uint8Array(await response.arrayBuffer()),
      type: response.headers.get("Content-Type") ?? "application/octet-stream",
    };
  }

  /**
   * A file that is no larger than asked for; of a larger one only its size.
   *
   * @throws DataError invalid: it is not there, or may not be read
   */
  async fileUpTo(
    id: string,
    bytesMax: number,
  ): Promise<{ bytes: Uint8Array<ArrayBuffer> | null; size: number; type: string }> {
    const response = await this.send("GET", `/files/${id}`, FILE_MILLIS_MAX, null);
    const type = response.headers.get("Content-Type") ?? "application/octet-stream";
    const size = Number(response.headers.get("Content-Length") ?? "0");
    if (size > bytesMax) {
      await response.body?.cancel();
      return { bytes: null, size, type };
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes, size: bytes.length, type };
  }

  private async json<T>(method: string, path: string, body?: object): Promise<T> {
    const text = body === undefined ? null : JSON.stringify(body);
    const response = await this.send(method, path, ANSWER_MILLIS_MAX, text, "application/json");
    try {
      return (await response.json()) as T;
    } catch {
      throw somethingElse();
    }
  }

  /** @throws DataError what the server says, or offline */
  private async send(
    method: string,
    path: string,
    millisMax: number,
    body: string | Blob | null,
    type?: string,
  ): Promise<Response> {
    const headers: Record<string, string> = type !== undefined && body !== null ? { "Content-Type": type } : {};
    const response = await this.ask(method, path, millisMax, body, headers);
    if (!response.ok) {
      throw await failure(response);
    }
    return response;
  }

  /** @throws DataError offline; every answer is one */
  private async ask(
    method: string,
    path: string,
    millisMax: number,
    body: string | Blob | null,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> {
    try {
      return await this.fetcher(this.origin + path, {
        method,
        headers: { "X-Offing": "1", ...headers },
        body,
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(millisMax),
      });
    } catch {
      throw new DataError("offline", "The server cannot be reached.");
    }
  }
}

/** Null where the server does not say it. */
function uploadOffset(response: Response): number | null {
  const value = response.headers.get("Upload-Offset") ?? "";
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** A hotel's sign-in page answers everything with 200 and HTML. */
function somethingElse(): DataError {
  return new DataError("offline", "Something else answers in the server's place. Is there a network sign-in page?");
}

async function failure(response: Response): Promise<DataError> {
  try {
    const answer = (await response.json()) as { code?: unknown; message?: unknown };
    if (typeof answer.code === "string" && CODES.has(answer.code) && typeof answer.message === "string") {
      return new DataError(answer.code as DataError["code"], answer.message);
    }
  } catch {
    // Not our server's words; the status has to do.
  }
  return response.status >= 502 && response.status <= 504
    ? new DataError("offline", "The server cannot be reached.")
    : new DataError("server", `The server answered with status ${response.status}.`);
}
