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

const CODES: ReadonlySet<string> = new Set<DataError["code"]>([
  "wrong-credentials",
  "wrong-code",
  "invalid",
  "taken",
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
    await this.send("PUT", `/files/${id}`, FILE_MILLIS_MAX, new Blob([bytes]), "application/octet-stream");
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
      // A hotel's sign-in page answers everything with 200 and HTML.
      throw new DataError("offline", "Something else answers in the server's place. Is there a network sign-in page?");
    }
  }

  private async send(
    method: string,
    path: string,
    millisMax: number,
    body: string | Blob | null,
    type?: string,
  ): Promise<Response> {
    const headers: Record<string, string> = { "X-Offing": "1" };
    if (type !== undefined && body !== null) {
      headers["Content-Type"] = type;
    }
    let response: Response;
    try {
      response = await this.fetcher(this.origin + path, {
        method,
        headers,
        body,
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(millisMax),
      });
    } catch {
      throw new DataError("offline", "The server cannot be reached.");
    }
    if (!response.ok) {
      throw await failure(response);
    }
    return response;
  }
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
