/**
 * The plane test: one person writes with no network and no server process, another goes on writing
 * the same blocks, and in the end both see every typed word exactly once.
 */
import { expect, test } from "@playwright/test";
import { Line, OffingServer, Person, readLog } from "./support/offing";

test("a page written on a plane arrives, merged", async () => {
  test.setTimeout(300_000);
  const server = await OffingServer.start();
  const line = await Line.to(server);
  const ada = await Person.arrive(server, line);
  let ben: Person | null = null;
  try {
    await test.step("both edit one page online", async () => {
      await ada.setUp();
      await ada.newPage("Harbour log", ["alpha one", "bravo two", "charlie three", "delta four"]);
      await ada.status("Synced");
      ben = await Person.arrive(server);
      await ben.signIn();
      await ben.page.getByRole("treeitem", { name: /Harbour log/ }).click();
      await expect(ben.body()).toContainText("delta four");
      await ben.caret("delta four", -1);
      await ben.type(" from ben");
      await expect(ada.body()).toContainText("delta four from ben");
      await ada.caret("alpha one", -1);
      await ada.type(" from ada");
      await expect(ben.body()).toContainText("alpha one from ada");
    });
    const other = ben as unknown as Person;

    await test.step("a second page exists and is on the device", async () => {
      await ada.newPage("Second page", ["here before the flight"]);
      await ada.status("Synced");
      await ada.page.getByRole("treeitem", { name: /Harbour log/ }).click();
      await expect(ada.body()).toContainText("charlie three");
      await ada.readyForOffline();
    });

    await test.step("the server process is killed, the browser closed and started again", async () => {
      await server.kill();
      await ada.status(/Cannot reach the server/);
      await ada.close();
      await ada.open();
      await expect(ada.title()).toContainText("Harbour log");
      await expect(ada.body()).toContainText("charlie three");
      await ada.status(/Cannot reach the server/);
    });

    await test.step("ada works on the plane", async () => {
      await ada.page.getByRole("treeitem", { name: /Second page/ }).click();
      await expect(ada.body()).toContainText("here before the flight");
      await ada.caret("here before the flight", -1);
      await ada.type(" and written on it");
      await ada.page.getByRole("treeitem", { name: /Harbour log/ }).click();
      await expect(ada.body()).toContainText("bravo two");
      await ada.caret("bravo two", 5);
      await ada.type(" PLANE");
      await ada.page.keyboard.press("Enter"); // split: "bravo PLANE" | " two"
      await ada.type("SPLIT");
      await ada.caret("delta four", 0);
      await ada.page.keyboard.press("Backspace"); // join delta to charlie
      await ada.type("[JOINED]");
      await ada.caret("SPLIT", -1);
      await ada.page.keyboard.press("Tab"); // indent
      await ada.caret("alpha one", 0);
      await ada.page.keyboard.press("Shift+End");
      await ada.page.keyboard.press("Control+b"); // format
      await ada.caret("alpha one", -1);
      await ada.page.keyboard.press("Control+Shift+ArrowDown"); // move
      await expect.poll(async () => (await ada.blocks())[1]).toContain("alpha one");
      await ada.newPage("Made in the air", ["no network here"]);
      await ada.title().click();
      await ada.page.keyboard.press("End");
      await ada.type(", renamed");
      await ada.status(/Cannot reach the server/);
      await expect(ada.page.getByText("Saved on this device").first()).toBeVisible();
    });

    await test.step("ben, with the server back, edits the same blocks while ada stays away", async () => {
      await line.cut();
      await server.up();
      await other.status("Synced");
      await other.caret("bravo two", -1);
      await other.type(" BEN-TAIL");
      await other.caret("charlie three", -1);
      await other.type(" BEN-CHARLIE");
      await other.caret("delta four", -1);
      await other.type(" BEN-DELTA");
      await other.caret("alpha one", 0);
      await other.type("BEN-HEAD ");
      await other.status("Synced");
    });

    await test.step("ada's browser is closed and opened once more, still cut off", async () => {
      await ada.close();
      await ada.open();
      await expect(ada.page.getByRole("treeitem", { name: /Made in the air, renamed/ })).toBeVisible();
      await ada.page.getByRole("treeitem", { name: /Harbour log/ }).click();
      await expect(ada.body()).toContainText("[JOINED]");
    });

    await test.step("the network returns: both show the same page, everything once", async () => {
      await line.mend();
      await ada.status("Synced");
      await expect(other.body()).toContainText("[JOINED]");
      await other.status("Synced");
      await expect.poll(async () => JSON.stringify(await other.blocks())).toBe(JSON.stringify(await ada.blocks()));
      const text = (await ada.blocks()).join("\n");
      const words = ["PLANE", "SPLIT", "[JOINED]", "BEN-TAIL", "BEN-CHARLIE", "BEN-DELTA", "BEN-HEAD"];
      words.push("alpha", "bravo", "charlie", "delta", "from ada", "from ben", "two", "three", "four");
      for (const word of words) {
        expect(text.split(word).length - 1, `${word} in\n${text}`).toBe(1);
      }
      await expect(other.page.getByRole("treeitem", { name: /Made in the air, renamed/ })).toBeVisible();
      await other.page.getByRole("treeitem", { name: /Second page/ }).click();
      await expect(other.body()).toContainText("here before the flight and written on it");
      expect(ada.failures).toEqual([]);
      expect(other.failures).toEqual([]);
    });

    await test.step("the server's log holds each operation once", async () => {
      await server.kill();
      const log = await readLog(server);
      expect(log.changes).toBeGreaterThan(20);
      expect(log.overlapping).toBe(0);
    });
  } finally {
    await ada.remove();
    await (ben as Person | null)?.remove();
    await line.cut();
    await server.remove();
  }
});
