import { describe, expect, it } from "vitest";
import type { PageEntry, PageId, Workspace } from "../../../src/data/api";
import { engine } from "../../../src/engine/engine";
import { unsentText } from "../../../src/app/status/unsent-text";

const entry = (id: string, title: string): PageEntry => ({
  id: id as PageId,
  parent: null,
  title,
  icon: null,
  trashed: false,
  here: true,
  pending: 1,
  changedAt: 0,
});

describe("unsent work as text", () => {
  it("is every page with its blocks, and says of one that cannot be read why", async () => {
    const document = engine.createDocument("000000000000000a");
    document.insert("title", 0, "Harbour", null);
    const heading = document.newBlock(null, null, "heading1");
    document.insert(heading, 0, "What floats", null);
    const first = document.newBlock(null, heading, "paragraph");
    document.insert(first, 0, "Boats", null);
    const item = document.newBlock(null, first, "todo");
    document.insert(item, 0, "Row", null);
    document.setProperty(item, "checked", "true");
    const below = document.newBlock(item, null, "bulleted");
    document.insert(below, 0, "with oars", null);
    let closed = 0;
    const left: PageId[] = [];
    const workspace = {
      leaveMissing: (id: PageId) => left.push(id),
      openPage: (id: PageId) =>
        id === "a"
          ? Promise.resolve({ kind: "here", page: { document, close: () => Promise.resolve(closed++) } })
          : id === "b"
            ? Promise.resolve({ kind: "missing", title: null, path: [], why: "It is on its way." })
            : Promise.reject(new Error("no room")),
    } as unknown as Workspace;
    const text = await unsentText(workspace, [entry("a", "Harbour"), entry("b", ""), entry("c", "Third")]);
    expect(text).toBe(
      [
        "# Harbour\n\n## What floats\n\nBoats\n\n- [x] Row\n\n  - with oars",
        "# Untitled\n\n(It is on its way.)",
        "# Third\n\n(This page could not be read: no room)\n",
      ].join("\n\n---\n\n"),
    );
    expect(closed).toBe(1);
    expect(left).toEqual(["b"]);
  });
});
