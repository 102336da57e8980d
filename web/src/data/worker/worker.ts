/**
 * Entry of the tab's worker: the browser's own environment, one core. By another name it is the worker that builds
 * snapshots: one file, so that the app on this device holds the engine once for both.
 */
import { Http } from "../http";
import type { FromWorker, ToWorker } from "../protocol";
import { Core } from "./core";
import type { Environment, Socket } from "./environment";
import { answer, type Port } from "./serve";
import { serveSnapshots, snapshotOf, Snapshots } from "./snapshots";

/** The part of the worker's global object that is used; its full type excludes that of pages. */
interface WorkerGlobal extends Port {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  readonly name: string;
  readonly location: {
    readonly href: string;
    readonly origin: string;
    readonly host: string;
    readonly protocol: string;
  };
  readonly navigator: Navigator;
  addEventListener(type: "online" | "offline", listener: () => void): void;
}

const self_ = globalThis as unknown as WorkerGlobal;

const SNAPSHOTS = "offing-snapshots";

let latest = 0;

/** Of what the browser grants: the rest is for what is typed. */
const SHARE_OF_QUOTA = 0.8;
/** A browser that does not say how much it grants. */
const ROOM_UNKNOWN = 1e15;

function after(millis: number, work: () => void): () => void {
  const timer = setTimeout(work, millis);
  return () => clearTimeout(timer);
}

const snapshots = new Snapshots(() => new Worker(self_.location.href, { type: "module", name: SNAPSHOTS }), after);

const environment: Environment = {
  http: new Http(self_.location.origin, (input, init) => fetch(input, init)),
  locks: self_.navigator.locks,
  deviceName: deviceName(self_.navigator.userAgent),
  now: () => (latest = Math.max(latest, Date.now())),
  random: (count) => crypto.getRandomValues(new Uint32Array(count)),
  channel: (name) => new BroadcastChannel(name),
  socket: () => {
    const scheme = self_.location.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(`${scheme}//${self_.location.host}/ws`) as unknown as Socket;
  },
  roomBytes: async () => {
    const { quota = 0 } = await self_.navigator.storage.estimate();
    return quota === 0 ? ROOM_UNKNOWN : quota * SHARE_OF_QUOTA;
  },
  // Some browsers have no workers within workers.
  snapshot: (stored) =>
    typeof Worker === "function" ? snapshots.build(stored) : Promise.resolve().then(() => snapshotOf(stored)),
  after,
};

if (self_.name === SNAPSHOTS) {
  serveSnapshots(self_);
} else {
  const core = new Core(environment, (event) => self_.postMessage({ event } satisfies FromWorker, []));
  self_.onmessage = ({ data }) => void answer(core, data, self_);
  self_.addEventListener("online", () => core.networkHint(true));
  self_.addEventListener("offline", () => core.networkHint(false));
}

/** What a person recognises in the list of devices: browser and system, no version. */
function deviceName(agent: string): string {
  const browser = /Firefox\//.test(agent)
    ? "Firefox"
    : /Edg\//.test(agent)
      ? "Edge"
      : /Chrome\//.test(agent)
        ? "Chrome"
        : /Safari\//.test(agent)
          ? "Safari"
          : "Browser";
  const systems: readonly (readonly [RegExp, string])[] = [
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/CrOS/, "ChromeOS"],
    [/Linux/, "Linux"],
  ];
  const system = systems.find(([pattern]) => pattern.test(agent));
  return system === undefined ? browser : `${browser} on ${system[1]}`;
}
