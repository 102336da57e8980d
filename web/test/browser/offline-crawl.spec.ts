/** Nothing leads nowhere without a server: every known link shows something of use, and every control that rests says why. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { OffingServer, Person } from "./support/offing";

const SECTIONS = 12;
/** Of a section; with the sections and the page that holds them these are 301 pages. */
const PAGES = 24;

let server: OffingServer;
let ada: Person;

test.describe.configure({ mode: "serial" });

// One workspace for both tests: nothing in it is changed.
test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await OffingServer.start();
  ada = await Person.arrive(server);
  await ada.setUp();
  await ada.choosePlan("Manual only");
  const folder = await manyPages();
  await server.import(folder);
  await rm(folder, { recursive: true });
  await ada.openEntry(/^Handbook/, "The way to all sections");
  // The list of an import arrives a piece at a time.
  await expect(async () => {
    await ada.entry(/^Handbook/).focus();
    await ada.page.keyboard.press("ArrowRight");
    await expect(ada.entry(/^Section 3,/)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  for (const [title, subpages] of [
    [/^Section 3,/, true],
    [/^Handbook/, false],
  ] as const) {
    await ada.entry(title).click({ button: "right" });
    await ada.page.getByRole("menuitem", { name: "Available offline…" }).click();
    const dialog = ada.page.getByRole("dialog", { name: /^Keep “/ });
    await dialog.getByRole("checkbox").setChecked(subpages);
    await dialog.getByRole("button", { name: "Keep offline" }).click();
    await expect(dialog).toHaveCount(0);
  }
  await ada.page.goto(`${server.url}/offline`);
  await expect(
    ada.page.getByText(new RegExp(`^${PAGES + 2} of ${SECTIONS * (PAGES + 1) + 1} pages are ready`)),
  ).toBeVisible({
    timeout: 30_000,
  });
  await ada.status("Synced");
  await ada.readyForOffline();
  await server.kill();
  await ada.close();
  await ada.open("/offline");
  await ada.status(/Cannot reach the server/);
});

test.afterAll(async () => {
  await ada.remove();
  await server.remove();
});

test("statement 8: of 300 pages, most of them elsewhere, each known link leads to content or to a useful screen", async () => {
  test.setTimeout(300_000);
  const seen = await crawl(ada.page);
  const screens = Object.values(seen);
  const pages = screens.filter((screen) => screen.path.startsWith("/p/"));
  expect(pages).toHaveLength(SECTIONS * (PAGES + 1) + 1);
  for (const screen of screens) expect(screen, JSON.stringify(screen)).toMatchObject({ wrong: null });
  expect(pages.filter((screen) => screen.kind === "content").length).toBe(PAGES + 2);
  expect(screens.filter((screen) => screen.kind === "sheet").map((screen) => screen.path)).toEqual(
    expect.arrayContaining(["/trash", "/offline", "/offline/check", "/offline/device", "/offline/policy"]),
  );

  // What a search leads to, here and elsewhere.
  for (const [query, name, found] of [
    ["Page 3-7", /^Page 3-7\b/, "Text of 3-7."],
    ["Page 9-11", /^Page 9-11\b/, null],
    ["herring gull", /Page 3-5.*herring gull/, "A herring gull"],
  ] as const) {
    await ada.page.keyboard.press("Control+k");
    await ada.page.getByRole("combobox", { name: "Search titles and texts" }).fill(query);
    await ada.page.getByRole("option", { name }).first().click();
    if (found !== null) await expect(ada.body()).toContainText(found);
    else await expect(ada.page.getByRole("button", { name: "Fetch when online" })).toBeVisible();
  }
  // An address that no page has.
  await ada.page.goto(`${server.url}/p/${"0".repeat(32)}`);
  await expect(ada.page.getByRole("heading", { name: "No page known here" })).toBeVisible();
  await expect(ada.page.getByRole("button", { name: "Find a page" })).toBeVisible();
  expect(ada.failures).toEqual([]);
});

test("statement 29: every control that cannot be used offline says why and what will work, by keyboard too", async () => {
  test.setTimeout(300_000);
  const { page } = ada;
  const told = new Map<string, string>();
  const look = async (where: string) => {
    for (const [name, text] of await resting(page)) told.set(`${where}: ${name}`, text);
  };
  await page.goto(`${server.url}/offline`);
  await ada.status(/Cannot reach the server/);

  await page.getByRole("button", { name: /menu of the account/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: /^Invite someone/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Invite someone" })).toHaveCount(0);
  await look("account");
  await page.keyboard.press("Escape");

  await ada.entry(/^Handbook/).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("treeitem", { name: /^Section 1,/ }).focus();
  await page.keyboard.press("Shift+F10");
  await page.keyboard.press("End");
  await look("menu of a page that is elsewhere");
  await page.keyboard.press("Escape");
  await page.getByRole("treeitem", { name: /^Section 1,/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Fetch when online" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Will be fetched/ })).toBeFocused();
  await look("a page that was asked for");
  await page.goto(`${server.url}${ada.path()}/history`);
  await expect(page.getByRole("main")).toContainText(/not on this device/);
  await look("history");

  for (const part of ["check", "device", "policy"]) {
    await page.goto(`${server.url}/offline/${part}`);
    await expect(page.getByRole("heading", { name: "On this device", exact: true })).toBeVisible();
    if (part === "check") await expect(page.getByRole("button", { name: "Check again" })).toBeVisible();
    await look(part);
  }
  await page.getByRole("button", { name: "Status:" }).click();
  await look("status");
  await page.keyboard.press("Escape");

  expect([...told.keys()].sort()).toEqual(
    expect.arrayContaining([
      "account: Invite someone",
      "menu of a page that is elsewhere: History",
      "menu of a page that is elsewhere: Export as Markdown",
      "a page that was asked for: Will be fetched",
    ]),
  );
  for (const [name, text] of told) {
    // A reason, and a way: when, or what else.
    expect(text, name).toMatch(/^\p{Lu}.{15,}\.$/u);
    expect(text, name).toMatch(/\b(when|as soon as|until|once|by itself|“|yourself|ask|choose|change)\b|“/i);
  }
  expect(ada.failures).toEqual([]);
});

interface Screen {
  readonly path: string;
  readonly kind: "content" | "elsewhere" | "sheet" | "none";
  /** What is missing on the screen; null = nothing. */
  readonly wrong: string | null;
}

/** Follows every link of the app that shows on any screen, the whole tree unfolded; judges each screen when it rests. */
function crawl(page: Page): Promise<Record<string, Screen>> {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const links = () =>
      [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].filter(
        (link) => link.origin === location.origin && link.hash === "" && !link.pathname.startsWith("/files/"),
      );
    const main = () => document.querySelector<HTMLElement>("main#page");
    const text = () => main()?.textContent?.trim() ?? "";
    const editor = () => main()?.querySelector<HTMLElement>('.bn-editor[contenteditable="true"]') ?? null;

    const judge = (path: string): Screen => {
      const title = main()?.querySelector("h1")?.textContent?.trim() ?? "";
      const said = text();
      if (editor() !== null) {
        const own = /^(Page|Section) ([\d-]+)$|^(Handbook)$/.exec(title);
        const expected = own?.[3] !== undefined ? "The way to all sections" : `Text of ${own?.[2] ?? "?"}.`;
        return { path, kind: "content", wrong: said.includes(expected) ? null : `not its text: ${said.slice(0, 80)}` };
      }
      if (!path.startsWith("/p/")) return { path, kind: "sheet", wrong: title === "" ? "no heading" : null };
      const wrong: string[] = [];
      if (!/^(Page|Section) [\d-]+$/.test(title)) wrong.push(`title: ${title}`);
      if (!/At the top level|Handbook/.test(said)) wrong.push("no place");
      if (!/Nothing (keeps|kept) this page on this device/.test(said)) wrong.push("no reason");
      const ways = [...(main()?.querySelectorAll("button:not([aria-disabled])") ?? [])].map((each) => each.textContent);
      if (!ways.some((way) => way?.includes("Fetch when online") === true)) wrong.push(`no way on: ${ways.join(", ")}`);
      return { path, kind: "elsewhere", wrong: wrong.length === 0 ? null : wrong.join("; ") };
    };

    const rests = async (path: string): Promise<boolean> => {
      for (let tries = 0; tries < 600; tries++) {
        await frame();
        if (location.pathname !== path || text() === "" || /^Opening…$/.test(text())) continue;
        const shown = editor();
        if (shown === null ? text().includes("Opening…") : (shown.textContent ?? "").trim() === "") continue;
        return true;
      }
      return false;
    };

    const seen: Record<string, Screen> = {};
    const waiting = new Set(links().map((link) => link.pathname));
    while (waiting.size > 0) {
      const path = waiting.values().next().value as string;
      waiting.delete(path);
      const link = links().find((each) => each.pathname === path);
      if (link !== undefined) link.click();
      else {
        // The link has gone with the screen it was on: its address stays.
        history.pushState(null, "", path);
        dispatchEvent(new PopStateEvent("popstate"));
      }
      seen[path] = (await rests(path)) ? judge(path) : { path, kind: "none", wrong: `blank: ${text().slice(0, 80)}` };
      document
        .querySelectorAll<HTMLElement>('[role="treeitem"][aria-expanded="false"] button[aria-label="Open"]')
        .forEach((each) => each.click());
      for (const each of links()) if (!(each.pathname in seen)) waiting.add(each.pathname);
    }
    return seen;
  });
}

/** Controls on screen that cannot be used now: name, and what they say about it. Fails if one cannot be reached. */
async function resting(page: Page): Promise<[string, string][]> {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[aria-disabled="true"], :disabled')]
      .filter((each) => each.checkVisibility() && each.getAttribute("aria-busy") !== "true")
      .map((each) => {
        const described = (each.getAttribute("aria-describedby") ?? "")
          .split(" ")
          .map((id) => document.getElementById(id)?.textContent ?? "")
          .join(" ");
        const whole = (each.textContent ?? "").trim();
        each.focus();
        const label = each.getAttribute("aria-label") ?? (each as HTMLButtonElement).labels?.[0]?.textContent ?? null;
        return { whole, described: described.trim(), label, reached: document.activeElement === each };
      }),
  );
  return found.map(({ whole, described, label, reached }) => {
    expect(reached, `reached by keyboard: ${whole}`).toBe(true);
    const [, name, why] = /^(.*?)(?:, not available: |(?<=[a-z…])(?=[A-Z][a-z]+ ))(.*)$/.exec(whole) ?? [];
    return [label ?? name ?? whole, described !== "" ? described : (why ?? "")];
  });
}

/** Sections with pages, each with links to its neighbours, to another section, and to a page of that. */
async function manyPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "offing-many-"));
  const list: string[] = [];
  await mkdir(join(folder, "Handbook"), { recursive: true });
  for (let section = 1; section <= SECTIONS; section++) {
    const name = `Section ${section}`;
    list.push(`- [${name}](Handbook/${encodeURIComponent(name)}.md)`);
    await writeFile(join(folder, "Handbook", `${name}.md`), `# ${name}\n\nText of ${section}.\n`);
    await mkdir(join(folder, "Handbook", name));
    for (let page = 1; page <= PAGES; page++) {
      const next = `Page ${section}-${(page % PAGES) + 1}.md`;
      const other = `../Section ${(section % SECTIONS) + 1}/Page ${(section % SECTIONS) + 1}-${page}.md`;
      await writeFile(
        join(folder, "Handbook", name, `Page ${section}-${page}.md`),
        `# Page ${section}-${page}\n\nText of ${section}-${page}. On to [the next](${encodeURI(next)}) or [across](${encodeURI(other)}).\n${page === 5 ? "\nA herring gull sits on the mast.\n" : ""}`,
      );
    }
  }
  await writeFile(join(folder, "Handbook.md"), `# Handbook\n\nThe way to all sections\n\n${list.join("\n")}\n`);
  return folder;
}
