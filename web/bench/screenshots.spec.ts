/** Takes the pictures of docs/images from the built app and a real server: `npm run screenshots` */
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { Line, OffingServer, Person } from "../test/browser/support/offing";

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));

test("screenshots", async () => {
  test.setTimeout(180_000);
  const server = await OffingServer.start({ demo: true });
  const line = await Line.to(server);
  const ada = await Person.arrive(server, line);
  const shot = (name: string) => ada.page.screenshot({ path: `${images}${name}.png`, animations: "disabled" });
  try {
    await ada.setUp();
    await ada.page.setViewportSize({ width: 1280, height: 800 });
    const tree = ada.page.getByRole("tree", { name: "Pages" });
    await tree.getByRole("treeitem", { name: "Welcome to Offing" }).click();
    await ada.page.keyboard.press("ArrowRight");
    await expect(ada.body()).toContainText("Try this");
    await ada.status("Synced");
    await expect(tree.getByRole("treeitem", { name: /not on this device/ })).toHaveCount(0);
    await shot("light");
    await ada.page.emulateMedia({ colorScheme: "dark" });
    await shot("dark");
    await ada.page.emulateMedia({ colorScheme: "light" });
    await line.cut();
    await ada.status(/Cannot reach the server/);
    await ada.caret("This is your workspace", -1);
    await ada.type(" Written with the server out of reach.");
    await ada.status(/Cannot reach the server.*to send/);
    await ada.page.getByRole("button", { name: /^Status:/ }).click();
    await shot("offline");
    await ada.page.keyboard.press("Escape");
    await ada.page.setViewportSize({ width: 390, height: 844 });
    await shot("phone");
    await line.mend();
    await ada.page.setViewportSize({ width: 1280, height: 800 });
    await ada.status("Synced");
    await notHere(server);
  } finally {
    await ada.remove();
    await line.cut();
    await server.remove();
  }
});

/** A new device on a slow line, which is cut when it knows all pages and has only some of them. */
async function notHere(server: OffingServer): Promise<void> {
  const line = await Line.to(server);
  const device = await Person.arrive(server, line);
  try {
    line.delayMillis = 300;
    await device.signIn(null);
    await device.page.getByRole("treeitem", { name: /^Welcome to Offing/ }).click();
    await device.page.keyboard.press("ArrowRight");
    const missing = device.page.getByRole("treeitem", { name: /not on this device/ });
    await missing.first().waitFor();
    await line.cut();
    await device.page.setViewportSize({ width: 1280, height: 800 });
    await device.status(/Cannot reach the server/);
    await missing.last().click();
    await expect(device.page.getByRole("main")).toContainText("not been on this device");
    await device.page.screenshot({ path: `${images}not-here-yet.png`, animations: "disabled" });
  } finally {
    await device.remove();
    await line.cut();
  }
}
