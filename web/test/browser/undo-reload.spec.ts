/** Ctrl+Z after a reload: the stacks are in the sealed store, and the tab finds its own again. */
import { expect, test } from "@playwright/test";
import { OffingServer, Person } from "./support/offing";

/** Two windows start, one of them three times. */
const PATIENT = { timeout: 20_000 };

const BEFORE = "Today: The harbour is quiet.";
const AFTER = "Today: The harbour is quiet. A ferry leaves at six.";

test("what was typed before a reload is taken back after it, with no server", async () => {
  test.setTimeout(300_000);
  const server = await OffingServer.start();
  const ada = await Person.arrive(server);
  try {
    await ada.setUp();
    await ada.newPage("Watch book", ["The harbour is quiet."]);
    await ada.status("Synced");
    await ada.readyForOffline();
    await server.kill();

    // Another window of the same person has an id of its own; its words are not this window's to take back.
    const other = await ada.newTab(ada.path());
    await expect.poll(() => other.text(), PATIENT).toBe("The harbour is quiet.");
    await other.caret("The harbour is quiet.", 0);
    await other.type("Today: ");
    await other.saved();
    await expect.poll(() => ada.text(), PATIENT).toBe(BEFORE);

    await ada.caretAtEnd();
    await ada.type(" A ferry leaves at six.");
    await ada.saved();
    await ada.page.reload();
    await expect.poll(() => ada.text(), PATIENT).toBe(AFTER);
    await ada.caretAtEnd();
    await ada.page.keyboard.press("Control+z");
    await expect.poll(() => ada.text(), PATIENT).toBe(BEFORE);
    await ada.saved();

    await ada.page.reload();
    await expect.poll(() => ada.text(), PATIENT).toBe(BEFORE);
    await ada.caretAtEnd();
    await ada.page.keyboard.press("Control+Shift+z");
    await expect.poll(() => ada.text(), PATIENT).toBe(AFTER);
    await expect.poll(() => other.text(), PATIENT).toBe(AFTER);
  } finally {
    await ada.remove();
    await server.remove();
  }
});
