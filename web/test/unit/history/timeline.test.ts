import { expect, it } from "vitest";
import { sittingsOf } from "../../../src/data/history/timeline";
import type { ChangeFacts, ReplicaId } from "../../../src/engine/types";

const A = "000000000000000a" as ReplicaId;
const B = "000000000000000b" as ReplicaId;
const MINUTE = 60_000;
const person = (replica: ReplicaId): string => replica;

/** @param at minutes */
function change(
  replica: ReplicaId,
  first: number,
  end: number,
  stamp: number,
  at: number,
  heads: ChangeFacts[5] = [],
): ChangeFacts {
  return [replica, first, end, stamp, at * MINUTE, heads];
}

it("puts what was written in one go together, and begins anew after a pause", () => {
  const found = sittingsOf(
    [change(A, 0, 5, 1, 0), change(A, 5, 6, 2, 3), change(A, 6, 9, 3, 14), change(A, 9, 10, 4, 15)],
    person,
  );
  expect(found).toEqual([
    { version: `${A}:6`, from: 0, to: 3 * MINUTE, replicas: [A], changes: 2 },
    { version: `${A}:10`, from: 14 * MINUTE, to: 15 * MINUTE, replicas: [A], changes: 2 },
  ]);
});

it("cuts long sittings", () => {
  const changes = Array.from({ length: 9 }, (_, at) => change(A, at, at + 1, at + 1, at * 5));
  expect(sittingsOf(changes, person).map((sitting) => sitting.changes)).toEqual([7, 2]);
});

it("gives each person a turn, and two of one person's tabs the same", () => {
  const changes = [
    change(A, 0, 1, 1, 0),
    change(B, 0, 1, 2, 1, [[A, 0]]),
    change(A, 1, 2, 3, 5, [[B, 0]]),
    change(B, 1, 2, 4, 8, [[A, 1]]),
  ];
  expect(sittingsOf(changes, person).map((sitting) => sitting.replicas)).toEqual([[A, B]]);
  const alone = [change(A, 0, 1, 1, 0), change(B, 0, 1, 2, 5, [[A, 0]])];
  expect(sittingsOf(alone, person)).toHaveLength(2);
  expect(sittingsOf(alone, () => "ada")).toHaveLength(1);
});

it("takes weeks offline in their time, whatever was written elsewhere meanwhile", () => {
  // B is away from the start; both write for days, and merge at the end.
  const day = 24 * 60;
  const changes = [
    change(A, 0, 1, 1, 0),
    change(A, 1, 2, 2, 2 * day),
    change(B, 0, 1, 2, day, [[A, 0]]),
    change(B, 1, 2, 3, 3 * day),
  ];
  expect(sittingsOf(changes, person).map(({ to, version }) => [to / MINUTE / day, version])).toEqual([
    [0, `${A}:1`],
    [1, `${A}:1,${B}:1`],
    [2, `${A}:2,${B}:1`],
    [3, `${A}:2,${B}:2`],
  ]);
});

it("never puts a change before what its author had seen, even if a clock is wrong", () => {
  const changes = [change(A, 0, 4, 1, 1000), change(A, 4, 5, 2, 1030), change(B, 0, 1, 2, 3, [[A, 2]])];
  const versions = sittingsOf(changes, person).map((sitting) => sitting.version);
  expect(versions).toEqual([`${A}:4,${B}:1`, `${A}:5,${B}:1`]);
});
