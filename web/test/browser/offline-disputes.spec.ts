/** What two wrote at once, and what the server does not take: nothing of it is gone, and a person is told. */
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { alterStore, Line, OffingServer, Person } from "./support/offing";

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

async function chooseIcon(person: Person, name: string): Promise<void> {
  await person.page
    .getByRole("main")
    .getByRole("button", { name: /Add icon|^Icon of the page/ })
    .click();
  const picker = person.page.getByRole("dialog", { name: "Icon of the page" });
  await picker.getByRole("textbox", { name: "Find an icon" }).fill(name);
  await person.page.keyboard.press("Enter");
  await expect(picker).toHaveCount(0);
}

const icon = (person: Person) =>
  person.page
    .getByRole("main")
    .getByRole("button", { name: /^Icon of the page/ })
    .textContent();
const told = (person: Person) => person.page.getByRole("complementary");

test("statement 20: of two values of one property one wins everywhere, and the other is listed and restored by a click", async () => {
  await ada.newPage("Boats", ["hull"]);
  await ada.status("Synced");
  const ben = await Person.arrive(server);
  try {
    await ben.signIn();
    await ben.openEntry(/Boats/, "hull");
    await line.cut();
    await ada.status(/Cannot reach the server/);
    await chooseIcon(ada, "sail boat");
    const lost = await icon(ada);
    await chooseIcon(ben, "anchor");
    const won = await icon(ben);
    expect(won).not.toBe(lost);
    await ben.status("Synced");
    await line.mend();
    await ada.status("Synced");
    // Whoever's value it is: the same one at both, and the other one listed at both.
    await expect(told(ada)).toContainText(/Icon: .+ is shown\. .+ had set .+\./);
    await expect(told(ben)).toContainText(/Icon: .+ is shown\. .+ had set .+\./);
    await expect.poll(() => icon(ada)).toBe(await icon(ben));
    const shown = await icon(ada);
    const other = shown === won ? lost : won;
    await expect(told(ada)).toContainText(`${shown} is shown`);

    // Kept over a restart, until somebody has looked.
    await ada.close();
    await ada.open();
    const restore = told(ada).getByRole("button", { name: `Restore ${other}` });
    await restore.click();
    await expect(restore).toHaveCount(0);
    await expect.poll(() => icon(ada)).toBe(other);
    await expect.poll(() => icon(ben)).toBe(other);
    await told(ben).getByRole("button", { name: "Done" }).click();
    await expect(told(ben)).toHaveCount(0);
    expect(ben.failures).toEqual([]);
  } finally {
    await ben.remove();
  }
});

test("statement 14: what the server refuses is kept, listed with the reason, taken elsewhere, and stops nothing else", async () => {
  await ada.newPage("Forbidden", ["wind north"]);
  await ada.newPage("Allowed", ["sea calm"]);
  await ada.openEntry(/Forbidden/, "wind north");
  await ada.status("Synced");
  await ada.readyForOffline();
  await server.kill();
  await ada.status(/Cannot reach the server/);
  await ada.caret("wind north", -1);
  await ada.type(" by west");
  await ada.saved();
  // Meanwhile the right to what was written under the present identity is gone.
  await alterStore(server, "UPDATE replicas SET account = NULL WHERE id IN (SELECT replica FROM changes)");
  await server.up();
  await ada.status(/Needs attention: the server did not take a change/);

  await ada.page.getByRole("button", { name: /^Status:/ }).click();
  await ada.page.getByRole("button", { name: "Review" }).click();
  const list = () => ada.page.getByRole("region", { name: "The server did not take" });
  await expect(list()).toContainText(/Forbidden\d+ changes?: the server does not know this device as the writer\./);
  const arriving = ada.page.waitForEvent("download");
  await list().getByRole("button", { name: "Save Forbidden as a file" }).click();
  expect(await readFile(await (await arriving).path(), "utf8")).toContain("wind north by west");
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await list().getByRole("button", { name: "Copy the text of Forbidden" }).click();
  await expect.poll(() => ada.page.evaluate(() => navigator.clipboard.readText())).toContain("wind north by west");

  // Over a restart it is there and listed; and when the right is back it is sent.
  await ada.close();
  await ada.open("/offline/device");
  await expect(list()).toContainText("Forbidden");
  const ben = await Person.arrive(server);
  try {
    // Later work in other pages goes its way: that of another tab, which writes under an identity of its own.
    const second = await ada.newTab("/");
    await second.openEntry(/Allowed/, "sea calm");
    await second.caret("sea calm", -1);
    await second.type(" all day");
    await ben.signIn();
    await ben.openEntry(/Allowed/, "sea calm all day");
    await second.page.close();
    await ada.openEntry(/Forbidden/, "wind north by west");
    await server.kill();
    await alterStore(server, "UPDATE replicas SET account = (SELECT id FROM accounts) WHERE account IS NULL");
    await server.up();
    await ada.status("Synced");
    await ben.openEntry(/Forbidden/, "wind north by west");
    expect(ben.failures).toEqual([]);
  } finally {
    await ben.remove();
  }
});
