/**
 * New versions of the program. The service worker of a new version is fetched and waits; nothing
 * changes until a person agrees. Then every tab first makes its work durable and says so, only after
 * that the new version takes over and all tabs reload. A tab that does not answer stops the update:
 * it may hold something that is saved nowhere.
 */
import { hold, type Channel, type Locks } from "../data/worker/environment";

const TAB_LOCK = "offing-tab-";
/** A tab saves in milliseconds; one that takes longer is in trouble. */
const ANSWER_MILLIS_MAX = 10_000;
const CHECK_MILLIS = 3_600_000;

export class UpdateRefused extends Error {
  constructor() {
    super("Another tab could not save its work yet. Look at the other tabs of Offing, then try again.");
    this.name = "UpdateRefused";
  }
}

/** The browser as far as it is used, so that several tabs can be played in one process. */
export interface UpdateEnvironment {
  readonly tab: string;
  readonly locks: Locks & { query(): Promise<{ held?: readonly { name?: string }[] }> };
  readonly channel: Channel;
  /** Makes everything typed in this tab durable. */
  flush(): Promise<void>;
  reload(): void;
  after(millis: number, work: () => void): () => void;
}

type Message =
  | { readonly kind: "flush"; readonly round: string }
  | { readonly kind: "flushed"; readonly round: string; readonly tab: string };

export class Updates {
  private readonly listeners = new Set<() => void>();
  private waiting: Pick<ServiceWorker, "postMessage"> | null = null;
  private stale = false;
  private answers: ((tab: string, round: string) => void) | null = null;

  constructor(private readonly environment: UpdateEnvironment) {
    // Held for the tab's life: the list of held locks is the list of living tabs.
    void hold(environment.locks, TAB_LOCK + environment.tab);
    environment.channel.onmessage = (event) => this.hear(event.data as Message);
  }

  /** Whether a new version waits for consent, or this one misses parts of itself on the server. */
  available(): boolean {
    return this.waiting !== null || this.stale;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** A new version is ready. */
  ready(worker: Pick<ServiceWorker, "postMessage">): void {
    this.waiting = worker;
    this.tell();
  }

  /** A part of this version could not be loaded: the server has a newer one only. */
  partMissing(): void {
    this.stale = true;
    this.tell();
  }

  /** The new version is in charge. */
  async takenOver(): Promise<void> {
    await this.environment.flush();
    this.environment.reload();
  }

  /** @throws UpdateRefused if a tab cannot save what it holds */
  async apply(): Promise<void> {
    await this.everyTabSafe();
    if (this.waiting === null) {
      this.environment.reload();
    } else {
      this.waiting.postMessage({ type: "SKIP_WAITING" });
    }
  }

  private async everyTabSafe(): Promise<void> {
    const tabs = new Set(await this.otherTabs());
    try {
      await this.environment.flush();
    } catch {
      throw new UpdateRefused();
    }
    if (tabs.size === 0) {
      return;
    }
    const round = `${this.environment.tab} ${Math.random()}`;
    await new Promise<void>((done, refused) => {
      const cancel = this.environment.after(ANSWER_MILLIS_MAX, () => {
        this.answers = null;
        refused(new UpdateRefused());
      });
      this.answers = (tab, answered) => {
        if (answered === round && tabs.delete(tab) && tabs.size === 0) {
          this.answers = null;
          cancel();
          done();
        }
      };
      this.environment.channel.postMessage({ kind: "flush", round } satisfies Message);
    });
  }

  private async otherTabs(): Promise<string[]> {
    const { held } = await this.environment.locks.query();
    return (held ?? [])
      .map((lock) => lock.name ?? "")
      .filter((name) => name.startsWith(TAB_LOCK))
      .map((name) => name.slice(TAB_LOCK.length))
      .filter((tab) => tab !== this.environment.tab);
  }

  private hear(message: Message): void {
    if (message.kind === "flushed") {
      this.answers?.(message.tab, message.round);
      return;
    }
    this.environment.flush().then(
      () =>
        this.environment.channel.postMessage({
          kind: "flushed",
          round: message.round,
          tab: this.environment.tab,
        } satisfies Message),
      // No answer is the answer: the update waits.
      () => undefined,
    );
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

let updates: Updates | null = null;

/**
 * Registers the service worker and looks for new versions from then on.
 *
 * @param flush makes everything typed in this tab durable
 */
export function startUpdates(flush: () => Promise<void>): Updates | null {
  // The development server has no service worker; plain http on a LAN address has no such thing at all.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || updates !== null) {
    return updates;
  }
  const started = new Updates({
    tab: crypto.randomUUID(),
    locks: navigator.locks,
    channel: new BroadcastChannel("offing-update"),
    flush,
    reload: () => location.reload(),
    after: (millis, work) => {
      const timer = setTimeout(work, millis);
      return () => clearTimeout(timer);
    },
  });
  updates = started;
  window.addEventListener("vite:preloadError", () => started.partMissing());
  void register(started);
  return started;
}

/** Whether to offer an update. */
export function updateAvailable(): boolean {
  return updates?.available() ?? false;
}

export function onUpdateAvailable(listener: () => void): () => void {
  return updates?.subscribe(listener) ?? (() => undefined);
}

/** With a person's consent. @throws UpdateRefused if a tab cannot save what it holds */
export async function applyUpdate(): Promise<void> {
  await updates?.apply();
}

async function register(started: Updates): Promise<void> {
  // A first worker takes charge of nobody; only a replacement is a new version.
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (controlled) {
      void started.takenOver();
    }
    controlled = true;
  });
  let registration: ServiceWorkerRegistration;
  try {
    registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  } catch {
    // Offline at the first visit, or switched off: the page works, only not without the server.
    return;
  }
  if (registration.waiting !== null && controlled) {
    started.ready(registration.waiting);
  }
  registration.addEventListener("updatefound", () => {
    const arriving = registration.installing;
    arriving?.addEventListener("statechange", () => {
      if (arriving.state === "installed" && navigator.serviceWorker.controller !== null) {
        started.ready(arriving);
      }
    });
  });
  const look = (): void => void registration.update().catch(() => undefined);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  setInterval(look, CHECK_MILLIS);
}
