/**
 * Measures what a person waits for, in Chromium against the built app and a real server, and prints
 * one table. Nothing here asserts a time.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test, type Page } from "@playwright/test";
import { OffingServer, Person } from "../test/browser/support/offing";
import { head, row } from "./support/table";
import { keystrokes } from "./support/typing";

const STARTS = 10;
const SIZES = [200, 2000];

test("measure", async () => {
  test.setTimeout(900_000);
  const rows: string[] = [];
  const server = await OffingServer.start();
  const folder = await mkdtemp(join(tmpdir(), "offing-bench-"));
  let person: Person | null = null;
  try {
    for (const size of SIZES) {
      await writeFile(join(folder, `Page of ${size}.md`), page(size));
    }
    await server.import(folder);
    person = await Person.arrive(server);
    await person.setUp();
    await person.page.getByRole("treeitem").first().click();
    await person.page.keyboard.press("ArrowRight");
    for (const size of SIZES) {
      await person.page.getByRole("treeitem", { name: `Page of ${size}`, exact: true }).click();
      await expect(person.body()).toContainText(`Paragraph ${size - 1} `);
      rows.push(
        row(`keystroke to paint, ${size} blocks`, await keystrokes(person.page, `Paragraph ${size / 2} `), "ms"),
      );
    }
    for (const size of SIZES) {
      await person.page.getByRole("treeitem", { name: `Page of ${size}`, exact: true }).click();
      await expect(person.body()).toContainText(`Paragraph ${size - 1} `);
      await person.status("Synced");
      await person.readyForOffline();
      await server.kill();
      const starts: number[] = [];
      for (let i = 0; i < STARTS; i++) {
        await person.close();
        await person.open("/", typeAtOnce);
        starts.push(await typedAfter(person.page));
      }
      rows.push(
        row(`cold start, server stopped, page of ${size} blocks, until a letter is typed and painted`, starts, "ms"),
      );
      await server.up();
      await person.status("Synced");
    }
    rows.push(...(await sizes()));
  } finally {
    await person?.remove();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
  const cpu = cpus()[0]?.model ?? "unknown";
  const text = `${cpus().length} × ${cpu}\n\n${head}${rows.join("\n")}\n`;
  await mkdir("bench/results", { recursive: true });
  await writeFile("bench/results/browser.md", text);
  process.stdout.write(text);
});

function page(size: number): string {
  const lines = Array.from(
    { length: size },
    (_, i) => `Paragraph ${i} speaks of tides and winds, and of what is kept on board.`,
  );
  return lines.join("\n\n");
}

/** Runs ahead of the app: types a letter as soon as text stands in the editor, and notes when it is painted. */
function typeAtOnce(): void {
  const look = (): void => {
    const editor = document.querySelector<HTMLElement>('.bn-editor[contenteditable="true"]');
    if (editor === null || !(editor.textContent ?? "").includes("Paragraph 0 ")) {
      setTimeout(look, 1);
      return;
    }
    const before = editor.textContent?.length ?? 0;
    editor.focus();
    document.execCommand("insertText", false, "x");
    requestAnimationFrame(() =>
      setTimeout(() => {
        const took = (editor.textContent?.length ?? 0) > before;
        (window as unknown as { typedAt: number }).typedAt = took ? performance.now() : -1;
      }),
    );
  };
  look();
}

/** Milliseconds from the start of the navigation until a letter typed into the page was painted. */
async function typedAfter(page: Page): Promise<number> {
  // Asked seldom, as asking takes from the time that is measured.
  const told = await page.waitForFunction(() => (window as unknown as { typedAt?: number }).typedAt, null, {
    polling: 100,
  });
  const at = (await told.jsonValue()) as number;
  if (at < 0) throw new Error("the page did not take the letter");
  return at;
}

async function sizes(): Promise<string[]> {
  const assets = fileURLToPath(new URL("../dist/assets", import.meta.url));
  const parts: Record<string, RegExp> = {
    "shell, JS and CSS": /^(index|rolldown-runtime)-.*\.(js|css)$/,
    "editor, JS and CSS": /^PageEditor-.*\.(js|css)$/,
    engine: /^engine-.*\.js$/,
    "worker (engine included)": /^worker-.*\.js$/,
  };
  const files = await readdir(assets);
  return Promise.all(
    Object.entries(parts).map(async ([name, pattern]) => {
      const contents = await Promise.all(
        files.filter((file) => pattern.test(file)).map((file) => readFile(join(assets, file))),
      );
      const bytes = contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);
      return `| ${name}, gzip | ${(bytes / 1000).toFixed(1)} kB | | | | |`;
    }),
  );
}
