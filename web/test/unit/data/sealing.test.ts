import { describe, expect, it } from "vitest";
import { Sealer, UnsealError } from "../../../src/data/store/sealing";
import { settle, World } from "./support/world";

const PLAIN = new TextEncoder().encode("what people wrote");

describe("a sealed record", () => {
  it("opens in its own place and nowhere else", async () => {
    const sealer = new Sealer(await Sealer.createKey());
    const sealed = await sealer.seal("log", "p:1 a.0", PLAIN);
    expect(await sealer.open("log", "p:1 a.0", sealed)).toEqual(PLAIN);
    await expect(sealer.open("log", "p:2 a.0", sealed)).rejects.toThrow(UnsealError);
    await expect(sealer.open("rows", "p:1 a.0", sealed)).rejects.toThrow(UnsealError);
    await expect(new Sealer(await Sealer.createKey()).open("log", "p:1 a.0", sealed)).rejects.toThrow(UnsealError);
  });

  it("does not open if any part of it was changed", async () => {
    const sealer = new Sealer(await Sealer.createKey());
    const sealed = await sealer.seal("log", "k", PLAIN);
    for (const at of [0, 1, 12, 13, sealed.length - 1]) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(sealer.open("log", "k", changed), `byte ${at}`).rejects.toThrow(UnsealError);
    }
    await expect(sealer.open("log", "k", sealed.subarray(0, 10))).rejects.toThrow(UnsealError);
  });

  it("is another one each time", async () => {
    const sealer = new Sealer(await Sealer.createKey());
    expect(await sealer.seal("log", "k", PLAIN)).not.toEqual(await sealer.seal("log", "k", PLAIN));
  });

  it("has a key that no script reads out", async () => {
    const key = await Sealer.createKey();
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });
});

describe("the databases on the disk", () => {
  it("hold no word of what was written, in no encoding", async () => {
    const world = new World();
    const tab = await world.openTab();
    const canary = "Kanarienvögel42";
    const page = await tab.workspace.createPage({ parent: null, title: `${canary} title` });
    await tab.workspace.setIcon(page, canary);
    const opened = await tab.workspace.openPage(page);
    if (opened.kind === "missing") {
      throw new Error(opened.why);
    }
    const { document } = opened.page;
    const block = document.newBlock(null, null, "paragraph");
    document.insert(block, 0, `${canary} text`, null);
    document.setProperty(block, "note", JSON.stringify(canary));
    await opened.page.flush();
    await tab.workspace.addFile(new Blob([`${canary} bytes`], { type: "image/png" }), `${canary}.png`);
    await opened.page.close();
    await settle();
    const disk = await world.dump();
    expect(disk.length).toBeGreaterThan(500);
    for (const secret of [canary, "Ada Testperson", "ada@example.org", "Canary workspace"]) {
      for (const encoding of ["utf8", "utf16le", "base64"] as const) {
        const needle =
          encoding === "base64"
            ? Buffer.from(Buffer.from(secret).toString("base64").slice(0, 12))
            : Buffer.from(secret, encoding);
        expect(Buffer.from(disk).includes(needle), `${secret} as ${encoding}`).toBe(false);
      }
    }
    // The search itself works: ids are in the clear.
    expect(Buffer.from(disk).includes(Buffer.from(page))).toBe(true);
    tab.kill();
  });
});
