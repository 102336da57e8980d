/**
 * The line between one person and the server: a port that passes bytes on, and fails in every way that
 * networks fail, while the server goes on for the others.
 */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** What passes: everything; nothing, and nobody says so; only what goes to the server. */
type Passing = "all" | "nothing" | "up";

/** What a hotel's network answers to whatever is asked before somebody has paid. */
const PORTAL = {
  page: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 38\r\nConnection: close\r\n\r\n<h1>Welcome to the Grand Hotel</h1>\r\n\r\n",
  redirect:
    "HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/pay\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
} as const;

export class Line {
  /** How long each piece from the server is under way: a line far from everything. */
  delayMillis = 0;
  /** Bytes a second in each direction; 0 = as many as come. */
  bytesPerSecond = 0;
  /** Bytes from the server since the line was laid. */
  bytesDown = 0;
  /** Bytes to the server since the line was laid. */
  bytesUp = 0;
  /** Messages of the WebSocket to the server, and requests, since the line was laid. */
  requests = 0;
  private passing: Passing = "all";
  private portal: keyof typeof PORTAL | null = null;
  private listener: Server | null = null;
  private wentUp: () => void = () => undefined;
  private readonly sockets = new Set<Socket>();
  /** Connections that were silent once: what they lost does not come again, and they do not end. */
  private readonly dead = new Set<Socket>();

  private constructor(
    private readonly target: number,
    readonly port: number,
  ) {}

  static async to(server: { readonly port: number }): Promise<Line> {
    const line = new Line(server.port, await freePort());
    await line.mend();
    return line;
  }

  /** Everything passes again, on new connections: what was silent stays so, as after a change of network. */
  async mend(): Promise<void> {
    this.portal = null;
    if (this.passing !== "all") {
      this.passing = "all";
      for (const socket of this.sockets) {
        socket.pause();
        this.dead.add(socket);
      }
      this.sockets.clear();
    }
    if (this.listener !== null) return;
    const listener = createServer((near) => this.accept(near));
    listener.listen(this.port, "127.0.0.1");
    await once(listener, "listening");
    this.listener = listener;
  }

  /** Refuses and drops everything, as a network that is gone does. */
  async cut(): Promise<void> {
    const listener = this.listener;
    this.listener = null;
    if (listener === null) return;
    const closed = once(listener, "close");
    listener.close();
    this.drop();
    await closed;
  }

  /** Cuts the line as soon as so many bytes more have come for the server; returns when it is cut. */
  async cutAfterBytesUp(bytes: number): Promise<void> {
    const end = this.bytesUp + bytes;
    await new Promise<void>((reached) => (this.wentUp = () => this.bytesUp >= end && reached()));
    await this.cut();
  }

  /** A Wi-Fi without internet: connections stand, and nothing comes of anything. */
  silence(): void {
    this.passing = "nothing";
  }

  /** The server hears, and is not heard. */
  deafen(): void {
    this.passing = "up";
  }

  /** A captive portal: everything is answered, and never by the server. */
  hijack(portal: keyof typeof PORTAL): void {
    this.portal = portal;
    this.drop();
  }

  private drop(): void {
    for (const socket of [...this.sockets, ...this.dead]) socket.destroy();
    this.sockets.clear();
    this.dead.clear();
  }

  private accept(near: Socket): void {
    near.on("error", () => near.destroy());
    const { portal } = this;
    if (portal !== null) {
      near.once("data", () => near.end(PORTAL[portal]));
      return;
    }
    const far = connect(this.target, "127.0.0.1");
    for (const [socket, peer] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(socket);
      socket.on("error", () => peer.destroy());
      socket.on("close", () => {
        this.sockets.delete(socket);
        peer.destroy();
      });
    }
    const up = new Lane(near, far, this, () => this.passing !== "nothing");
    const down = new Lane(far, near, this, () => this.passing === "all");
    near.on("data", (piece) => {
      this.requests++;
      this.bytesUp += piece.length;
      this.wentUp();
      up.pass(piece);
    });
    far.on("data", (piece) => {
      this.bytesDown += piece.length;
      down.pass(piece, this.delayMillis);
    });
    near.on("end", () => up.end());
    far.on("end", () => down.end(this.delayMillis));
  }
}

/** One direction of one connection: pieces in order, each as late as the line is slow. */
class Lane {
  private free = 0;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly line: Line,
    private readonly passes: () => boolean,
  ) {}

  pass(piece: Buffer, delayMillis = 0): void {
    if (!this.passes()) return;
    const { bytesPerSecond } = this.line;
    if (delayMillis === 0 && bytesPerSecond === 0 && this.free === 0) {
      this.to.write(piece);
      return;
    }
    const now = performance.now();
    const millis = bytesPerSecond === 0 ? 0 : (piece.length * 1000) / bytesPerSecond;
    this.free = Math.max(this.free, now) + millis;
    // A slow line takes no more than it passes on.
    if (this.free - now > 1000) {
      this.from.pause();
      setTimeout(() => this.from.resume(), this.free - now - 500);
    }
    setTimeout(() => this.passes() && this.to.write(piece), Math.max(this.free - now, 0) + delayMillis);
  }

  end(delayMillis = 0): void {
    setTimeout(() => this.to.end(), Math.max(0, this.free - performance.now()) + delayMillis);
  }
}
