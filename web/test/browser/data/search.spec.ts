/** Search beyond this device: the server's index, for pages that are not here. */
import { expect, test } from "@playwright/test";
import { presetPolicies, type OfflinePolicy, type PageId } from "../../../src/data/api";
import { setUp, signIn, synced, testDevices } from "./devices";

const devices = testDevices();
const MANUAL = presetPolicies[2] as OfflinePolicy;

test("a text that is on no page of this device is found by the server, until it cannot be reached", async ({
  browser,
}) => {
  const ada = await setUp(await browser.newContext(), devices);
  await ada.evaluate((given) => window.offing.workspace.setPolicy(given), MANUAL);
  const tides = await ada.evaluate(() => window.offing.workspace.createPage({ parent: null, title: "Tides" }));
  await ada.evaluate((at) => window.offing.type(at, "the Smørrebrød bar opens at slack water"), tides);
  await synced(ada);

  const bob = await signIn(await browser.newContext(), devices);
  await expect.poll(() => bob.evaluate((at) => window.offing.state(at), tides)).toBe("not-chosen");
  const here = await bob.evaluate(() => window.offing.workspace.search("smorre", 10));
  expect(here).toMatchObject({ hits: [], pages: 1, here: 0 });
  const elsewhere = (): Promise<readonly { page: PageId; snippet: string }[]> =>
    bob.evaluate(() => window.offing.workspace.searchServer("smorre slack", 10));
  await expect(async () => {
    expect(await elsewhere()).toMatchObject([{ page: tides, snippet: "the Smørrebrød bar opens at slack water" }]);
  }).toPass({ timeout: 20_000 });
  // Her own device has the page: the server has nothing to add.
  expect(await ada.evaluate(() => window.offing.workspace.searchServer("smorre", 10))).toEqual([]);

  await devices.server.kill();
  await expect(elsewhere()).rejects.toThrow(/cannot be reached/);
});
