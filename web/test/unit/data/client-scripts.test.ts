/** Replays conformance/sync/client through the compiled machine, as `ClientScriptTest` does on the JVM. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createSyncMachine, type SyncMachine } from "../../../src/engine/engine";
import type { MachineStatus, SyncEffect } from "../../../src/engine/sync";

const SCRIPTS = new URL("../../../../conformance/sync/client/", import.meta.url);
const ANSWERS = new Set(["connects", "disconnects", "sends", "stores", "reads", "compares", "announces", "status"]);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytesOf = (word = ""): Uint8Array => new Uint8Array(Buffer.from(word, "hex"));
/** Parted by commas; - for none. */
const changesOf = (word = "-"): Uint8Array[] => (word === "-" ? [] : word.split(",").map(bytesOf));

class Client {
  private now = 0;
  private read = 0;
  private connection = 0;
  private writes: number[] = [];
  private readonly machine: SyncMachine = createSyncMachine(
    () => this.now,
    () => 0,
    "device",
  );

  give(line: string): string[] {
    const [step = "", ...words] = line.split(/ +/);
    this.input(step, words);
    const told: string[] = [];
    for (;;) {
      const [json, ...bytes] = this.machine.drain();
      const effects = JSON.parse(json) as SyncEffect[];
      if (effects.length === 0) {
        return told;
      }
      effects.forEach((effect) => told.push(...this.told(effect, bytes)));
    }
  }

  private input(step: string, words: readonly string[]): void {
    const [first = "", second = ""] = words;
    switch (step) {
      case "lead":
        return this.machine.lead(true);
      case "opened": {
        for (const word of words.slice(4)) {
          const [id = "", known, head, held, outbox] = word.split("=");
          this.machine.stored(id, Number(known), Number(head), 0, held === "held", false, false, changesOf(outbox));
        }
        const [epoch = "", sequence, complete, free] = words;
        return this.machine.opened(
          this.read,
          epoch === "-" ? "" : epoch,
          Number(sequence),
          complete === "complete",
          Number(free),
        );
      }
      case "connected":
        return this.machine.connected(this.connection, first);
      case "frame":
        return this.machine.frame(this.connection, bytesOf(first));
      case "lost":
        return this.machine.disconnected(this.connection, "NETWORK");
      case "persisted": {
        const done = this.writes;
        this.writes = [];
        return done.forEach((write) => this.machine.persisted(write));
      }
      case "failed": {
        const write = this.writes[0] ?? 0;
        this.writes = [];
        return this.machine.persistFailed(write, first === "full");
      }
      case "local":
        return this.machine.localChange(first, bytesOf(second));
      case "changes":
        return this.machine.changesRead(first, changesOf(second));
      case "want":
        return this.machine.wantDocument(first);
      case "retry":
        return this.machine.syncNow();
      case "time":
        this.now = Number(first);
        return this.machine.tick();
      default:
        throw new Error(`not a step: ${step}`);
    }
  }

  private told(effect: SyncEffect, bytes: readonly Uint8Array[]): string[] {
    switch (effect.kind) {
      case "connect":
        this.connection = effect.connection;
        return ["connects"];
      case "disconnect":
        return ["disconnects"];
      case "send":
        return [`sends ${hex(bytes[effect.frame] ?? new Uint8Array())}`];
      case "persist":
        this.writes.push(effect.id);
        return [`stores ${effect.write.kind.charAt(0).toUpperCase()}${effect.write.kind.slice(1)}`];
      case "readStore":
        this.read = effect.read;
        return ["reads"];
      case "readChanges":
        return [`compares ${effect.document}`];
      case "documentChanged":
        return [`announces ${effect.document}`];
      case "status":
        return [`status ${wordsOf(effect.status)}`];
      case "wakeAt":
      case "documentStatus":
        return [];
    }
  }
}

function wordsOf(status: MachineStatus): string {
  switch (status.kind) {
    case "synced":
      return "synced";
    case "attention":
      return `attention ${status.toSend} ${status.why}`;
    default:
      return `${status.kind} ${status.toSend}`;
  }
}

describe("the compiled client machine", () => {
  for (const file of readdirSync(SCRIPTS).sort()) {
    const scripts = readFileSync(new URL(file, SCRIPTS), "utf8").split(/\n(?=script )/);
    it(`does what ${file} says`, () => {
      for (const script of scripts) {
        const lines = script
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("script "));
        const client = new Client();
        const steps = lines.filter((line) => !ANSWERS.has(line.split(" ")[0] ?? ""));
        const played = steps.flatMap((line) => [line, ...client.give(line)]);
        expect(played, script.split("\n")[0]).toEqual(lines);
      }
      expect(scripts.length).toBeGreaterThan(15);
    });
  }
});
