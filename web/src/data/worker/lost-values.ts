/**
 * Values that lost: two people wrote one property at once, one of the values is shown everywhere, and the other
 * is told here until a person has seen it.
 */
import { isPage, isRecord, pageOf, type ChangeKey, type DocumentId } from "../../engine/sync";
import type { BlockId, BlockView, Disagreement } from "../../engine/types";
import type { AwayItem, PageId } from "../api";
import type { AuthorOf } from "./authors";

type LostValue = Extract<AwayItem<PageId>, { kind: "value" }>;

/** What a record says that a person knows as a property of the page; its other properties are bookkeeping. */
const OF_A_PAGE: ReadonlySet<string> = new Set(["icon", "parent"]);
const TEXT_UNITS_MAX = 80;

/** A document as the store has it. */
export interface Inspected {
  readonly disagreements: readonly Disagreement[];
  readonly blocks: () => readonly BlockView[];
}

/** @param keys changes that were exchanged just now: only what one of them brought about is news */
export function lostValues(
  id: DocumentId,
  { disagreements, blocks }: Inspected,
  keys: readonly ChangeKey[],
  authorOf: AuthorOf,
): LostValue[] {
  const page = pageOf(id) as PageId;
  const told = disagreements.filter(
    ({ block, key }) => (isPage(id) && block !== null) || (isRecord(id) && OF_A_PAGE.has(key)),
  );
  const texts = told.length === 0 || isRecord(id) ? new Map<BlockId, string>() : textsOf(blocks());
  return told.flatMap(({ block, key, shown, losers }) =>
    losers
      .filter((loser) => keys.some((each) => holds(each, loser.operation) || holds(each, shown.operation)))
      .map((loser) => ({
        kind: "value" as const,
        page,
        block,
        key,
        text: block === null ? "" : (texts.get(block) ?? "").slice(0, TEXT_UNITS_MAX),
        shown: shown.value,
        lost: loser.value,
        by: authorOf(replicaOf(loser.operation)),
        at: loser.wallMillis,
      })),
  );
}

/** Replicas whose names the items above need. */
export const replicasOf = ({ disagreements }: Inspected): string[] =>
  disagreements.flatMap(({ losers }) => losers.map(({ operation }) => replicaOf(operation)));

const textsOf = (blocks: readonly BlockView[]): Map<BlockId, string> =>
  new Map(blocks.map(({ id, text }) => [id, text]));

/** @param operation `replica.counter` */
const replicaOf = (operation: string): string => operation.slice(0, operation.indexOf("."));

/** @param operation `replica.counter` */
export function holds({ replica, firstCounter, idCount }: ChangeKey, operation: string): boolean {
  const counter = Number(operation.slice(operation.indexOf(".") + 1));
  return replicaOf(operation) === replica && counter >= firstCounter && counter < firstCounter + idCount;
}
