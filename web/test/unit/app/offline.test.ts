import { describe, expect, it } from "vitest";
import {
  presetPolicies,
  type AttentionAction,
  type OfflineOverview,
  type OfflinePage,
  type OfflinePolicy,
  type PageId,
  type SyncStatus,
} from "../../../src/data/api";
import { verdict } from "../../../src/app/offline/flight";
import { countFilters, listPages } from "../../../src/app/offline/list";
import {
  absenceWords,
  askedWords,
  durationWords,
  estimateWords,
  headline,
  noticeWords,
  policyWords,
  progressWords,
  reasonWords,
  roomWords,
  stateWords,
  wayWords,
} from "../../../src/app/offline/offline-words";
import { custom, samePolicy } from "../../../src/app/offline/policy";
import { countPages, isTold } from "../../../src/app/offline/use-offline";
import { FakeWorkspace, type FakeOptions } from "../../fake/fake-workspace";

const plan = (name: string) => presetPolicies.find((each) => each.plan === name) as OfflinePolicy;

const pages: FakeOptions["pages"] = [
  { id: "plan", title: "Plan" },
  { id: "refit", parent: "plan", title: "Refit" },
  { id: "mast", parent: "refit", title: "Mast", here: false },
  { id: "log", title: "Log" },
  { id: "gone", title: "Gone", trashed: true },
];
const workspace = (offline: FakeOptions["offline"]) =>
  new FakeWorkspace({ pages: pages ?? [], offline: offline ?? {} });
const manual = { policy: plan("Manual only"), pins: [{ page: "plan", subpages: true }] };

describe("the verdict", () => {
  const facts = { looking: false, chosen: 12, gaps: 0, program: true };

  it("is ready only if every page was read and the app is here", () => {
    expect(verdict(facts).line).toBe("Ready for a flight");
    for (const part of [{ gaps: 1 }, { program: false }, { program: null }, { looking: true }, { chosen: 0 }]) {
      expect(verdict({ ...facts, ...part }).tone, JSON.stringify(part)).not.toBe("calm");
    }
  });

  it("names how many pages lack something", () => {
    expect(verdict({ ...facts, gaps: 1 }).detail).toBe("1 page of 12 chosen lacks something.");
    expect(verdict({ ...facts, gaps: 3 }).detail).toBe("3 pages of 12 chosen lack something.");
  });
});

describe("the list", () => {
  const fake = workspace(manual);

  it("has the pages in the order of the sidebar, without the trash", () => {
    const rows = listPages(fake.directory(), fake.offline(), { filter: "all", order: "place", query: "" });
    expect(rows.map((row) => row.entry.id)).toEqual(["plan", "refit", "mast", "log"]);
  });

  it("filters as its counts say", () => {
    const counts = countFilters(fake.directory(), fake.offline());
    expect(counts).toEqual({ all: 4, kept: 3, "by-itself": 0, missing: 1, elsewhere: 0 });
    for (const [filter, count] of Object.entries(counts)) {
      const rows = listPages(fake.directory(), fake.offline(), {
        filter: filter as keyof typeof counts,
        order: "size",
        query: "",
      });
      expect(rows, filter).toHaveLength(count);
    }
  });

  it("finds by title, whatever the case", () => {
    const rows = listPages(fake.directory(), fake.offline(), { filter: "all", order: "place", query: " rEf" });
    expect(rows.map((row) => row.entry.id)).toEqual(["refit"]);
  });

  it("counts pages outside the trash", () => {
    expect(countPages(fake.offline(), fake.directory().pages.values())).toEqual({ known: 4, ready: 2, waiting: 1 });
  });
});

describe("words", () => {
  const titleOf = () => "Plan";

  it("give each reason a name, and the page it comes from", () => {
    expect(reasonWords({ kind: "inherited", from: "plan" as PageId }, titleOf)).toBe("Kept with “Plan”");
    expect(reasonWords({ kind: "inherited", from: null }, titleOf)).toBe("Whole workspace kept by you");
    expect(reasonWords({ kind: "unsent", from: null }, titleOf)).toBe("Has unsent work");
  });

  it("call nothing ready that is not", () => {
    for (const state of [
      "incomplete",
      "fetching",
      "queued",
      "not-chosen",
      "not-allowed",
      "over-budget",
      "opted-out",
    ] as const) {
      expect(stateWords(state, true).text).not.toContain("Ready");
      expect(stateWords(state, true).tone).not.toBe("calm");
    }
  });

  it("say why a page is not here, each state in its own way", () => {
    const overview = workspace(manual).offline();
    const page = overview.pages.get("mast" as PageId);
    if (page === undefined) throw new Error("the fake has the page");
    const states = ["not-chosen", "not-allowed", "over-budget", "opted-out", "queued", "fetching"] as const;
    const words = states.map((state) => absenceWords({ ...page, state }, overview, false));
    expect(new Set(words).size).toBe(states.length);
    expect(absenceWords({ ...page, state: "queued" }, { ...overview, paused: true }, false)).toContain("paused");
  });

  it("promise a page that is chosen, and offer to fetch one that is not", () => {
    const overview = workspace(manual).offline();
    const page = overview.pages.get("mast" as PageId);
    if (page === undefined) throw new Error("the fake has the page");
    const chosen: OfflinePage = { ...page, state: "queued" };
    const open: OfflinePage = { ...chosen, reasons: [{ kind: "open", from: null }] };
    const elsewhere: OfflinePage = { ...page, state: "not-chosen", reasons: [] };
    // A turn is not what it waits for while there is no server.
    expect(absenceWords(chosen, overview, true)).toContain("comes as soon as the server answers");
    expect(absenceWords({ ...page, state: "fetching" }, overview, true)).not.toContain("is on its way");
    expect(wayWords(chosen, false, true)).toMatch(/^Until then you can rename it/);
    expect(wayWords(chosen, true, true)).toMatch(/^You can have it fetched/);
    expect(wayWords(open, false, true)).toMatch(/^Ask for it, and it comes even if you leave this page\. Until then/);
    expect(wayWords(elsewhere, false, true)).toMatch(/^You can have it fetched/);
    expect(wayWords(elsewhere, false, false)).toContain("keep it offline");
    expect(wayWords(chosen, false, false)).toBe("It can be fetched now.");
    expect(wayWords(null, false, true)).toMatch(/^Until then/);
    expect(askedWords(chosen, false, true)).toBe("Noted. It opens here by itself. You can leave this page meanwhile.");
    expect(askedWords(elsewhere, false, true)).toMatch(/^Noted\. It is fetched as soon as the server answers/);
    expect(askedWords(elsewhere, false, false)).toMatch(/^It is being fetched/);
  });

  it("name the end of what comes by itself only where something does", () => {
    expect(roomWords(workspace({}).offline())).toMatch(
      /^\d+ kB of pages here\. What comes by itself stops at 2\.0 GB\.$/,
    );
    expect(roomWords(workspace(manual).offline())).toMatch(/^\d+ kB of pages here\.$/);
    expect(roomWords(workspace({ automatic: false }).offline())).toMatch(/^\d+ kB of pages here\.$/);
  });

  it("claim nothing before it is known what is here", () => {
    const full = workspace({});
    const empty = new FakeWorkspace({});
    const untold: OfflineOverview = { ...full.offline(), pages: new Map() };
    expect(isTold(full.offline(), full.directory())).toBe(true);
    expect(isTold(untold, full.directory())).toBe(false);
    expect(isTold(untold, empty.directory())).toBe(true);
    expect(isTold(untold, { ...empty.directory(), complete: false })).toBe(false);
  });

  it("count what is ready and what is to come", () => {
    expect(headline({ known: 0, ready: 0, waiting: 0 })).toBe("This workspace has no pages yet.");
    expect(headline({ known: 1960, ready: 412, waiting: 3 })).toBe(
      "412 of 1,960 pages are ready. 3 pages are still to come.",
    );
    expect(headline({ known: 5, ready: 5, waiting: 0 })).toBe("All 5 pages are ready.");
  });

  it("do not claim to be fetching without a server", () => {
    const overview: OfflineOverview = {
      ...workspace(manual).offline(),
      progress: { done: 2, total: 5 },
      toFetch: 36_000,
    };
    const synced: SyncStatus = { kind: "synced" };
    const attention = (action: AttentionAction): SyncStatus => ({ kind: "attention", toSend: 0, why: "", action });
    expect(progressWords(overview, synced)).toBe("Fetching; 3 pages, 36 kB to go");
    expect(progressWords(overview, { kind: "unreachable", toSend: 0, retryAt: null })).toBe(
      "3 pages, 36 kB to go when the server answers",
    );
    expect(progressWords(overview, attention("review"))).toBe("Fetching; 3 pages, 36 kB to go");
    expect(progressWords(overview, attention("sign-in"))).toBe("3 pages, 36 kB to go when you have signed in again");
    expect(progressWords(overview, attention("free-space"))).toContain("when what needs attention is settled");
    expect(progressWords({ ...overview, paused: true }, synced)).toBe("Paused with 3 pages, 36 kB to go");
    expect(progressWords({ ...overview, progress: null }, synced)).toBeNull();
  });

  it("estimate a pin before it is made", () => {
    const estimate = { pages: 25, bytes: 1_200_000, missingPages: 3, missingBytes: 40_000 };
    expect(estimateWords(estimate, false)).toBe("25 pages, 1.2 MB. 3 pages (40 kB) are still to be fetched.");
    expect(estimateWords(estimate, true)).toContain("when the server answers");
    expect(estimateWords({ ...estimate, missingPages: 0 }, false)).toContain("on this device already");
    expect(estimateWords("unknown", true)).toContain("will be known");
  });

  it("tell why a page left", () => {
    const notice = { id: "n", page: "log" as PageId, at: 0 };
    const words = (["budget", "policy", "no-longer-chosen", "opted-out", "removed"] as const).map((why) =>
      noticeWords({ ...notice, why }, "Log"),
    );
    expect(new Set(words).size).toBe(5);
    for (const each of words) expect(each).toContain("“Log” left this device");
  });

  it("round a time that is left", () => {
    expect([4, 44, 300].map(durationWords)).toEqual(["a few seconds", "about 40 s", "about 5 min"]);
  });
});

describe("the policy", () => {
  it("is described as it is", () => {
    expect(policyWords(plan("Everyone")).join(" ")).toContain("whole workspace comes by itself");
    expect(policyWords(plan("Notion-like")).join(" ")).toContain("last 20 pages opened and 20 favourites");
    expect(policyWords(plan("Nothing offline")).join(" ")).toContain("Nobody keeps pages");
    expect(policyWords({ ...plan("Everyone"), maximumAgeDays: 30 }).join(" ")).toContain("After 30 days");
  });

  it("is named after the plan whose terms it has", () => {
    expect(
      custom({ ...plan("Everyone"), plan: "?", everything: false, recents: 20, favourites: 20, rows: 50 }).plan,
    ).toBe("Notion-like");
    expect(custom({ ...plan("Everyone"), recents: 7 }).plan).toBe("Custom");
    expect(samePolicy({ ...plan("Everyone"), plan: "Ours" }, plan("Everyone"))).toBe(true);
  });
});
