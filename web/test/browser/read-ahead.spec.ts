/** A page is read, and its editor made, at the press on its link; what happens until the release is in it. */
import { expect, test } from "@playwright/test";
import { OffingServer, Person } from "./support/offing";

test("what is written between the press on a link and its release is on the page, and it can be edited", async () => {
  const server = await OffingServer.start();
  const ada = await Person.arrive(server);
  try {
    await ada.setUp();
    await ada.newPage("Tide table", ["High water at six."]);
    await ada.saved();
    const other = await ada.newTab(ada.path());
    await expect(other.body()).toContainText("High water at six.");
    await ada.newPage("Watch book", ["All quiet."]);
    await ada.saved();

    await ada.page.bringToFront();
    await ada.entry(/^Tide table/).hover();
    await ada.page.mouse.down();
    await other.caret("High water at six.", 17);
    await other.type(" and at seven");
    await other.title().fill("Tides");
    await other.saved();
    await expect(ada.entry(/^Tides/)).toBeVisible();
    await ada.page.mouse.up();

    await expect(ada.title()).toHaveValue("Tides");
    await expect.poll(() => ada.text()).toBe("High water at six and at seven.");
    await ada.caretAtEnd();
    await ada.type(" Low at noon.");
    await expect.poll(() => other.text()).toBe("High water at six and at seven. Low at noon.");
    expect(ada.failures).toEqual([]);
  } finally {
    await ada.remove();
    await server.remove();
  }
});
