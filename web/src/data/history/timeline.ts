/**
 * The changes of a page as versions in the order of time: what was written in one go is one. A version is
 * every change up to a place of that order. Clocks may be wrong, so a change stands behind all that its
 * author had seen; each place is then a state the page can have had.
 */
import type { ChangeFacts, ReplicaId } from "../../engine/types";

/** A pause after which writing counts as another sitting. */
const PAUSE_MILLIS = 10 * 60_000;
/** A sitting that lasts longer is cut, so that its middle can be come back to. */
const SITTING_MILLIS = 30 * 60_000;
/** Somebody else's change begins a version if this one has lasted so long. */
const TURN_MILLIS = 2 * 60_000;

export interface Sitting {
  readonly version: string;
  readonly from: number;
  readonly to: number;
  /** Each once, in the order of their first change. */
  readonly replicas: readonly ReplicaId[];
  readonly changes: number;
}

interface Placed {
  readonly facts: ChangeFacts;
  readonly time: number;
}

/**
 * @param changes causes first
 * @param personOf the same text for all replicas of one person
 * @returns oldest first
 */
export function sittingsOf(changes: readonly ChangeFacts[], personOf: (replica: ReplicaId) => string): Sitting[] {
  const sittings: Sitting[] = [];
  const ends = new Map<ReplicaId, number>();
  let open: { from: number; to: number; replicas: Set<ReplicaId>; changes: number } | null = null;
  const close = (): void => {
    if (open === null) return;
    const { from, to, replicas, changes: count } = open;
    sittings.push({ version: versionText(ends), from, to, replicas: [...replicas], changes: count });
    open = null;
  };
  for (const { facts, time } of inTime(changes)) {
    const [replica, , end] = facts;
    if (open !== null && !goesOn(open, replica, time, personOf)) close();
    open ??= { from: time, to: time, replicas: new Set(), changes: 0 };
    open.to = time;
    open.replicas.add(replica);
    open.changes++;
    ends.set(replica, end);
  }
  close();
  return sittings;
}

function goesOn(
  sitting: { readonly from: number; readonly to: number; readonly replicas: ReadonlySet<ReplicaId> },
  replica: ReplicaId,
  time: number,
  personOf: (replica: ReplicaId) => string,
): boolean {
  if (time - sitting.to > PAUSE_MILLIS || time - sitting.from > SITTING_MILLIS) return false;
  if (sitting.replicas.has(replica) || time - sitting.from <= TURN_MILLIS) return true;
  const person = personOf(replica);
  return [...sitting.replicas].some((other) => personOf(other) === person);
}

/** By the time each was made, but never before one of its causes. */
function inTime(changes: readonly ChangeFacts[]): Placed[] {
  const byReplica = new Map<ReplicaId, Placed[]>();
  const placed: Placed[] = [];
  for (const facts of changes) {
    const [replica, , , , wallMillis, heads] = facts;
    const own = byReplica.get(replica) ?? [];
    byReplica.set(replica, own);
    let time = Math.max(wallMillis, own.at(-1)?.time ?? 0);
    for (const [author, counter] of heads) time = Math.max(time, timeOf(byReplica.get(author) ?? [], counter));
    const one = { facts, time };
    own.push(one);
    placed.push(one);
  }
  // Stamps rise from cause to effect, so they order what has one time.
  return placed.sort((a, b) => a.time - b.time || a.facts[3] - b.facts[3] || (a.facts[0] < b.facts[0] ? -1 : 1));
}

/** Of the change that holds the counter. */
function timeOf(changes: readonly Placed[], counter: number): number {
  let low = 0;
  let high = changes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((changes[middle] as Placed).facts[1] <= counter) low = middle;
    else high = middle - 1;
  }
  return changes[low]?.time ?? 0;
}

function versionText(ends: ReadonlyMap<ReplicaId, number>): string {
  return [...ends].map(([replica, end]) => `${replica}:${end}`).join(",");
}
