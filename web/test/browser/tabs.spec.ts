/**
 * Two windows of one profile write with no server; windows are closed in the middle of a word, the
 * leading one first. What each of them claimed to be kept arrives once, at every person.
 */
import { expect, test } from "@playwright/test";
import { OffingServer, Person, Tab, type Claim } from "./support/offing";

/** Three windows and a dying one share the machine's cores. */
const PATIENT = { timeout: 30_000 };

/** `a1; a2; …`: words that no other writer has. */
const words = (name: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${name}${String(from + index)};`);

const times = (text: string, word: string): number =>
  (text.match(/[a-z]+\d+;/g) ?? []).filter((each) => each === word).length;

function expectOnce(text: string, expected: readonly string[]): void {
  for (const word of expected) {
    expect(times(text, word), `${word} in\n${text}`).toBe(1);
  }
}

async function write(tab: Tab, list: readonly string[]): Promise<void> {
  for (const word of list) {
    await tab.type(` ${word}`);
  }
}

/** Writes, and rests until the header claims to have kept the last word. */
async function writeAndPause(tab: Tab, list: readonly string[], claim: Claim): Promise<void> {
  await write(tab, list);
  await expect.poll(() => claim.text, PATIENT).toContain(list.at(-1));
}

/** Writes until the window is closed, which happens between any two keys. */
async function writeUntilClosed(tab: Tab, list: readonly string[]): Promise<void> {
  const closed = new Promise<void>((resolve) => tab.page.once("close", () => resolve()));
  const writing = write(tab, list).then(
    () => {
      throw new Error("the window was to be closed before the last word");
    },
    () => closed, // what was being typed ends with its window
  );
  await writing;
}

async function sidebar(tab: Tab): Promise<string[]> {
  return tab.page.getByRole("treeitem").evaluateAll((items) => items.map((item) => item.textContent ?? ""));
}

test("statement 15: two tabs write offline, each is closed while the other types, nothing is lost or doubled", async () => {
  test.setTimeout(300_000);
  const server = await OffingServer.start();
  const ada = await Person.arrive(server);
  let ben: Person | null = null;
  const MANY = 400;
  try {
    await ada.setUp();
    await ada.newPage("Watch book", ["alpha", "bravo", "shared middle"]);
    await ada.status("Synced");
    const watchBook = ada.path();
    await ada.newPage("Side book", ["sideline"]);
    await ada.status("Synced");
    await ada.openEntry(/Watch book/, "shared middle");
    await ada.readyForOffline();
    await server.kill();
    await ada.status(/Cannot reach the server/);
    const first = Tab.of(ada.page);
    const second = await ada.newTab(watchBook);
    await expect(second.body()).toContainText("shared middle");

    await test.step("what one tab types shows in the other, with no server", async () => {
      await first.caret("alpha", -1);
      await write(first, ["live1;"]);
      await expect(second.body()).toContainText("live1;", PATIENT);
      await second.caret("bravo", -1);
      await write(second, ["live2;"]);
      await expect(first.body()).toContainText("live2;", PATIENT);
    });

    await test.step("both write in one page at once, in different blocks and in one", async () => {
      await Promise.all([write(first, words("a", 1, 12)), write(second, words("b", 1, 12))]);
      await first.caret("shared middle", 6);
      await second.caret("shared middle", -1);
      await Promise.all([write(first, words("c", 1, 10)), write(second, words("d", 1, 10))]);
      await expect.poll(() => first.text(), PATIENT).toContain("d10;");
      await expect.poll(() => second.text(), PATIENT).toBe(await first.text());
      expectOnce(await first.text(), [...words("a", 1, 12), ...words("b", 1, 12)]);
      expectOnce(await first.text(), [...words("c", 1, 10), ...words("d", 1, 10)]);
    });

    await test.step("they write in different pages at once; one makes a page", async () => {
      await second.openEntry(/Side book/, "sideline");
      await second.caret("sideline", -1);
      await first.caret("alpha", -1);
      await Promise.all([write(first, words("e", 1, 10)), write(second, words("f", 1, 10))]);
      await second.newPage("Born between servers", ["newborn"]);
      await write(second, words("g", 1, 5));
      await expect(first.entry(/Born between servers/)).toBeVisible(PATIENT);
      await expect(second.body()).toContainText("g5;", PATIENT);
      await second.openEntry(/Watch book/, "e10;");
    });

    let claimedByFirst = "";
    await test.step("the leading tab is closed in mid-word while the other types", async () => {
      const claim = await first.watchClaims();
      await second.caret("bravo", -1);
      const staying = write(second, words("i", 1, 25));
      await writeAndPause(first, words("h", 1, 4), claim);
      const leaving = writeUntilClosed(first, words("h", 5, MANY));
      await expect(second.body()).toContainText("h8;", PATIENT);
      await first.page.close();
      await Promise.all([leaving, staying]);
      claimedByFirst = claim.text;
    });

    const third = await ada.newTab(watchBook);
    let claimedBySecond = "";
    await test.step("the other is closed too, while a new one types", async () => {
      await expect(third.body()).toContainText("i25;", PATIENT);
      await third.caret("alpha", -1);
      const claim = await second.watchClaims();
      const staying = write(third, words("k", 1, 25));
      await writeAndPause(second, words("j", 1, 4), claim);
      const leaving = writeUntilClosed(second, words("j", 5, MANY));
      await expect(third.body()).toContainText("j8;", PATIENT);
      await second.page.close();
      await Promise.all([leaving, staying]);
      claimedBySecond = claim.text;
      await third.saved();
    });

    const typedByStayers = [
      ...["live1;", "live2;", ...words("a", 1, 12), ...words("b", 1, 12), ...words("c", 1, 10)],
      ...[...words("d", 1, 10), ...words("e", 1, 10), ...words("i", 1, 25), ...words("k", 1, 25)],
    ];
    const claimed = `${claimedByFirst} ${claimedBySecond}`.match(/[a-z]+\d+;/g) ?? [];

    await test.step("the browser starts again, still with no server", async () => {
      await ada.close();
      await ada.open(watchBook);
      await expect(ada.body()).toContainText("k25;", PATIENT);
      const text = await ada.text();
      expectOnce(text, typedByStayers);
      expectOnce(text, [...new Set(claimed)]);
      for (const word of [...words("h", 1, MANY), ...words("j", 1, MANY)]) {
        expect(times(text, word), `${word} in\n${text}`).toBeLessThanOrEqual(1);
      }
    });

    await test.step("the server returns: both people see the same pages and the same tree", async () => {
      const text = await ada.text();
      const fourth = await ada.newTab(watchBook);
      await server.up();
      await ada.status("Synced");
      await fourth.status("Synced");
      const other = (ben = await Person.arrive(server));
      await other.signIn();
      await other.openEntry(/Watch book/, "k25;");
      await expect.poll(() => other.text(), PATIENT).toBe(text);
      await expect.poll(() => fourth.text(), PATIENT).toBe(text);
      expect(await ada.text()).toBe(text);
      await expect.poll(() => sidebar(other), PATIENT).toEqual(await sidebar(ada));
      await other.openEntry(/Side book/, "f10;");
      expectOnce(await other.text(), words("f", 1, 10));
      await other.openEntry(/Born between servers/, "g5;");
      expectOnce(await other.text(), words("g", 1, 5));
      expect([...ada.failures, ...other.failures]).toEqual([]);
    });
  } finally {
    await ada.remove();
    await (ben as Person | null)?.remove();
    await server.remove();
  }
});
