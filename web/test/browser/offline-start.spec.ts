/** Starting without a server, and never losing what was written: with an expired session, over restarts, at sign-out. */
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { Line, OffingServer, Person, readLog } from "./support/offing";

let server: OffingServer;
let line: Line;
let ada: Person;

test.describe.configure({ timeout: 300_000 });

test.beforeEach(async () => {
  server = await OffingServer.start();
  line = await Line.to(server);
  ada = await Person.arrive(server, line);
  await ada.setUp();
});

test.afterEach(async () => {
  expect(ada.failures).toEqual([]);
  await ada.remove();
  await line.cut();
  await server.remove();
});

test("statement 7: a start offline with an expired session shows the last page and the whole sidebar", async () => {
  await ada.newPage("Harbour", ["quay"]);
  await ada.newPage("Boats", ["hull"]);
  await ada.newPage("Log", ["wind north"]);
  await ada.openEntry(/Boats/, "hull");
  await ada.status("Synced");
  await ada.readyForOffline();
  // The server will not know this browser any more.
  await ada.context.clearCookies();
  await server.kill();
  await ada.kill();
  await ada.open();
  await expect(ada.body()).toContainText("hull");
  for (const title of [/Harbour/, /Boats/, /Log/]) await expect(ada.entry(title)).toBeVisible();
  await ada.caret("hull", -1);
  await ada.type(" painted");
  await ada.saved();

  // In contact again it asks for a person, and what was written goes on being here.
  await server.up();
  await ada.status(/Needs attention: sign in again/i);
  await ada.type(" white");
  await ada.saved();
  await ada.page.getByRole("button", { name: /^Status:/ }).click();
  await ada.page.getByRole("button", { name: "Sign in", exact: true }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await dialog.getByRole("button", { name: /^Sign in/ }).click();
  await ada.status("Synced");
  await expect(ada.body()).toContainText("hull painted white");
});

test("statement 12: over three restarts offline and a reply that is lost, each change arrives exactly once", async () => {
  await ada.newPage("Log", ["sails"]);
  await ada.status("Synced");
  await ada.readyForOffline();
  const ben = await Person.arrive(server);
  try {
    await ben.signIn();
    await ben.openEntry(/Log/, "sails");
    await line.cut();
    await ada.status(/Cannot reach the server/);
    for (const word of ["one;", "two;", "three;"]) {
      await ada.caret("sails", -1);
      await ada.type(` ${word}`);
      await ada.saved();
      await ada.close();
      await ada.open();
      await expect(ada.body()).toContainText(word);
    }
    await ada.newPage("Made away", ["a page"]);
    await ada.saved();
    await ada.openEntry(/Log/, "three;");
    await line.mend();
    await ada.status("Synced");
    await expect(ben.body()).toContainText("sails one; two; three;");

    // The server takes it, and its answer does not come: what follows in the page waits for that.
    line.deafen();
    await ada.caret("sails", -1);
    await ada.type(" four;");
    await expect(ben.body()).toContainText("three; f");
    await line.cut();
    await ada.status(/Cannot reach the server, \d+ to send/);
    // The count may be of the first letters: the last one is saved when the page says so.
    await ada.saved();
    await ada.close();
    await ada.open();
    await expect(ada.body()).toContainText("four;");
    await line.mend();
    await ada.status("Synced");
    for (const person of [ada, ben]) expect(await person.text()).toBe("sails one; two; three; four;");
    await expect(ben.entry(/Made away/)).toHaveCount(1);
    expect(ben.failures).toEqual([]);
  } finally {
    await ben.remove();
  }
  await server.kill();
  expect((await readLog(server)).overlapping).toBe(0);
});

test("statement 13: signing out loses nothing without the number typed, and what is unsent can be exported offline", async () => {
  const { page } = ada;
  await ada.newPage("Log", ["wind north"]);
  await ada.status("Synced");
  await ada.readyForOffline();
  await line.cut();
  await ada.status(/Cannot reach the server/);
  await ada.caret("wind north", -1);
  await ada.type(" by west");
  await ada.saved();

  const leave = async () => {
    await page.getByRole("button", { name: /menu of the account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out", exact: true }).click();
  };
  await leave();
  const asked = page.getByRole("dialog", { name: /^\d+ changes? would be lost$/ });
  await expect(asked).toBeVisible();
  const count = Number(/\d+/.exec((await asked.getByRole("heading").textContent()) ?? "")?.[0]);
  expect(count).toBeGreaterThan(0);
  const discard = asked.getByRole("button", { name: /^Discard and sign out/ });
  await expect(discard).toHaveAttribute("aria-disabled", "true");
  await asked.getByRole("textbox").fill(String(count + 1));
  await discard.focus();
  await page.keyboard.press("Enter");
  await expect(asked).toBeVisible();
  await asked.getByRole("button", { name: "Stay signed in" }).click();
  await expect(ada.body()).toContainText("wind north by west");

  // In one's own hands: the unsent pages as text, without a server.
  await page.getByRole("button", { name: /^Status:/ }).click();
  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save a copy as text" }).click();
  expect(await readFile(await (await arriving).path(), "utf8")).toContain("wind north by west");
  await page.keyboard.press("Escape");

  await ada.close();
  await ada.open();
  await expect(ada.body()).toContainText("wind north by west");
  await line.mend();
  await ada.status("Synced");
});
