import { useState } from "react";
import type { OpenedPage, PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Button } from "../parts/Button";
import { useShell } from "../shell-state";
import { shownTitle } from "../wording";
import { absenceWords, askedWords, wayWords } from "../offline/offline-words";
import { useDirectory, useOffline, useSession, useStatus } from "../workspace-context";
import { Notice } from "./Notice";

type Missing = Extract<OpenedPage, { kind: "missing" }>;

/** A page that is known but whose content is elsewhere: title, place, why, and how it comes here. */
export function MissingPage({ page, missing }: { page: PageId; missing: Missing }) {
  const actions = usePageActions();
  const status = useStatus();
  const entry = useDirectory().pages.get(page);
  const [asked, setAsked] = useState(false);
  const offline = status.kind === "unreachable" || status.kind === "attention";
  const icon = entry?.icon ?? null;
  const overview = useOffline();
  const { setDialog } = useShell();
  const known = overview.pages.get(page);
  const absent = known === undefined || known.state === "ready" ? null : known;
  const why = absent === null ? missing.why : absenceWords(absent, overview, offline);
  const kept = overview.pins.some((pin) => pin.page === page);

  return (
    <Notice
      place={missing.path.length > 0 ? missing.path.map(shownTitle).join(" / ") : "At the top level"}
      title={`${icon === null ? "" : `${icon} `}${shownTitle(missing.title ?? "")}`}
      text={
        <>
          <p>{why}</p>
          <p role="status">{(asked ? askedWords : wayWords)(absent, overview.paused, offline)}</p>
        </>
      }
    >
      <Button
        kind="primary"
        icon="download"
        busy={asked && !offline}
        unavailable={
          asked && offline ? "It has been asked for, and comes by itself as soon as the server answers." : null
        }
        onClick={() => void actions.fetch(page).then(setAsked)}
      >
        {asked ? (offline ? "Will be fetched" : "Fetching…") : offline ? "Fetch when online" : "Fetch now"}
      </Button>
      {!kept && known?.state !== "not-allowed" && (
        <Button kind="plain" icon="kept" onClick={() => setDialog({ kind: "pin", page })}>
          Keep it offline…
        </Button>
      )}
      <Button kind="plain" icon="subpage" onClick={() => void actions.create(page)}>
        Write a page inside
      </Button>
    </Notice>
  );
}

/** An address that leads to no page this device knows of. */
export function UnknownPage({ why }: { why: string }) {
  const directory = useDirectory();
  const { setDialog } = useShell();
  const actions = usePageActions();
  const session = useSession();
  const name = session.kind === "open" ? session.workspaceName : "this workspace";
  return (
    <Notice
      title="No page known here"
      text={
        <>
          <p>{why}</p>
          <p>
            {directory.complete
              ? `It may have been deleted for good, belong to another workspace than ${name}, or be newer than the last contact with the server. If it arrives, it opens here by itself.`
              : "The list of pages is still on its way to this device. If the page is in it, it opens here by itself."}
          </p>
        </>
      }
    >
      <Button kind="primary" icon="search" onClick={() => setDialog({ kind: "search" })}>
        Find a page
      </Button>
      <Button kind="plain" icon="plus" onClick={() => void actions.create(null)}>
        New page
      </Button>
    </Notice>
  );
}
