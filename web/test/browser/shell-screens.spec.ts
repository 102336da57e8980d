/** Every screen of the shell in light, dark and on a phone: free of axe findings and of complaints by the browser. */
import type { Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { presetPolicies, type OfflinePolicy, type PageId, type Session, type SyncStatus } from "../../src/data/api";
import type { FakeOffline } from "../fake/fake-offline";
import { threeDays } from "../fake/sample-away";
import { cutHistory } from "../fake/sample-history";
import { manyPages, samplePages } from "../fake/sample-pages";
import type { FakeOptions } from "../fake/fake-workspace";
import { clock, expect, test } from "./shell-fixture";

/** Where pictures go when somebody wants to look at them. */
const pictures = process.env["OFFING_SCREENSHOTS"];

const away: SyncStatus = { kind: "unreachable", toSend: 5, retryAt: clock + 24_000 };
const notionLike = presetPolicies.find(({ plan }) => plan === "Notion-like") as OfflinePolicy;
const signedOut: Session = { kind: "signed-out", serverReachable: true };

const someChosen: FakeOffline = {
  policy: notionLike,
  pins: [{ page: "season", subpages: true }],
  favourites: ["log"],
  recents: ["welcome"],
  optedOut: ["paint"],
  missing: { rigging: ["The picture “mast.jpg” (2.4 MB) is not on this device."] },
  sizes: { season: 48_000, rigging: 2_460_000, skagen: 14_000_000 },
  fetching: ["crew-lists"],
  notices: [{ id: "n1", page: "log-april" as PageId, why: "budget", at: clock - 3_600_000 }],
  devices: [
    { id: "d1", name: "Chromium on Linux", lastSeenAt: clock, thisDevice: true },
    { id: "d2", name: "Firefox on Android", lastSeenAt: clock - 7_200_000, thisDevice: false },
  ],
};

interface Screen {
  name: string;
  path: string;
  options: FakeOptions;
  /** Until this is seen, and what is done before the look. */
  ready: (page: Page) => Promise<void>;
}

const seen = (text: string | RegExp) => async (page: Page) => {
  await expect(page.getByText(text).first()).toBeVisible();
};

const screens: readonly Screen[] = [
  {
    name: "opening",
    path: "/",
    options: { session: { kind: "opening" } },
    ready: seen("Opening the workspace…"),
  },
  {
    name: "unsupported",
    path: "/",
    options: {
      session: {
        kind: "unsupported",
        why: "The page was opened over plain http from another machine. A browser gives such a page no safe place to keep your work.",
        whatHelps: "Open it by https, or on the machine itself at http://localhost:8420.",
      },
    },
    ready: seen("Check again"),
  },
  { name: "setup", path: "/", options: { session: { kind: "setup" } }, ready: seen("Set up your workspace") },
  {
    name: "setup-wrong",
    path: "/",
    options: { session: { kind: "setup" } },
    ready: async (page) => {
      await page.getByLabel("Code from the console").fill("K7QF-92");
      await page.getByLabel("Name of the workspace").fill("Harbour Office");
      await page.getByLabel("Your name").fill("Ada Rask");
      await page.getByLabel("E-mail").fill("ada");
      await page.getByRole("button", { name: "Create the workspace" }).click();
      await expect(page.getByText("An e-mail address has one @")).toBeVisible();
    },
  },
  { name: "sign-in", path: "/", options: { session: signedOut }, ready: seen("No account?") },
  {
    name: "sign-in-away",
    path: "/",
    options: { session: { kind: "signed-out", serverReachable: false } },
    ready: seen("signing in needs it once"),
  },
  { name: "join", path: "/join#abc-def", options: { session: signedOut }, ready: seen("You are invited") },
  { name: "join-incomplete", path: "/join", options: { session: signedOut }, ready: seen("incomplete") },
  { name: "join-when-in", path: "/join#abc", options: { pages: samplePages }, ready: seen("You are in already") },
  { name: "page", path: "/p/spring", options: { pages: samplePages }, ready: seen("Before Easter") },
  {
    name: "page-offline",
    path: "/p/spring",
    options: { pages: samplePages, status: { kind: "unreachable", toSend: 5, retryAt: clock + 24_000 } },
    ready: seen("Before Easter"),
  },
  {
    name: "page-attention",
    path: "/p/spring",
    options: {
      pages: samplePages,
      status: { kind: "attention", toSend: 5, why: "You have been signed out.", action: "sign-in" },
      session: {
        kind: "open",
        account: { id: "a1", name: "Ada Rask", email: "ada@harbour.example", role: "owner" },
        workspaceName: "Harbour Office",
        expired: true,
      },
    },
    ready: seen("Before Easter"),
  },
  {
    name: "status-panel",
    path: "/p/spring",
    options: {
      pages: samplePages,
      status: away,
      storage: { usedBytes: 48_300_000, quotaBytes: 1_090_000_000, persisted: false },
    },
    ready: async (page) => {
      await page.getByTestId("status").click();
      await expect(page.getByText("Kept by the browser")).toBeVisible();
    },
  },
  { name: "not-here", path: "/p/crew-lists", options: { pages: samplePages }, ready: seen("Fetch now") },
  {
    name: "not-here-offline",
    path: "/p/crew-lists",
    options: { pages: samplePages, status: { kind: "unreachable", toSend: 0, retryAt: clock + 24_000 } },
    ready: async (page) => {
      await page.getByRole("button", { name: "Fetch when online" }).click();
      await expect(page.getByText("Noted.")).toBeVisible();
    },
  },
  { name: "unknown-page", path: "/p/nowhere", options: { pages: samplePages }, ready: seen("No page known here") },
  { name: "nowhere", path: "/some/where", options: { pages: samplePages }, ready: seen("Nothing at this address") },
  { name: "trash", path: "/trash", options: { pages: samplePages }, ready: seen("Budget 2024") },
  { name: "trash-empty", path: "/trash", options: {}, ready: seen("The trash is empty") },
  { name: "empty", path: "/", options: {}, ready: seen("A clear sheet") },
  { name: "arriving", path: "/", options: { complete: false }, ready: seen("Your pages are on their way") },
  { name: "home", path: "/", options: { pages: samplePages, lastPage: "old-budget" }, ready: seen("Where to?") },
  {
    name: "hint",
    path: "/p/spring",
    options: { pages: samplePages, storage: { usedBytes: 9, quotaBytes: 90, persisted: false } },
    ready: seen("Before Easter"),
  },
  {
    name: "search",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await expect(page.getByText("Before Easter")).toBeVisible();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("shroud");
      await expect(page.getByRole("option", { name: /A rag that catches|run a rag/ })).toBeVisible();
    },
  },
  {
    name: "away-summary",
    path: "/p/spring",
    options: { pages: samplePages, away: threeDays },
    ready: seen("While you were away for 3 days"),
  },
  {
    name: "history",
    path: "/p/spring/history",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("button", { name: /Ben Holm/ }).click();
      await expect(page.getByText("two lifts on one morning")).toBeVisible();
    },
  },
  {
    name: "history-changes",
    path: "/p/spring/history",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("button", { name: /Ben Holm/ }).click();
      await page.getByRole("button", { name: "What changed in it" }).click();
      await expect(page.locator("del", { hasText: "one hull" })).toBeVisible();
    },
  },
  {
    name: "history-cut",
    path: "/p/spring/history",
    options: { pages: samplePages, history: cutHistory },
    ready: seen("but not its older history"),
  },
  {
    name: "history-not-here",
    path: "/p/crew-lists/history",
    options: { pages: samplePages },
    ready: seen("No history of “Crew lists” here"),
  },
  {
    name: "search-titles",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await expect(page.getByText("Before Easter")).toBeVisible();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("ma");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  },
  {
    name: "search-nothing",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await expect(page.getByText("Before Easter")).toBeVisible();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("submarine");
      await expect(page.getByText("No title and no page on this device has “submarine”.")).toBeVisible();
    },
  },
  {
    name: "move",
    path: "/p/rigging",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("button", { name: "Actions for Rigging checklist" }).last().click();
      await page.getByRole("menuitem", { name: "Move to…" }).click();
      await expect(page.getByRole("option", { name: /Top level/ })).toBeVisible();
    },
  },
  {
    name: "page-menu",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("button", { name: "Actions for Spring refit" }).last().click();
      await expect(page.getByRole("menuitem", { name: "Copy link" })).toBeVisible();
    },
  },
  {
    name: "icon-picker",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("button", { name: /Icon of the page/ }).click();
      await expect(page.getByRole("button", { name: "anchor" })).toBeVisible();
    },
  },
  {
    name: "shortcuts",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await expect(page.getByText("Before Easter")).toBeVisible();
      await page.keyboard.press("?");
      await expect(page.getByText("In the tree of pages")).toBeVisible();
    },
  },
  {
    name: "update",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await expect(page.getByText("Before Easter")).toBeVisible();
      await page.evaluate(() => window.fake.updates.arrive());
      await expect(page.getByText("A new version is ready")).toBeVisible();
    },
  },
  {
    name: "offline",
    path: "/offline",
    options: { pages: samplePages, offline: someChosen },
    ready: seen("Incomplete"),
  },
  {
    name: "offline-nothing",
    path: "/offline",
    options: { pages: samplePages, offline: { automatic: false } },
    ready: async (page) => {
      await page.getByRole("button", { name: /Kept by you/ }).click();
      await expect(page.getByText("You keep no page offline yet")).toBeVisible();
    },
  },
  {
    name: "flight-ready",
    path: "/offline/check",
    options: { pages: samplePages.filter((page) => page.here !== false) },
    ready: seen("the app is not"),
  },
  {
    name: "flight-missing",
    path: "/offline/check",
    options: { pages: samplePages, offline: someChosen, status: away },
    ready: seen("Not ready yet"),
  },
  {
    name: "offline-device",
    path: "/offline/device",
    options: { pages: samplePages, offline: someChosen, status: away },
    ready: seen("Kept by the browser"),
  },
  { name: "policy", path: "/offline/policy", options: { pages: samplePages }, ready: seen("Notion-like") },
  {
    name: "pin",
    path: "/p/season",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("button", { name: "Actions for Season plan 2026" }).last().click();
      await page.getByRole("menuitem", { name: "Available offline…" }).click();
      await expect(page.getByText("still to be fetched")).toBeVisible();
    },
  },
  { name: "long-tree", path: "/p/page-700", options: { pages: manyPages(3000) }, ready: seen("Before Easter") },
];

/** Screens that begin from the sidebar; on a phone it is a drawer. */
const fromSidebar: readonly Screen[] = [
  {
    name: "sidebar",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await expect(page.getByRole("treeitem", { name: /Spring refit/ })).toBeVisible();
    },
  },
  {
    name: "account",
    path: "/p/spring",
    options: { pages: samplePages, status: away },
    ready: async (page) => {
      await page.getByRole("button", { name: /menu of the account/ }).click();
      await expect(page.getByText("it works as soon as the server can be reached")).toBeVisible();
    },
  },
  {
    name: "row-menu",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("treeitem", { name: "Log book" }).click({ button: "right" });
      await expect(page.getByRole("menuitem", { name: "Rename" })).toBeVisible();
    },
  },
  {
    name: "filter",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByLabel("Show pages with this in the title").fill("may");
      await expect(page.getByRole("treeitem", { name: /Board meeting/ })).toBeVisible();
    },
  },
  {
    name: "sign-out-unsent",
    path: "/p/spring",
    options: { pages: samplePages, status: away },
    ready: async (page) => {
      await page.getByRole("button", { name: /menu of the account/ }).click();
      await page.getByRole("menuitem", { name: "Sign out…" }).click();
      await page.getByRole("button", { name: "Sign out", exact: true }).click();
      await expect(page.getByText("5 changes would be lost")).toBeVisible();
    },
  },
  {
    name: "invite",
    path: "/p/spring",
    options: { pages: samplePages },
    ready: async (page) => {
      await page.getByRole("button", { name: /menu of the account/ }).click();
      await page.getByRole("menuitem", { name: "Invite someone" }).click();
      await page.getByRole("button", { name: "Make an invitation link" }).click();
      await expect(page.getByLabel("Invitation link")).toBeVisible();
    },
  },
];

/** Colours follow the system while a page is open, so one opening serves both schemes. */
const widths = [
  { width: "wide", viewport: { width: 1280, height: 800 }, phone: false, schemes: ["light", "dark"] },
  { width: "phone", viewport: { width: 390, height: 844 }, phone: true, schemes: ["light"] },
] as const;

for (const { width, viewport, phone, schemes } of widths) {
  test.describe(width, () => {
    test.use({ colorScheme: schemes[0], viewport, hasTouch: phone, isMobile: phone, reducedMotion: "reduce" });
    for (const screen of [...screens, ...fromSidebar]) {
      test(`${screen.name} is clean, ${schemes.join(" and ")}`, async ({ shell }) => {
        const { page } = shell;
        await shell.open(screen.path, screen.options);
        if (phone && fromSidebar.includes(screen)) await page.getByRole("button", { name: "Pages" }).click();
        await screen.ready(page);
        for (const scheme of schemes) {
          await page.emulateMedia({ colorScheme: scheme });
          await expect(page.locator("html")).toHaveCSS("color-scheme", scheme);
          if (pictures !== undefined) {
            mkdirSync(pictures, { recursive: true });
            await page.screenshot({ path: join(pictures, `${screen.name}-${phone ? width : scheme}.png`) });
          }
          await shell.expectClean();
        }
      });
    }
  });
}
