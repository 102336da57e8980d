/**
 * A browser profile in one process: one IndexedDB, one set of locks, one set of channels, and as many
 * tabs as a test opens. Time passes only when a test says so; a killed tab stops in the middle of
 * whatever it does and its locks are given up, as when a browser ends a process.
 */
import { IDBFactory } from "fake-indexeddb";
import type { Account, PageId, SyncStatus } from "../../../../src/data/api";
import { DataError } from "../../../../src/data/api";
import type { WorkerPort } from "../../../../src/data/calls";
import type { Http, ServerHit, ServerState } from "../../../../src/data/http";
import type { FromWorker, ToWorker } from "../../../../src/data/protocol";
import { Core } from "../../../../src/data/worker/core";
import type { Channel, Environment, LockRequest, Locks, Socket } from "../../../../src/data/worker/environment";
import { answer } from "../../../../src/data/worker/serve";
import { snapshotOf } from "../../../../src/data/worker/snapshots";
import { TabWorkspace } from "../../../../src/data/workspace";
import { FakeFiles } from "./fake-files";

export const ACCOUNT: Account = {
  id: "ada0".repeat(8),
  name: "Ada Testperson",
  email: "ada@example.org",
  role: "owner",
};

/** Longer than any machine needs; reached only by what never happens. */
const NEVER_MILLIS = 30_000;

/** Lets tasks run until something is true. Encryption runs in threads of its own, so turns cannot be counted. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + NEVER_MILLIS;
  while (!condition()) {
    if (performance.now() > end) {
      throw new Error(`never happened: ${what}`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets what is under way go on for a while; only for what must not happen, never for what must. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 200; turns++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Held {
  readonly name: string;
  readonly tab: string;
  readonly mode: "exclusive" | "shared";
}

interface Waiting extends Held {
  grant(): void;
}

/** Web Locks for several tabs: first come, first served; a dead tab's locks are free. */
export class FakeLocks {
  private held: Held[] = [];
  private waiting: Waiting[] = [];

  of(tab: string): Locks & { query(): Promise<{ held: { name: string }[] }> } {
    return {
      request: <T>(name: string, options: LockRequest, work: (lock: unknown) => Promise<T>) =>
        this.request(tab, name, options, work),
      query: () => Promise.resolve({ held: this.held.map(({ name }) => ({ name })) }),
    };
  }

  holders(name: string): string[] {
    return this.held.filter((lock) => lock.name === name).map((lock) => lock.tab);
  }

  kill(tab: string): void {
    this.held = this.held.filter((lock) => lock.tab !== tab);
    this.waiting = this.waiting.filter((lock) => lock.tab !== tab);
    this.grant();
  }

  private async request<T>(
    tab: string,
    name: string,
    { mode = "exclusive", ifAvailable = false }: LockRequest,
    work: (lock: unknown) => Promise<T>,
  ): Promise<T> {
    await Promise.resolve();
    if (ifAvailable && !this.isFree(name, mode)) {
      return work(null);
    }
    const lock: Held = { name, tab, mode };
    await new Promise<void>((resolve) => {
      this.waiting.push({ ...lock, grant: () => (this.held.push(lock), resolve()) });
      this.grant();
    });
    try {
      return await work(lock);
    } finally {
      this.held = this.held.filter((other) => other !== lock);
      this.grant();
    }
  }

  private isFree(name: string, mode: "exclusive" | "shared"): boolean {
    return this.held.every((lock) => lock.name !== name || (mode === "shared" && lock.mode === "shared"));
  }

  private grant(): void {
    const blocked = new Set<string>();
    for (const one of [...this.waiting]) {
      if (!blocked.has(one.name) && this.isFree(one.name, one.mode)) {
        this.waiting = this.waiting.filter((other) => other !== one);
        one.grant();
      } else {
        blocked.add(one.name);
      }
    }
  }
}

/** BroadcastChannel for several tabs. Messages are copied, and may be lost on demand. */
export class FakeChannels {
  private readonly open = new Set<{ name: string; tab: string; channel: Channel }>();
  /** Messages for which this is true are lost. */
  lose: (message: unknown) => boolean = () => false;

  create(name: string, tab: string): Channel {
    const entry = {
      name,
      tab,
      channel: {
        onmessage: null,
        postMessage: (message: unknown) => this.deliver(entry, message),
        close: () => this.open.delete(entry),
      } as Channel,
    };
    this.open.add(entry);
    return entry.channel;
  }

  kill(tab: string): void {
    for (const entry of this.open) {
      if (entry.tab === tab) {
        this.open.delete(entry);
      }
    }
  }

  private deliver(from: { name: string; tab: string; channel: Channel }, message: unknown): void {
    // A dead tab goes on in this process, and nobody hears of it.
    if (!this.open.has(from) || this.lose(message)) {
      return;
    }
    for (const entry of this.open) {
      if (entry.channel !== from.channel && entry.name === from.name) {
        const data: unknown = structuredClone(message);
        setImmediate(() => {
          if (this.open.has(entry)) {
            entry.channel.onmessage?.({ data } as MessageEvent);
          }
        });
      }
    }
  }
}

/** A server as far as HTTP goes; its socket never opens. */
export class FakeServer {
  reachable = true;
  setupNeeded = false;
  signedIn: Account | null = null;
  readonly files = new FakeFiles();
  tickets = 0;
  /** What the server's search finds, whatever is asked. */
  found: ServerHit[] = [];

  http(): Http {
    const reach = (): void => {
      if (!this.reachable) {
        throw new DataError("offline", "The server cannot be reached.");
      }
    };
    const enter = (): Promise<{ account: Account; workspaceName: string }> => {
      reach();
      this.signedIn = ACCOUNT;
      return Promise.resolve({ account: ACCOUNT, workspaceName: "Canary workspace" });
    };
    const guard =
      <T>(work: () => T) =>
      (): Promise<T> =>
        Promise.resolve().then(() => {
          reach();
          return work();
        });
    return {
      state: guard((): ServerState => ({
        setupNeeded: this.setupNeeded,
        account: null,
        deviceId: null,
        workspaceName: null,
      })),
      setUp: enter,
      signIn: enter,
      join: enter,
      signOut: guard(() => void (this.signedIn = null)),
      invitation: guard(() => ({ link: "http://localhost/join#x", expiresAt: 1 })),
      nameDevice: (deviceId: string | null) => guard(() => deviceId ?? "device-1")(),
      members: guard(() => ({ members: [{ id: ACCOUNT.id, name: ACCOUNT.name }], authors: [], asOf: this.tickets })),
      ticket: guard(() => {
        this.tickets++;
        if (this.signedIn === null) {
          throw new DataError("expired", "Please sign in again.");
        }
        return "ticket";
      }),
      devices: guard(() => []),
      search: guard(() => this.found),
      ...this.files.http(guard),
    } as unknown as Http;
  }
}

export class Tab {
  readonly workspace: TabWorkspace;
  readonly core: Core;
  private dead = false;
  private timers: { at: number; work: () => void }[] = [];

  /** @param memory what the tab kept over a reload, as the session storage of a browser tab */
  constructor(
    readonly name: string,
    private readonly world: World,
    readonly memory: { writer: string | null } = { writer: null },
  ) {
    const port: WorkerPort = { onmessage: null, postMessage: (message) => this.toWorker(message) };
    this.core = new Core(this.environment(), (event) => this.toPage({ event }));
    this.port = port;
    this.workspace = new TabWorkspace(
      port,
      { kind: "opening" },
      { read: () => memory.writer, write: (replica) => (memory.writer = replica) },
    );
  }

  private readonly port: WorkerPort;

  status(): SyncStatus {
    return this.workspace.status();
  }

  titles(): string[] {
    return [...this.workspace.directory().pages.values()].map((page) => page.title).sort();
  }

  page(id: PageId): { title: string; pending: number; here: boolean } | undefined {
    return this.workspace.directory().pages.get(id);
  }

  /** Ends the tab's process: nothing it does from now on has an effect. */
  kill(): void {
    this.dead = true;
    this.timers = [];
    this.world.locks.kill(this.name);
    this.world.channels.kill(this.name);
  }

  /** Closes the tab in good order. */
  close(): void {
    this.core.stop();
    this.kill();
  }

  fire(now: number): void {
    const due = this.timers.filter((timer) => timer.at <= now);
    this.timers = this.timers.filter((timer) => timer.at > now);
    due.forEach((timer) => timer.work());
  }

  private toWorker(message: ToWorker): void {
    const copy = structuredClone(message);
    setImmediate(() => {
      if (!this.dead) {
        void answer(this.core, copy, { postMessage: (reply) => this.toPage(reply) });
      }
    });
  }

  private toPage(message: FromWorker): void {
    const data = structuredClone(message);
    setImmediate(() => {
      if (!this.dead) {
        this.port.onmessage?.({ data } as MessageEvent<FromWorker>);
      }
    });
  }

  private environment(): Environment {
    return {
      http: this.world.server.http(),
      locks: this.world.locks.of(this.name),
      deviceName: "Test",
      now: () => this.world.now,
      random: (count) => Uint32Array.from({ length: count }, () => this.world.random()),
      channel: (name) => this.world.channels.create(name, this.name),
      socket: () => ({ send: () => undefined, close: () => undefined }) as unknown as Socket,
      roomBytes: () => Promise.resolve(1e12),
      snapshot: (stored) => Promise.resolve(stored).then(snapshotOf),
      after: (millis, work) => {
        const timer = { at: this.world.now + millis, work: () => this.dead || work() };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((other) => other !== timer);
        };
      },
    };
  }
}

export class World {
  readonly locks = new FakeLocks();
  readonly channels = new FakeChannels();
  readonly server = new FakeServer();
  readonly tabs: Tab[] = [];
  now = 1_700_000_000_000;
  private seed = 42;

  constructor() {
    globalThis.indexedDB = new IDBFactory();
  }

  /** A seeded generator (xorshift), so that every run sees the same ids. */
  random(): number {
    this.seed ^= this.seed << 13;
    this.seed ^= this.seed >>> 17;
    this.seed ^= this.seed << 5;
    return this.seed >>> 0;
  }

  tab(memory?: { writer: string | null }): Tab {
    const tab = new Tab(`tab-${this.tabs.length + 1}`, this, memory);
    this.tabs.push(tab);
    return tab;
  }

  /** The same tab after a reload. */
  async reload(tab: Tab): Promise<Tab> {
    tab.kill();
    return this.openTab(tab.memory);
  }

  /** A tab of a device that is signed in and has replica ids. */
  async openTab(memory?: { writer: string | null }): Promise<Tab> {
    const tab = this.tab(memory);
    await until(() => tab.workspace.session().kind !== "opening", "the session is decided");
    if (tab.workspace.session().kind !== "open") {
      await tab.workspace.signIn({ email: ACCOUNT.email, password: "correct horse battery" });
      await this.fillPool();
      await tab.core.wake();
    }
    await until(() => tab.workspace.session().kind === "open", "the workspace is open");
    await settle();
    return tab;
  }

  /** Time passes for every tab. */
  async pass(millis: number): Promise<void> {
    this.now += millis;
    this.tabs.forEach((tab) => tab.fire(this.now));
    await settle();
  }

  /** What the server does at the first contact: a pool of ids. */
  private async fillPool(): Promise<void> {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(`offing-${ACCOUNT.id}`);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error("cannot open"));
    });
    const tx = db.transaction("replicas", "readwrite");
    for (let n = 1; n <= 4; n++) {
      tx.objectStore("replicas").put({ id: n.toString(16).padStart(16, "0"), used: false });
    }
    await new Promise((resolve) => (tx.oncomplete = resolve));
    db.close();
  }

  /** Everything that is in every database, as the disk has it. */
  async dump(): Promise<Uint8Array> {
    const parts: Buffer[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? "");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error("cannot open"));
      });
      for (const store of db.objectStoreNames) {
        const request = db.transaction(store).objectStore(store).getAll();
        const values = await new Promise<unknown[]>((resolve) => (request.onsuccess = () => resolve(request.result)));
        values.forEach((value) => collect(value, parts));
      }
      db.close();
    }
    return Buffer.concat(parts);
  }
}

function collect(value: unknown, parts: Buffer[]): void {
  if (value instanceof Uint8Array) {
    parts.push(Buffer.from(value));
  } else if (typeof value === "string") {
    parts.push(Buffer.from(value, "utf8"));
  } else if (typeof value === "object" && value !== null && !(value instanceof CryptoKey)) {
    for (const [key, inner] of Object.entries(value)) {
      parts.push(Buffer.from(key));
      collect(inner, parts);
    }
  }
}
