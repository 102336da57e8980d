import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { engine } from "../../src/engine/engine";

/** Documents as the JVM wrote them in the present byte format; conformance/README.md. */
const FOLDER = fileURLToPath(new URL("../../../conformance/releases/2/", import.meta.url));
const READER = "00000000000000ee";

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".snapshot"))
  .map((file) => file.slice(0, -".snapshot".length));

function bytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(FOLDER + name));
}

/** The changes of a `.changes` file: each a big-endian int length, then its bytes. */
function changes(name: string): Uint8Array[] {
  const all = bytes(`${name}.changes`);
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; at < all.length; ) {
    const length = view.getInt32(at);
    found.push(all.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

it("finds the documents", () => {
  expect(names.length).toBeGreaterThan(20);
});

it.each(names)("opens and writes the bytes that the JVM wrote: %s", (name) => {
  const snapshot = bytes(`${name}.snapshot`);
  const opened = engine.openDocument(snapshot, READER);
  expect(engine.readPage(snapshot)).toBe(opened.view());
  expect(Buffer.from(opened.save()).equals(snapshot)).toBe(true);

  const applied = engine.createDocument(READER);
  for (const change of changes(name)) {
    applied.apply(change);
  }
  expect(applied.view()).toBe(opened.view());
  expect(Buffer.from(applied.save()).equals(snapshot)).toBe(true);
});
