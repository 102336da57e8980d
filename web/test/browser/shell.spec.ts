/** The shell as a whole on the fake workspace: status, pages, dialogs, forms, keys. */
import type { Page } from "@playwright/test";
import { samplePages } from "../fake/sample-pages";
import { clock, expect, test } from "./shell-fixture";

const status = (page: Page) => page.getByTestId("status");
/** Past the first try. */
const unreachable = { kind: "unreachable", toSend: 2, retryAt: clock + 24_000 } as const;

test.describe("status", () => {
  test("follows the workspace word by word", async ({ shell }) => {
    await shell.open("/p/spring", { pages: samplePages });
    const { page } = shell;
    await expect(status(page)).toContainText("Synced");
    await page.evaluate(() => window.fake.workspace.setStatus({ kind: "saved", toSend: 1 }));
    await expect(status(page)).toContainText("Saved on this device, 1 to send");
    await page.evaluate(() => window.fake.workspace.setStatus({ kind: "unreachable", toSend: 2, retryAt: null }));
    await expect(status(page)).toContainText("Cannot reach the server, 2 to send");
    await expect(status(page)).toContainText("trying now");
    await page.evaluate(() =>
      window.fake.workspace.setStatus({ kind: "attention", toSend: 2, why: "The disk is full.", action: "retry" }),
    );
    await expect(status(page)).toContainText("Needs attention: the disk is full");
  });

  test("its panel names the pages that wait, leads to them, and tries now", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages, status: { ...unreachable, retryAt: clock + 24_000 } });
    const { page } = shell;
    await status(page).click();
    await page.getByRole("button", { name: "Try now" }).click();
    expect(await page.evaluate(() => window.fake.workspace.calls)).toContain("syncNow");
    await page.getByRole("dialog").getByRole("link", { name: "Rigging checklist" }).click();
    await expect(page).toHaveURL(/\/p\/rigging$/);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("the line and its panel count down by one clock", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await expect(status(page)).toContainText("Synced");
    // Every state of the screen between two tasks, also those that last less than a frame.
    await page.evaluate(() => {
      const seconds = (place: string) =>
        /next try in (\d+) s/.exec(document.querySelector(place)?.textContent ?? "")?.[1] ?? null;
      const shown: [string | null, string | null][] = [];
      (window as unknown as { shown: typeof shown }).shown = shown;
      new MutationObserver(() => {
        shown.push([seconds('[data-testid="status"]'), seconds('[role="dialog"]')]);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await page.clock.setFixedTime(clock + 50_000);
    await page.evaluate((retryAt) => {
      window.fake.workspace.setStatus({ kind: "unreachable", toSend: 2, retryAt });
    }, clock + 74_000);
    await expect(status(page)).toContainText("next try in 24 s");
    await page.clock.setFixedTime(clock + 54_000);
    await status(page).click();
    const panel = page.getByRole("dialog", { name: "Status of your work" });
    await expect(panel).toContainText("next try in 20 s");
    await expect(status(page)).toContainText("next try in 20 s");
    await page.clock.setFixedTime(clock + 64_000);
    await expect(panel).toContainText("next try in 10 s");
    await expect(status(page)).toContainText("next try in 10 s");
    const shown = await page.evaluate(() => (window as unknown as { shown: [string | null, string | null][] }).shown);
    expect(new Set(shown.map(([line]) => line))).toEqual(new Set(["24", "20", "10"]));
    expect(shown.filter(([line, inPanel]) => inPanel !== null && inPanel !== line)).toEqual([]);
  });

  test("its panel says how much of a large file the server has", async ({ shell }) => {
    const upload = { sentBytes: 3_000_000, sizeBytes: 6_300_000 };
    await shell.open("/p/welcome", { pages: samplePages, status: { kind: "saved", toSend: 1 }, upload });
    const { page } = shell;
    await status(page).click();
    await expect(page.getByRole("dialog")).toContainText("A file is being sent: the server has 3.0 MB of 6.3 MB.");
    await shell.expectClean();
  });

  test("is on the page's bar where the sidebar is hidden", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages, status: unreachable });
    const { page } = shell;
    await page.getByRole("button", { name: "Hide the sidebar" }).click();
    await expect(page.getByRole("banner").getByTestId("status")).toContainText("2 to send");
    await page.keyboard.press("Control+\\");
    await expect(page.getByRole("tree")).toBeVisible();
  });

  test("asks the browser to keep the data and shows the answer", async ({ shell }) => {
    await shell.open("/p/welcome", {
      pages: samplePages,
      storage: { usedBytes: 10, quotaBytes: 100, persisted: false },
      persistenceAnswer: false,
    });
    const { page } = shell;
    const hint = page.getByRole("region", { name: "Get ready for offline" });
    await hint.getByRole("button", { name: "Ask the browser" }).click();
    await expect(hint).toContainText("did not promise");
    await hint.getByRole("button", { name: "Understood" }).click();
    await expect(hint).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole("treeitem").first()).toBeVisible();
    await expect(hint).toHaveCount(0);
  });

  test("an ended session is mended over the open page", async ({ shell }) => {
    await shell.open("/p/spring", {
      pages: samplePages,
      status: { kind: "attention", toSend: 2, why: "The session has ended.", action: "sign-in" },
    });
    const { page } = shell;
    await status(page).click();
    await page.getByRole("button", { name: "Sign in" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog.getByLabel("E-mail")).toHaveValue("ada@harbour.example");
    await dialog.getByLabel("Password", { exact: true }).fill("harbour light");
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(page.getByTestId("editor")).toBeVisible();
  });
});

test.describe("pages", () => {
  test("the header says a page's place and state", async ({ shell }) => {
    await shell.open("/p/rigging", { pages: samplePages });
    const { page } = shell;
    await expect(page.getByTestId("editor")).toBeVisible();
    await expect(page).toHaveTitle("Rigging checklist · Harbour Office");
    await expect(page.getByRole("navigation", { name: "Place of this page" })).toContainText("Season plan 2026");
    await page.evaluate(() => window.fake.workspace.setSaveState("rigging", "saved-here"));
    await expect(page.getByTestId("save-state")).toHaveText("Saved on this device");
  });

  test("`/` goes to the last page of this device", async ({ shell }) => {
    await shell.open("/", { pages: samplePages, lastPage: "rigging" });
    await expect(shell.page).toHaveURL(/\/p\/rigging$/);
  });

  test("`/` goes to the first page on a device that has opened none", async ({ shell }) => {
    await shell.open("/", { pages: samplePages });
    await expect(shell.page).toHaveURL(/\/p\/welcome$/);
  });

  test("`/` does not lead into the trash", async ({ shell }) => {
    await shell.open("/", { pages: samplePages, lastPage: "old-budget" });
    await expect(shell.page.getByRole("heading", { name: "Where to?" })).toBeVisible();
  });

  test("Alt N makes a page and opens it, with no server", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages, status: unreachable });
    const { page } = shell;
    await expect(page.getByTestId("editor")).toBeVisible();
    await page.keyboard.press("Alt+n");
    await expect(page).toHaveURL(/\/p\/new-1$/);
    await expect(page.getByTestId("editor")).toHaveAttribute("data-page-id", "new-1");
  });

  test("leaving a page closes its handle", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await expect(page.getByTestId("editor")).toBeVisible();
    await page.getByRole("treeitem", { name: "Log book" }).getByRole("link").click();
    await expect(page.getByTestId("editor")).toHaveAttribute("data-page-id", "log");
    expect(await page.evaluate(() => [...window.fake.workspace.openHandles])).toEqual(["log"]);
  });

  test("a page that is not here opens by itself once it has arrived", async ({ shell }) => {
    await shell.open("/p/crew-lists", { pages: samplePages, status: unreachable });
    const { page } = shell;
    await expect(page.getByRole("heading", { name: "Crew lists" })).toBeVisible();
    await page.getByRole("button", { name: "Fetch when online" }).click();
    await expect(page.getByText("Noted.")).toBeVisible();
    expect(await page.evaluate(() => window.fake.workspace.calls)).toContain("fetchPage");
    await page.evaluate(() => window.fake.workspace.setPage("crew-lists", { here: true }));
    await expect(page.getByTestId("editor")).toBeVisible();
  });

  test("a page that cannot be opened says why and tries again", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await expect(page.getByTestId("editor")).toBeVisible();
    await page.evaluate(() => {
      const { workspace, DataError } = window.fake;
      workspace.failures = { openPage: new DataError("storage-failed", "its snapshot is damaged") };
    });
    await page.getByRole("treeitem", { name: "Log book" }).getByRole("link").click();
    await expect(page.getByText("its snapshot is damaged")).toBeVisible();
    await page.evaluate(() => {
      window.fake.workspace.failures = {};
    });
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByTestId("editor")).toBeVisible();
  });

  test("a trashed page says so where it is open, and comes back", async ({ shell }) => {
    await shell.open("/p/old-budget", { pages: samplePages });
    const { page } = shell;
    await expect(page.getByText("This page is in the trash.")).toBeVisible();
    await page.getByRole("button", { name: "Put it back" }).click();
    await expect(page.getByText("This page is in the trash.")).toHaveCount(0);
    await expect(page.getByRole("treeitem", { name: "Budget 2024" })).toBeVisible();
  });

  test("the icon is chosen by words and by arrows", async ({ shell }) => {
    await shell.open("/p/spring", { pages: samplePages });
    const { page } = shell;
    await page.getByRole("button", { name: /Icon of the page/ }).click();
    await page.keyboard.type("anchor");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("button", { name: "anchor" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Icon of the page: ⚓. Change it" })).toBeFocused();
  });

  test("a failing action is told in words and keeps the screen", async ({ shell }) => {
    await shell.open("/p/spring", { pages: samplePages });
    const { page } = shell;
    await page.evaluate(() => {
      const { workspace, DataError } = window.fake;
      workspace.failures = { createPage: new DataError("storage-full", "quota") };
    });
    await page.getByRole("button", { name: "New page", exact: false }).first().click();
    await expect(page.getByText("Making a page did not work: this device has no room left.")).toBeVisible();
    await expect(page.getByTestId("editor")).toBeVisible();
  });
});

test.describe("dialogs", () => {
  test("the search goes to a page by keys alone, and Escape leaves everything as it was", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await expect(page.getByTestId("editor")).toBeVisible();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("combobox")).toHaveCount(0);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("radio");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/p\/radio$/);
  });

  test("`?` lists the keys, but not where somebody types", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await page.getByLabel("Show pages with this in the title").press("?");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("Escape");
    await page.getByRole("treeitem").first().focus();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("treeitem").first()).toBeFocused();
  });

  test("signing out with unsent work wants the number typed", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages, status: unreachable });
    const { page } = shell;
    await page.getByRole("button", { name: /menu of the account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out…" }).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    const discard = page.getByRole("button", { name: /Discard and sign out/ });
    await expect(discard).toHaveAttribute("aria-disabled", "true");
    await discard.click({ force: true });
    expect(await page.evaluate(() => window.fake.workspace.session().kind)).toBe("open");
    const number = page.getByLabel("To discard them for good");
    await number.fill("3");
    await expect(discard).toHaveAttribute("aria-disabled", "true");
    await number.fill("2");
    await discard.click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  test("a browser that lost its store says so, and one that was signed out of does not", async ({ shell }) => {
    const { page } = shell;
    await shell.open("/p/welcome", { pages: samplePages, status: unreachable });
    await expect(page.getByTestId("status")).toBeVisible();
    await page.evaluate(() => window.fake.workspace.setSession({ kind: "signed-out", serverReachable: true }));
    await expect(page.getByText("2 changes had not been sent")).toBeVisible();
    await page.evaluate(() => window.fake.workspace.signIn());
    await page.evaluate(() => window.fake.workspace.setStatus({ kind: "synced" }));
    await page.getByRole("button", { name: /menu of the account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out…" }).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(page.getByText("was cleared")).toHaveCount(0);
  });

  test("once everything is sent the guard steps aside", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages, status: { kind: "saved", toSend: 1 } });
    const { page } = shell;
    await page.getByRole("button", { name: /menu of the account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out…" }).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page.getByRole("heading", { name: "1 change would be lost" })).toBeVisible();
    await page.evaluate(() => window.fake.workspace.setStatus({ kind: "synced" }));
    await expect(page.getByRole("heading", { name: "All sent" })).toBeVisible();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  test("inviting makes a link; where it cannot, it says why", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await page.getByRole("button", { name: /menu of the account/ }).click();
    await page.getByRole("menuitem", { name: "Invite someone" }).click();
    await page.getByRole("button", { name: "Make an invitation link" }).click();
    await expect(page.getByLabel("Invitation link")).toHaveValue(/\/join#/);
    await page.keyboard.press("Escape");
    await page.evaluate(() => window.fake.workspace.setStatus({ kind: "unreachable", toSend: 0, retryAt: null }));
    await page.getByRole("button", { name: /menu of the account/ }).click();
    await expect(page.getByRole("menuitem", { name: /Invite someone/ })).toContainText(
      "as soon as the server can be reached",
    );
  });

  test("an update is offered only when nothing waits", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages, status: { kind: "saved", toSend: 1 } });
    const { page } = shell;
    await expect(page.getByTestId("editor")).toBeVisible();
    await page.evaluate(() => window.fake.updates.arrive());
    await expect(page.getByText("A new version is ready")).toHaveCount(0);
    await page.evaluate(() => window.fake.workspace.setStatus({ kind: "synced" }));
    await page.getByRole("button", { name: "Update now" }).click();
    expect(await page.evaluate(() => window.fake.updates.applied)).toBe(1);
  });

  test("the theme is chosen, kept, and told to the browser", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await page.getByRole("button", { name: /menu of the account/ }).click();
    await page.getByRole("button", { name: "Dark", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(page.locator('meta[name="theme-color"]')).toHaveAttribute("content", "#0b1317");
  });
});

test.describe("the first screens", () => {
  test("set-up marks what is wrong at its field, keeps what was typed, and opens the workspace", async ({ shell }) => {
    await shell.open("/", { session: { kind: "setup" } });
    const { page } = shell;
    await page.evaluate(() => {
      const { workspace, DataError } = window.fake;
      workspace.failures = { setUp: new DataError("wrong-code", "no") };
    });
    await page.getByRole("button", { name: "Create the workspace" }).click();
    await expect(page.getByLabel("Code from the console")).toBeFocused();
    await page.getByLabel("Code from the console").fill("WRONG");
    await page.getByLabel("Name of the workspace").fill("Harbour");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("E-mail").fill("ada@x.example");
    await page.getByLabel("Password", { exact: true }).fill("a long password");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Code from the console")).toBeFocused();
    await expect(page.getByLabel("Code from the console")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("This is not the code on the server’s console")).toBeVisible();
    await expect(page.getByLabel("Your name")).toHaveValue("Ada");
    await page.evaluate(() => {
      window.fake.workspace.failures = {};
    });
    await page.getByLabel("Code from the console").fill("RIGHT");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "A clear sheet" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Harbour, menu of the account" })).toBeVisible();
  });

  test("signing in without a server says what happened and keeps the words", async ({ shell }) => {
    await shell.open("/", { session: { kind: "signed-out", serverReachable: false } });
    const { page } = shell;
    await page.evaluate(() => {
      const { workspace, DataError } = window.fake;
      workspace.failures = { signIn: new DataError("offline", "fetch failed") };
    });
    await page.getByLabel("E-mail").fill("ada@x.example");
    await page.getByLabel("Password", { exact: true }).fill("secret words");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("The server did not answer");
    await expect(page.getByLabel("E-mail")).toHaveValue("ada@x.example");
  });

  test("joining takes the invitation from the link and leaves no trace of it in the address", async ({ shell }) => {
    await shell.open("/join#tok-123", { session: { kind: "signed-out", serverReachable: true } });
    const { page } = shell;
    await page.getByLabel("Your name").fill("Bo");
    await page.getByLabel("E-mail").fill("bo@x.example");
    await page.getByLabel("Password", { exact: true }).fill("a long password");
    await page.getByRole("button", { name: "Join" }).click();
    await expect(page).toHaveURL(/\/$/);
  });
});

test.describe("phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the drawer opens, leads on, closes; everything pressed is 44 px", async ({ shell }) => {
    await shell.open("/p/welcome", { pages: samplePages });
    const { page } = shell;
    await page.getByRole("button", { name: "Pages" }).click();
    await expect(page.getByRole("tree")).toBeVisible();
    const small = await page
      .getByRole("dialog")
      .getByRole("button")
      .evaluateAll((buttons) =>
        buttons
          .filter((button) => button.checkVisibility())
          .map((button) => ({
            name: button.getAttribute("aria-label") ?? button.textContent,
            box: button.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.width < 43.5 || box.height < 43.5)
          .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
      );
    expect(small).toEqual([]);
    await page.getByRole("treeitem", { name: "Log book" }).getByRole("link").click();
    await expect(page.getByRole("tree")).toHaveCount(0);
    await expect(page.getByTestId("editor")).toHaveAttribute("data-page-id", "log");
  });

  test("nothing is wider than the screen", async ({ shell }) => {
    await shell.open("/p/suppliers", { pages: samplePages, status: unreachable });
    const { page } = shell;
    await expect(page.getByTestId("editor")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
