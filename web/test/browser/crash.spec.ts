/**
 * The browser is killed while somebody types, with and without a server. What the header had claimed
 * to be kept is there afterwards, character by character; nothing is there twice.
 */
import { expect, test } from "@playwright/test";
import { OffingServer, Person, type Claim } from "./support/offing";

/** More of them in a long run: OFFING_KILLS. */
const KILLS = Number(process.env["OFFING_KILLS"] ?? 8);
/** Words in one block: long enough to grow, short enough that the end stays in view. */
const WORDS_A_LINE = 12;

/** Numbers of a fixed sequence, so that a failure can be looked at again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** Types numbered words at the end of the page and knows what the text is when nothing goes wrong. */
class Writer {
  /** Everything that was typed, on top of what was there when the browser last started. */
  typed = "";
  private word = 0;

  constructor(private readonly person: Person) {}

  async begin(present: string): Promise<void> {
    this.typed = present;
    await this.person.caretAtEnd();
    await this.key("\n");
  }

  async words(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await this.letters(this.next());
      if (this.word % WORDS_A_LINE === 0) await this.key("\n");
    }
  }

  /** The first letters of a word that is not finished. */
  async partOfWord(length: number): Promise<void> {
    await this.letters(this.next().slice(0, length));
  }

  private next(): string {
    return `w${String(++this.word)}; `;
  }

  private async letters(text: string): Promise<void> {
    this.typed += text;
    await this.person.type(text);
  }

  private async key(newline: "\n"): Promise<void> {
    this.typed += newline;
    await this.person.page.keyboard.press("Enter");
  }
}

test("a browser killed again and again while typing loses nothing it called saved", async () => {
  test.setTimeout(900_000);
  const server = await OffingServer.start();
  const ada = await Person.arrive(server);
  let other: Person | null = null;
  const writer = new Writer(ada);
  const random = seeded(20_260_417);
  let online = true;
  let claims = 0;
  let beyond = 0;
  try {
    await ada.setUp();
    await ada.newPage("Crash log", ["start;"]);
    await ada.status("Synced");
    await ada.readyForOffline();
    const path = ada.path();
    // Chromium writes cookies down now and then; signing in is not what is tested here.
    await ada.close();
    await ada.open(path);
    let known: Claim = { text: "start;", count: 0 };
    let typed = "start;";

    for (let kill = 1; kill <= KILLS; kill++) {
      await test.step(`kill ${String(kill)}, ${online ? "online" : "offline"}`, async () => {
        await expect(ada.body()).toContainText("start;", { timeout: 30_000 });
        const present = await ada.text();
        expect(present.startsWith(known.text), `claimed:\n${known.text}\nfound:\n${present}`).toBe(true);
        expect(typed.startsWith(present), `typed:\n${typed}\nfound:\n${present}`).toBe(true);
        if (present.length > known.text.length) beyond++;

        known = await ada.watchClaims();
        await writer.begin(present);
        await writer.words(1 + random(4));
        await ada.saved();
        await expect.poll(() => known.text.trimEnd(), { timeout: 30_000 }).toBe(writer.typed.trimEnd());
        await writer.words(random(6));
        await writer.partOfWord(random(4));
        await ada.kill();
        typed = writer.typed;
        claims += known.count;

        if (random(3) === 0) {
          online = !online;
          await (online ? server.up() : server.kill());
        }
        await ada.open(path);
      });
    }

    await test.step("everything reaches the server, and another device", async () => {
      if (!online) await server.up();
      await expect(ada.body()).toContainText("start;", { timeout: 30_000 });
      const text = await ada.text();
      expect(text.startsWith(known.text), `claimed:\n${known.text}\nfound:\n${text}`).toBe(true);
      await ada.status("Synced");
      other = await Person.arrive(server);
      await other.signIn();
      await other.openEntry(/Crash log/, "start;");
      await expect.poll(() => other?.text(), { timeout: 30_000 }).toBe(text);
      const words = text.match(/w\d+;/g) ?? [];
      expect(words.length).toBeGreaterThan(KILLS);
      expect(claims).toBeGreaterThan(2 * KILLS);
      test.info().annotations.push({ type: "beyond", description: `${String(beyond)} starts held more than claimed` });
      expect(ada.failures).toEqual([]);
    });
  } finally {
    await ada.remove();
    await (other as Person | null)?.remove();
    await server.remove();
  }
});
