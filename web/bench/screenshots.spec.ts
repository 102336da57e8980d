/** Takes the pictures of docs/images from the built app and a real server: `npm run bench -- screenshots` */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { axeFindings } from "../test/browser/support/axe";
import { Line, OffingServer, Person } from "../test/browser/support/offing";
import { writeHarbour } from "./support/harbour";

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const looks = [
  { suffix: "", colorScheme: "light", size: desk },
  { suffix: "-dark", colorScheme: "dark", size: desk },
  { suffix: "-phone", colorScheme: "light", size: phone },
] as const;

const HOUR = 3_600_000;

/** The screen in light, dark and on a phone, each free of what axe finds. @param show what is opened on it first */
async function picture({ page }: Person, name: string, show: () => Promise<void> = async () => {}): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  for (const { suffix, colorScheme, size } of looks) {
    await page.setViewportSize(size);
    await browser.send("Emulation.setTouchEmulationEnabled", { enabled: size === phone });
    // Bars for scrolling take no room there.
    if (size === phone) {
      await browser.send("Emulation.setDeviceMetricsOverride", { ...phone, deviceScaleFactor: 1, mobile: true });
    }
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await show();
    // Nothing is hovered there.
    await page.mouse.move(2, 300);
    await page.screenshot({ path: `${images}${name}${suffix}.png`, animations: "disabled" });
    expect(await axeFindings(page), `${name}${suffix}`).toEqual([]);
  }
  await browser.send("Emulation.clearDeviceMetricsOverride");
  await browser.detach();
  await page.setViewportSize(desk);
  await page.emulateMedia({ colorScheme: "light" });
}

test("screenshots of the first page", async () => {
  test.setTimeout(180_000);
  const server = await OffingServer.start({ demo: true });
  const line = await Line.to(server);
  const ada = await Person.arrive(server, line);
  const shot = (name: string) => ada.page.screenshot({ path: `${images}${name}.png`, animations: "disabled" });
  try {
    await ada.setUp();
    await ada.page.setViewportSize(desk);
    await ada.entry(/^Welcome to Offing/).click();
    await ada.page.keyboard.press("ArrowRight");
    await expect(ada.body()).toContainText("Try this");
    await ada.status("Synced");
    await expect(ada.page.getByRole("link", { name: "Offline", exact: true })).toBeVisible();
    await ada.page.getByRole("main").focus();
    await ada.page.mouse.move(2, 300);
    await shot("light");
    await ada.page.emulateMedia({ colorScheme: "dark" });
    await shot("dark");
    await ada.page.emulateMedia({ colorScheme: "light" });
    await line.cut();
    await ada.status(/Cannot reach the server/);
    await ada.caret("This is your workspace", -1);
    await ada.type(" Written with the server out of reach.");
    await ada.status(/Cannot reach the server.*to send/);
    await ada.saved();
    await ada.page.getByRole("button", { name: /^Status:/ }).click();
    await expect(ada.page.getByRole("dialog")).toContainText(/next try in \d+ s/);
    await shot("offline");
    await ada.page.keyboard.press("Escape");
    await ada.page.setViewportSize(phone);
    await shot("phone");
  } finally {
    await ada.remove();
    await line.cut();
    await server.remove();
  }
});

test("screenshots of being offline", async () => {
  test.setTimeout(300_000);
  const server = await OffingServer.start();
  const line = await Line.to(server);
  const folder = await mkdtemp(join(tmpdir(), "offing-harbour-"));
  const ada = await Person.arrive(server);
  const ben = await Person.arrive(server);
  // Ada's other device, of which the pictures are.
  const laptop = await Person.arrive(server, line);
  try {
    await ada.setUp();
    await ada.choosePlan("Notion-like");
    for (const section of await writeHarbour(folder)) await server.import(section);
    await choose(ada);
    await ben.join(await ada.invite(), "Ben Holm");
    await laptop.page.reload();
    await laptop.signIn();
    await laptop.page.getByRole("button", { name: "Not now" }).click();
    await unfold(laptop, /^Season plan/);
    await laptop.status("Synced");
    await laptop.readyForOffline();
    await laptop.openEntry(/^Minutes/, "first Wednesday");
    await laptop.openEntry(/^Spring refit/, "the dust settles");
    await laptop.saved();
    await expect(laptop.page.getByRole("link", { name: "Offline", exact: true })).toBeVisible();
    const actions = laptop.page.getByRole("button", { name: "Actions for Spring refit" }).last();
    await picture(laptop, "page-menu", async () => {
      if ((await actions.getAttribute("aria-expanded")) === "true") await actions.click();
      await actions.click();
      await expect(laptop.page.getByRole("menuitem", { name: "Available offline…" })).toBeVisible();
    });
    await laptop.page.keyboard.press("Escape");

    await laptop.page.getByRole("link", { name: "Offline" }).click();
    await expect(laptop.page.getByText(/pages are ready/)).toBeVisible();
    await expect(laptop.page.getByText(/^Open now/)).toHaveCount(0);
    await picture(laptop, "offline-centre");
    await laptop.page.getByRole("link", { name: "Ready for a flight?" }).click();
    await expect(laptop.page.getByRole("heading", { name: "Ready for a flight", exact: true })).toBeVisible();
    await expect(laptop.page.getByText("Pages and the app")).toBeVisible();
    await picture(laptop, "flight-check");

    await line.cut();
    await laptop.status(/Cannot reach the server/);
    await unfold(laptop, /^Handbook/);
    await laptop.entry(/^Radio procedures/).click();
    await expect(laptop.page.getByText("Now that it is open it comes")).toBeVisible();
    await laptop.page.getByRole("main").focus();
    await laptop.status(/next try in/);
    await picture(laptop, "not-here-yet");

    await writeApart(laptop, ben);
    await line.mend();
    await laptop.status("Synced");
    await expect(laptop.page.getByRole("complementary", { name: /While you were away/ })).toBeVisible();
    await picture(laptop, "summary");
    await laptop.page.getByRole("button", { name: "Done" }).click();
    await writeOnThreeDays(laptop, ben);
    await laptop.page.goto(`${laptop.page.url()}/history`);
    await laptop.page.getByRole("button", { name: /Ben Holm/ }).click();
    await laptop.page.getByRole("button", { name: "What changed in it" }).click();
    await expect(laptop.page.locator("ins").first()).toBeVisible();
    await picture(laptop, "history");
    expect([...ada.failures, ...ben.failures, ...laptop.failures]).toEqual([]);
  } finally {
    await ada.remove();
    await ben.remove();
    await laptop.remove();
    await line.cut();
    await server.remove();
    await rm(folder, { recursive: true });
  }
});

async function unfold(person: Person, title: RegExp): Promise<void> {
  await person.entry(title).focus();
  await person.page.keyboard.press("ArrowRight");
}

/** The season's pages are kept, the log is a favourite. */
async function choose(ada: Person): Promise<void> {
  const { page } = ada;
  await ada.entry(/^Season plan/).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Available offline…" }).click();
  await page
    .getByRole("dialog", { name: /^Keep “/ })
    .getByRole("button", { name: "Keep offline" })
    .click();
  await ada.entry(/^Log book/).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Add to favourites" }).click();
  await ada.status("Synced");
}

/** Ben changes the list a day after the import, Ada on the next: the clocks of their browsers are put forward for good. */
async function writeOnThreeDays(laptop: Person, ben: Person): Promise<void> {
  const today = Date.now();
  await ben.openEntry(/^Spring refit/, "the dust settles");
  await ben.page.clock.setFixedTime(today + 26 * HOUR);
  await ben.caret("Ask the yard about the crane.", -1);
  await ben.page.keyboard.press("Backspace");
  await ben.type(": two lifts on one morning.");
  await ben.caret("Order antifouling", "Order antifouling for ".length);
  for (let n = 0; n < "one hull".length; n++) await ben.page.keyboard.press("Delete");
  await ben.type("both hulls");
  await ben.saved();
  await ben.status("Synced");

  await laptop.openEntry(/^Spring refit/, "both hulls");
  await laptop.page.clock.setFixedTime(today + 49 * HOUR);
  await laptop.caret("Check the standing rigging", -1);
  await laptop.type(" Ben has the key to the shed.");
  await laptop.saved();
  await laptop.status("Synced");
}

/** Each changes what the other changes or deletes, without knowing it. */
async function writeApart(laptop: Person, ben: Person): Promise<void> {
  await unfold(laptop, /^Spring refit/);
  await laptop.openEntry(/^Rigging checklist/, "Split pins");
  await laptop.caret("Split pins taped", -1);
  await laptop.type(" Port side done.");
  await laptop.saved();
  await laptop.openEntry(/^Log book/, "One page a month");
  await laptop.caret("One page a month", -1);
  await laptop.type(" Rain counts as sea.");
  await laptop.saved();
  await unfold(ben, /^Season plan/);
  await unfold(ben, /^Spring refit/);
  await ben.openEntry(/^Rigging checklist/, "Split pins");
  await ben.body().locator(".bn-inline-content").filter({ hasText: "Split pins" }).hover();
  await ben.page.getByRole("button", { name: /drag|open block menu/i }).click();
  await ben.page.getByRole("menuitem", { name: "Delete" }).click();
  await ben.openEntry(/^Paint and antifouling/, "Two coats");
  await ben.caret("Two coats", -1);
  await ben.type(" Masks on.");
  await ben.status("Synced");
}
