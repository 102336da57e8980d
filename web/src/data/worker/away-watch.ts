/**
 * Tells what happened while the server was away: collects, in the leading tab, what the first exchange
 * afterwards brings and takes. Kept sealed until a person dismisses it.
 */
import { changeKey } from "../../engine/engine";
import {
  isPage,
  isRecord,
  pageDocument,
  pageOf,
  type ChangeKey,
  type DocumentId,
  type StoreWrite,
} from "../../engine/sync";
import type { BlockView } from "../../engine/types";
import type { AwayItem, AwayPage, AwaySummary, PageId } from "../api";
import type { RecordRow } from "../protocol";
import type { WorkspaceStore } from "../store/workspace-store";
import type { AuthorOf, Authors } from "./authors";
import type { DirectoryIndex } from "./directory-index";
import { holds, lostValues, replicasOf, type Inspected } from "./lost-values";
import type { Environment } from "./environment";
import { viewOf } from "./search";

/** A shorter time without the server is told only if something needs a look. */
const WORTH_TELLING_MILLIS = 60_000;
/** How often the moment of the last contact is written down while the contact lasts. */
const NOTE_MILLIS = 60_000;
const TEXT_UNITS_MAX = 80;
/** Rest after an exchange before what it brought is summed up, and how often that is put off while more comes. */
const SUM_UP_MILLIS = 600;
const SUM_UP_TRIES = 100;

type Summary = AwaySummary<PageId>;

interface Noted {
  readonly lastContact: number;
  readonly summary: Summary | null;
}

interface Exchanged {
  edits: number;
  readonly keys: ChangeKey[];
}

/** What the first exchange after a time away has brought so far. */
interface Period {
  readonly from: number;
  readonly records: ReadonlyMap<string, RecordRow>;
  readonly sent: Map<DocumentId, Exchanged>;
  readonly received: Map<DocumentId, Exchanged>;
}

export interface Refusals {
  /** Why the server refuses changes of a document; null if it does not. */
  refusal(document: DocumentId): string | null;
}

export class AwayWatch {
  private noted: Noted | null = null;
  private period: Period | null = null;
  private inContact = false;
  private cancel: () => void = () => undefined;
  /** What has come in during the contact since it was last looked at. */
  private fresh = new Map<DocumentId, Exchanged>();

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly directory: DirectoryIndex,
    private readonly authors: Authors,
    private readonly inspect: (document: DocumentId) => Promise<Inspected>,
    private readonly told: (summary: Summary | null) => void,
    private readonly tellTabs: () => void,
  ) {}

  stop(): void {
    this.wait();
  }

  /** Reads what is noted: at the start, and when another tab has changed it. */
  async load(): Promise<void> {
    this.noted = await this.store.facts.read<Noted>("away");
    this.told(this.noted?.summary ?? null);
  }

  /** This tab leads from now on, and has no contact yet. */
  begin(): void {
    this.inContact = false;
    this.open(this.noted?.lastContact ?? null);
  }

  /** @param item one thing that was looked at; null = all of it */
  async dismiss(item: AwayItem<PageId> | null): Promise<void> {
    const summary = item === null || this.noted === null ? null : without(this.noted.summary, item);
    await this.note({ lastContact: this.noted?.lastContact ?? this.environment.now(), summary });
  }

  /** Nothing is to be summed up now: an exchange is under way, or has stopped. */
  wait(): void {
    this.cancel();
  }

  /** The server is out of reach. */
  lost(): void {
    this.wait();
    if (this.inContact) {
      this.inContact = false;
      const now = this.environment.now();
      this.open(now);
      this.noteQuietly({ lastContact: now, summary: this.noted?.summary ?? null });
    }
  }

  /**
   * Everything is exchanged that the server takes: sums it up after a rest.
   *
   * @param isMoreComing whether some of it is still on its way to the directory; then the summing up waits
   */
  sumUp(refusals: Refusals, isMoreComing: () => boolean, tries = SUM_UP_TRIES): void {
    this.wait();
    this.cancel = this.environment.after(SUM_UP_MILLIS, () => {
      if (tries > 0 && isMoreComing()) {
        this.sumUp(refusals, isMoreComing, tries - 1);
        return;
      }
      // What cannot be written is no summary; the status tells of the store.
      void this.exchanged(refusals).then(
        (news) => news && this.tellTabs(),
        () => undefined,
      );
    });
  }

  /** @returns whether there is a new summary */
  private async exchanged(refusals: Refusals): Promise<boolean> {
    const { period } = this;
    this.period = null;
    this.inContact = true;
    const now = this.environment.now();
    const summary = period === null ? await this.meanwhile(now) : await this.summary(period, now, refusals);
    if (summary === null && now - (this.noted?.lastContact ?? 0) < NOTE_MILLIS) {
      return false;
    }
    await this.note({ lastContact: now, summary: summary ?? this.noted?.summary ?? null });
    return summary !== null;
  }

  /** A write of the machine that is durable. */
  took(write: StoreWrite, bytes: readonly Uint8Array[]): void {
    const received = this.period?.received ?? this.fresh;
    if (write.kind === "appendEntries") {
      if (this.period !== null) add(this.period.sent, write.document, write.acknowledged);
      const keys = write.fresh.flatMap(({ change }) => {
        const encoded = bytes[change];
        return encoded === undefined ? [] : [JSON.parse(changeKey(encoded)) as ChangeKey];
      });
      add(received, write.document, keys);
    } else if (write.kind === "acknowledge" && this.period !== null) {
      add(this.period.sent, write.document, write.changes);
    }
  }

  private open(from: number | null): void {
    // On a new device everything comes in, and nothing of it was missed.
    this.period =
      from === null ? null : { from, records: this.directory.snapshot(), sent: new Map(), received: new Map() };
  }

  /** The moment of the last contact is worth no complaint. */
  private noteQuietly(noted: Noted): void {
    this.note(noted).catch(() => undefined);
  }

  private async note(noted: Noted): Promise<void> {
    this.noted = noted;
    await this.store.facts.write("away", noted);
    this.told(noted.summary);
  }

  private async summary(period: Period, now: number, refusals: Refusals): Promise<Summary | null> {
    const replicas = [...period.received.values()].flatMap(({ keys }) => keys.map((key) => key.replica));
    const authorOf = await this.authors.know(replicas, true);
    const look: AwayItem<PageId>[] = [
      ...(await this.survivors(period, authorOf)),
      ...(await this.lostValues(changesOf(period.received, period.sent))),
      ...this.refused(refusals),
      ...this.displaced(period, authorOf),
    ];
    const sent = pagesOf(period.sent, () => []);
    const received = pagesOf(period.received, (keys) => people(keys, authorOf));
    const nothing = sent.length === 0 && received.length === 0;
    if (look.length === 0 && (nothing || now - period.from < WORTH_TELLING_MILLIS)) {
      return null;
    }
    return joined(this.noted?.summary ?? null, { from: period.from, to: now, sent, received, look });
  }

  /** During the contact everybody sees what the others do; what they overwrote without having seen it is told. */
  private async meanwhile(now: number): Promise<Summary | null> {
    const look = await this.lostValues(changesOf(this.fresh));
    this.fresh = new Map();
    return look.length === 0
      ? null
      : joined(this.noted?.summary ?? null, { from: now, to: now, sent: [], received: [], look });
  }

  /** Values that lost in what was exchanged now. */
  private async lostValues(exchanged: ReadonlyMap<DocumentId, readonly ChangeKey[]>): Promise<AwayItem<PageId>[]> {
    const items: AwayItem<PageId>[] = [];
    for (const [id, keys] of exchanged) {
      if (!isRecord(id) && !(isPage(id) && this.directory.isHere(pageOf(id) as PageId))) continue;
      const inspected = await this.inspect(id).catch(() => null);
      if (inspected === null || inspected.disagreements.length === 0) continue;
      items.push(...lostValues(id, inspected, keys, await this.authors.know(replicasOf(inspected), true)));
    }
    return items;
  }

  /** Blocks kept because of what was exchanged now. */
  private async survivors(period: Period, authorOf: AuthorOf): Promise<AwayItem<PageId>[]> {
    const items: AwayItem<PageId>[] = [];
    for (const id of new Set([...period.received.keys(), ...period.sent.keys()])) {
      const page = pageOf(id) as PageId;
      if (!isPage(id) || !this.directory.isHere(page)) continue;
      const keys = [...(period.received.get(id)?.keys ?? []), ...(period.sent.get(id)?.keys ?? [])];
      for (const block of await this.blocksOf(page)) {
        const deletion = block.survivor?.deletions.find((operation) => keys.some((key) => holds(key, operation)));
        if (deletion === undefined) continue;
        const text = block.text.slice(0, TEXT_UNITS_MAX);
        const deletedBy = authorOf(deletion.slice(0, deletion.indexOf(".")));
        items.push({ kind: "survivor", page, block: block.id, text, deletedBy });
      }
    }
    return items;
  }

  /** A damaged copy is told when somebody opens the page. */
  private async blocksOf(page: PageId): Promise<readonly BlockView[]> {
    try {
      return viewOf(await this.store.read(pageDocument(page))).blocks;
    } catch {
      return [];
    }
  }

  private refused(refusals: Refusals): AwayItem<PageId>[] {
    return this.directory.unsentDocuments().flatMap(([id, changes]): AwayItem<PageId>[] => {
      const why = isPage(id) || isRecord(id) ? refusals.refusal(id) : null;
      return why === null ? [] : [{ kind: "refused", page: pageOf(id) as PageId, why, changes }];
    });
  }

  private displaced(period: Period, authorOf: AuthorOf): AwayItem<PageId>[] {
    const items: AwayItem<PageId>[] = [];
    for (const [id, { keys }] of period.received) {
      const page = pageOf(id) as PageId;
      const before = period.records.get(page);
      const after = this.directory.record(page);
      const by = people(keys, authorOf).filter((author) => !author.you);
      if (!isRecord(id) || before === undefined || after === undefined || by.length === 0) continue;
      if (after.trashed && !before.trashed) items.push({ kind: "trashed", page, by });
      else if (after.parent !== before.parent) items.push({ kind: "moved", page, by });
    }
    return items;
  }
}

function add(to: Map<DocumentId, Exchanged>, document: DocumentId, keys: readonly ChangeKey[]): void {
  if (keys.length === 0) return;
  const exchanged = to.get(document) ?? { edits: 0, keys: [] };
  exchanged.edits += keys.length;
  exchanged.keys.push(...keys);
  to.set(document, exchanged);
}

/** Keys of changes by document. */
function changesOf(...parts: readonly ReadonlyMap<DocumentId, Exchanged>[]): Map<DocumentId, readonly ChangeKey[]> {
  const whole = new Map<DocumentId, readonly ChangeKey[]>();
  for (const part of parts) {
    for (const [id, { keys }] of part) whole.set(id, [...(whole.get(id) ?? []), ...keys]);
  }
  return whole;
}

const itemKey = (item: AwayItem<PageId>): string =>
  item.kind === "value"
    ? JSON.stringify([item.kind, item.page, item.block, item.key, item.lost, item.at])
    : `${item.kind} ${item.page} ${"block" in item ? item.block : ""}`;

/** What is left to tell; null if it is nothing. */
function without(summary: Summary | null, item: AwayItem<PageId>): Summary | null {
  if (summary === null) return null;
  const look = summary.look.filter((each) => itemKey(each) !== itemKey(item));
  const nothing = look.length === 0 && summary.sent.length === 0 && summary.received.length === 0;
  return nothing ? null : { ...summary, look };
}

function people(keys: readonly ChangeKey[], authorOf: AuthorOf): ReturnType<AuthorOf>[] {
  const found = new Map<string, ReturnType<AuthorOf>>();
  for (const { replica } of keys) {
    const author = authorOf(replica);
    found.set(author.account ?? "", author);
  }
  return [...found.values()];
}

/** Page and record of a page are one line; a record alone (a move, an icon) counts too. */
function pagesOf(
  exchanged: ReadonlyMap<DocumentId, Exchanged>,
  authorsOf: (keys: readonly ChangeKey[]) => AwayPage<PageId>["authors"],
): AwayPage<PageId>[] {
  const whole = new Map<PageId, ChangeKey[]>();
  for (const [id, { keys }] of exchanged) {
    if (!isPage(id) && !isRecord(id)) continue;
    const page = pageOf(id) as PageId;
    whole.set(page, [...(whole.get(page) ?? []), ...keys]);
  }
  return [...whole].map(([page, keys]) => ({ page, edits: keys.length, authors: authorsOf(keys) }));
}

/** What was not dismissed yet stays part of the story. */
export function joined(before: Summary | null, after: Summary): Summary {
  if (before === null) return after;
  const both = (a: Summary["sent"], b: Summary["sent"]): AwayPage<PageId>[] => {
    const pages = new Map(a.map((each) => [each.page, each]));
    for (const each of b) {
      const earlier = pages.get(each.page);
      const authors = [...(earlier?.authors ?? []), ...each.authors];
      const once = [...new Map(authors.map((author) => [author.account, author])).values()];
      pages.set(each.page, { page: each.page, edits: each.edits + (earlier?.edits ?? 0), authors: once });
    }
    return [...pages.values()];
  };
  const look = new Map([...before.look, ...after.look].map((item) => [itemKey(item), item]));
  return {
    from: before.from,
    to: after.to,
    sent: both(before.sent, after.sent),
    received: both(before.received, after.received),
    look: [...look.values()],
  };
}
