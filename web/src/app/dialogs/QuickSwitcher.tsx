import { useMemo } from "react";
import { usePageActions } from "../page-actions";
import { Dialog } from "../parts/Dialog";
import { findPages } from "../tree/search";
import { useDirectory } from "../workspace-context";
import { PageFinder } from "./PageFinder";

const limit = 50;

/** Go to any page by its title. */
export function QuickSwitcher({ onClose }: { onClose: () => void }) {
  const directory = useDirectory();
  const actions = usePageActions();
  const known = useMemo(() => [...directory.pages.values()].filter((page) => !page.trashed).length, [directory]);
  return (
    <Dialog title="Go to a page" titleHidden size="finder" onClose={onClose}>
      <PageFinder
        label="Title of the page"
        placeholder="Go to a page…"
        find={(query) => findPages(directory, query, limit).map((found) => ({ ...found, kind: "page" }))}
        nothing={(query) =>
          directory.complete
            ? `None of the ${known.toLocaleString("en")} pages has “${query}” in its title.`
            : `No title has “${query}” so far; the list of pages is still arriving.`
        }
        foot={(query) =>
          query === "" ? "Changed last" : `Titles of all ${known.toLocaleString("en")} pages, on this device or not`
        }
        onChoose={(choice) => {
          onClose();
          if (choice.kind === "page") actions.open(choice.entry.id);
        }}
      />
    </Dialog>
  );
}
