import { useEffect, useMemo, useState } from "react";
import type { Directory, SearchAnswer, SearchHit, SyncStatus } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Dialog } from "../parts/Dialog";
import { announce } from "../parts/toasts";
import { seek, type Sought } from "../seek";
import { pathTo } from "../tree/flatten";
import { findPages, type Found } from "../tree/search";
import { coverWords, foundWords, nothingWords } from "../words/search";
import { useDirectory, useStatus, useWorkspace } from "../workspace-context";
import { PageFinder, type Choice } from "./PageFinder";

/** Titles, and places in texts, that are listed. */
const TITLES = 8;
const TEXTS = 30;
/** Pages listed while nothing is asked. */
const RECENT = 50;
/** While pages are being read, how soon the same is asked again. */
const AGAIN_MILLIS = 250;
/** A rest in typing after which the server is asked too. */
const SERVER_MILLIS = 200;
/** A list that stood still for so long is announced. */
const STILL_MILLIS = 700;

/** Looks through titles at once, through texts a few milliseconds later, and through what is not here on the server. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const directory = useDirectory();
  const actions = usePageActions();
  const [query, setQuery] = useState("");
  const wanted = query.trim();
  const answer = useAnswer(wanted, directory);
  const known = useMemo(() => [...directory.pages.values()].filter((page) => !page.trashed).length, [directory]);
  const elsewhere = useElsewhere(wanted, answer !== null && answer.here < answer.pages);
  const { titles, texts } = useMemo(
    () => choicesOf(directory, wanted, answer, elsewhere),
    [directory, wanted, answer, elsewhere],
  );
  const settled = answer?.query === wanted;
  const answered = elsewhere?.query === wanted;

  useEffect(() => {
    if (wanted === "" || !settled) return;
    const timer = setTimeout(() => announce(foundWords(titles.length, texts.length)), STILL_MILLIS);
    return () => clearTimeout(timer);
  }, [wanted, settled, titles.length, texts.length]);

  return (
    <Dialog title="Search" titleHidden size="finder" onClose={onClose}>
      <PageFinder
        label="Search titles and texts"
        placeholder="Search titles and texts…"
        query={query}
        onQuery={setQuery}
        choices={[...titles, ...texts]}
        nothing={nothingWords(wanted, settled ? answer : null, directory.complete, answered)}
        foot={
          wanted === "" && known > 0
            ? "Changed last"
            : coverWords(settled || texts.length > 0 ? answer : null, known, directory.complete, answered)
        }
        onChoose={(choice) => {
          onClose();
          if (choice.kind === "top") return;
          seek(soughtIn(choice));
          actions.open(choice.entry.id);
        }}
      />
    </Dialog>
  );
}

function soughtIn(choice: Choice): Sought | null {
  if (choice.kind !== "text" || choice.block === null) return null;
  const words = choice.marks.map(([start, end]) => choice.snippet.slice(start, end));
  return { page: choice.entry.id, block: choice.block, words };
}

/** The newest answer; asked again when pages change and while some are still being read. */
function useAnswer(query: string, directory: Directory): SearchAnswer | null {
  const workspace = useWorkspace();
  const [answer, setAnswer] = useState<SearchAnswer | null>(null);
  useEffect(() => {
    if (query === "") return;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      workspace.search(query, TEXTS).then(
        (given) => {
          if (left) return;
          setAnswer(given);
          if (given.searched < given.here) timer = setTimeout(ask, AGAIN_MILLIS);
        },
        // The titles are there all the same; that the store is in trouble is told by the status.
        () => undefined,
      );
    };
    ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [workspace, query, directory]);
  return query === "" ? null : answer;
}

interface Elsewhere {
  readonly query: string;
  readonly hits: readonly SearchHit[];
}

/** What the server finds in texts that are not here; null while it was not asked or cannot be reached. */
function useElsewhere(query: string, needed: boolean): Elsewhere | null {
  const workspace = useWorkspace();
  const reachable = isReachable(useStatus());
  const [found, setFound] = useState<Elsewhere | null>(null);
  const wanted = query !== "" && needed && reachable;
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    const timer = setTimeout(() => {
      workspace.searchServer(query, TEXTS).then(
        (hits) => {
          if (!left) setFound({ query, hits });
        },
        // The line below the list then speaks of what is here alone.
        () => undefined,
      );
    }, SERVER_MILLIS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [workspace, query, wanted]);
  return wanted ? found : null;
}

function isReachable({ kind }: SyncStatus): boolean {
  return kind === "synced" || kind === "saved";
}

/** Titles with all the words, then those with typos, then texts. */
function choicesOf(
  directory: Directory,
  query: string,
  answer: SearchAnswer | null,
  elsewhere: Elsewhere | null,
): { titles: Choice[]; texts: Choice[] } {
  const exact = findPages(directory, query, query === "" ? RECENT : TITLES);
  const titles: Choice[] = exact.map((found) => ({ ...found, kind: "page" }));
  const listed = new Set(exact.map((found) => found.entry.id));
  const texts: Choice[] = [];
  // While an answer is on its way the one before it stays: a list that goes and comes back cannot be read.
  for (const hit of query === "" ? [] : [...(answer?.hits ?? []), ...(elsewhere?.hits ?? [])]) {
    const found = foundOf(directory, hit);
    if (found === null) continue;
    if (hit.place === "text") {
      if (texts.some((other) => other.kind === "text" && other.entry.id === hit.page)) continue;
      texts.push({ ...found, kind: "text", snippet: hit.snippet, marks: hit.marks, block: hit.block });
    } else if (!listed.has(hit.page) && titles.length < TITLES && answer?.query === query) {
      titles.push({ ...found, kind: "page" });
    }
  }
  return { titles, texts };
}

function foundOf(directory: Directory, hit: SearchHit): Found | null {
  const entry = directory.pages.get(hit.page);
  return entry === undefined ? null : { entry, path: pathTo(directory, hit.page).map((above) => above.title) };
}
