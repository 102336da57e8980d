import { useState } from "react";
import type { PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Dialog } from "../parts/Dialog";
import { subtree } from "../tree/flatten";
import { findPages } from "../tree/search";
import { shownTitle } from "../wording";
import { useDirectory } from "../workspace-context";
import { PageFinder, type Choice } from "./PageFinder";

const limit = 60;

/** Moving by name: what dragging does, for keyboards, fingers and far places. */
export function MoveDialog({ page, onClose }: { page: PageId; onClose: () => void }) {
  const directory = useDirectory();
  const actions = usePageActions();
  const [query, setQuery] = useState("");
  const entry = directory.pages.get(page);
  const own = subtree(directory, page);
  const title = shownTitle(entry?.title ?? "");

  function find(): Choice[] {
    const found: Choice[] = findPages(directory, query, limit + own.size)
      .filter((each) => !own.has(each.entry.id))
      .slice(0, limit)
      .map((each) => ({
        ...each,
        kind: "page",
        unavailable: each.entry.id === entry?.parent ? "It is there already" : null,
      }));
    if (query.trim() === "") {
      found.unshift({ kind: "top", unavailable: entry?.parent === null ? "It is there already" : null });
    }
    return found;
  }

  return (
    <Dialog title={`Move “${title}” to…`} titleHidden size="finder" onClose={onClose}>
      <PageFinder
        label={`Where to move ${title}`}
        placeholder={`Move “${title}” into…`}
        query={query}
        onQuery={setQuery}
        choices={find()}
        nothing={`No page to move to has “${query.trim()}” in its title.`}
        foot={
          own.size > 1
            ? `It takes along ${own.size === 2 ? "the page" : `the ${own.size - 1} pages`} below it, and becomes the last page there`
            : "It becomes the last page there"
        }
        onChoose={(choice) => {
          onClose();
          void actions.move(page, choice.kind === "top" ? null : choice.entry.id, undefined);
        }}
      />
    </Dialog>
  );
}
