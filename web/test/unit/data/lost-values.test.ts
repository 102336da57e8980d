import { expect, it } from "vitest";
import { lostValues } from "../../../src/data/worker/lost-values";
import { Refused } from "../../../src/data/worker/refused";
import { pageDocument, POLICY, recordDocument, type ChangeKey } from "../../../src/engine/sync";
import type { BlockId, Disagreement } from "../../../src/engine/types";

const page = "0".repeat(32);
const authorOf = (replica: string) => ({ account: replica, name: replica, you: false });
const key = (replica: string, firstCounter: number): ChangeKey => ({ replica, firstCounter, idCount: 2 });

const written = (value: string, operation: string) => ({ value, operation, wallMillis: 7 });
const disagreement = (block: string | null, name: string): Disagreement => ({
  block: block as BlockId | null,
  key: name,
  shown: written("won", "a.4"),
  losers: [written("lost", "b.9")],
});
const inspected = (...disagreements: Disagreement[]) => ({ disagreements, blocks: () => [] });

it("tells a value that lost when either write came with this exchange, and not again", () => {
  const icon = inspected(disagreement(null, "icon"));
  const told = (keys: ChangeKey[]) => lostValues(recordDocument(page), icon, keys, authorOf);
  expect(told([key("b", 8)])).toMatchObject([
    { kind: "value", page, block: null, key: "icon", shown: "won", lost: "lost", by: { name: "b" }, at: 7 },
  ]);
  expect(told([key("a", 4)])).toHaveLength(1);
  expect(told([key("a", 5), key("b", 7), key("c", 4)])).toEqual([]);
});

it("leaves out what a record keeps for itself, and properties of no block", () => {
  const keys = [key("a", 4)];
  const record = inspected(disagreement(null, "order"), disagreement(null, "moved"), disagreement(null, "parent"));
  expect(lostValues(recordDocument(page), record, keys, authorOf).map((item) => item.key)).toEqual(["parent"]);
  const content = inspected(disagreement(null, "icon"), disagreement("a.1", "checked"));
  expect(lostValues(pageDocument(page), content, keys, authorOf).map((item) => item.key)).toEqual(["checked"]);
});

it("lists what the server does not take, a page and its record in one line, until it takes it", () => {
  const refused = new Refused();
  const status = { here: true, upToDate: true };
  const of = (document: typeof POLICY, why: string | null, pending: number) => ({
    ...status,
    document,
    refused: why,
    pending,
  });
  expect(refused.take(of(pageDocument(page), null, 3))).toBe(false);
  expect(refused.take(of(pageDocument(page), "NO_RIGHT", 3))).toBe(true);
  expect(refused.take(of(pageDocument(page), "NO_RIGHT", 3))).toBe(false);
  expect(refused.take(of(recordDocument(page), "NO_RIGHT", 1))).toBe(true);
  expect(refused.take(of(POLICY, "NO_RIGHT", 1))).toBe(true);
  expect(refused.list()).toEqual([
    { page, why: "NO_RIGHT", changes: 4 },
    { page: null, why: "NO_RIGHT", changes: 1 },
  ]);
  expect(refused.take(of(recordDocument(page), null, 0))).toBe(true);
  expect(refused.take(of(pageDocument(page), null, 0))).toBe(true);
  expect(refused.list()).toEqual([{ page: null, why: "NO_RIGHT", changes: 1 }]);
});
