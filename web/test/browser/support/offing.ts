/**
 * A real Offing for a browser test: the server is a process of its own on a data folder of its own,
 * and is stopped and started as the test says; every person is a Chromium with a persistent profile.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, expect, type BrowserContext, type Page } from "@playwright/test";
import config from "../../../playwright.config";
import { freePort, type Line } from "./line";

export { Line } from "./line";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** The folder of the built app. */
export const builtApp = join(root, "web/dist");

/** A Java of at least 25: the launcher's choice, or the first that is found. */
function java(): string {
  const given = process.env["OFFING_JAVA"];
  if (given !== undefined) return given;
  const homes = [process.env["JAVA_HOME"] ?? "", ...readdirSync("/usr/lib/jvm").map((name) => `/usr/lib/jvm/${name}`)];
  for (const home of homes) {
    const release = `${home}/release`;
    if (!existsSync(release)) continue;
    const major = /JAVA_VERSION="(\d+)/.exec(readFileSync(release, "utf8"))?.[1];
    if (Number(major) >= 25) return `${home}/bin/java`;
  }
  throw new Error("these tests need a JDK 25 or newer");
}

/** What a server is run with. A start takes a third less with what an earlier one left here of its classes. */
const FLAGS = ["--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
const jars = join(root, "app/target/lib");
const startCache = join(root, "app/target/start.aot");

/** Starts and stops a server once, so that the others start from its classes; nothing if that was done since the build. */
export async function recordStart(): Promise<void> {
  const built = Math.max(...readdirSync(jars).map((jar) => statSync(join(jars, jar)).mtimeMs));
  if (existsSync(startCache) && statSync(startCache).mtimeMs > built) return;
  const server = await OffingServer.start({ jvm: [`-XX:AOTCacheOutput=${startCache}`] });
  await server.stop();
  await server.remove();
}

function fromStartCache(): readonly string[] {
  return existsSync(startCache) ? [`-XX:AOTCache=${startCache}`] : [];
}

export class OffingServer {
  private process: ChildProcess | null = null;
  /** The console's one-time code, while there is no owner. */
  code = "";

  private constructor(
    readonly data: string,
    readonly port: number,
    /** The folder of the page; another one counts from the next start on. */
    public web: string,
  ) {}

  /** @param options `web`: another page than the built app; `jvm`: options of Java */
  static async start(options: { demo?: boolean; web?: string; jvm?: readonly string[] } = {}): Promise<OffingServer> {
    const data = await mkdtemp(join(tmpdir(), "offing-server-"));
    const server = new OffingServer(data, await freePort(), options.web ?? builtApp);
    await server.up(options.demo === true ? ["--demo"] : [], options.jvm);
    return server;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts the process on the same data folder and port; returns when it answers. */
  async up(extra: readonly string[] = [], jvm: readonly string[] = fromStartCache()): Promise<void> {
    const child = spawn(
      java(),
      [
        ...FLAGS,
        ...jvm,
        `-Doffing.web=${this.web}`,
        "-cp",
        join(jars, "*"),
        "dev.offing.app.OffingCommand",
        "serve",
        ...extra,
        "--port",
        String(this.port),
        "--data",
        this.data,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.process = child;
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      this.code = /\b([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})\b/.exec(out)?.[1] ?? this.code;
    });
    child.stderr.on("data", (chunk: Buffer) => (out += chunk.toString()));
    await expect
      .poll(
        async () => {
          if (child.exitCode !== null) throw new Error(`the server ended: ${out}`);
          return fetch(`${this.url}/api/health`).then(
            (answer) => answer.ok,
            () => false,
          );
        },
        { timeout: 60_000, intervals: [50] },
      )
      .toBe(true);
  }

  /** Imports a folder or an archive, as `offing import` does. @returns the report */
  async import(path: string): Promise<string> {
    const classPath = join(jars, "*");
    const command = ["dev.offing.app.OffingCommand", "import", path, "--data", this.data];
    const child = spawn(java(), ["--enable-native-access=ALL-UNNAMED", "-cp", classPath, ...command]);
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (out += chunk.toString()));
    const [status] = (await once(child, "close")) as [number];
    if (status !== 0) throw new Error(out);
    return out;
  }

  /** Asks the process to end, and waits until it has. */
  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }

  /** Kills the process: no warning, no last words. */
  async kill(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }
}

const launchOptions = config.use?.launchOptions ?? {};

/** What the server's own store says, read by the server's own driver after the process has ended. */
export async function readLog(server: OffingServer): Promise<{ changes: number; overlapping: number }> {
  return JSON.parse(await onStore(server, "ReadLog.java", [])) as { changes: number; overlapping: number };
}

/** Changes rows of the store of a server that is stopped, by the server's own driver. */
export async function alterStore(server: OffingServer, statement: string): Promise<void> {
  await onStore(server, "AlterStore.java", [statement]);
}

async function onStore(server: OffingServer, program: string, more: readonly string[]): Promise<string> {
  const file = fileURLToPath(new URL(`./${program}`, import.meta.url));
  const arguments_ = ["--enable-native-access=ALL-UNNAMED", "-cp", join(root, "app/target/lib/*"), file];
  const child = spawn(java(), [...arguments_, join(server.data, "offing.db"), ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  const [status] = (await once(child, "close")) as [number];
  if (status !== 0) throw new Error(`${program} failed`);
  return out;
}

/** What the page header last claimed to be kept, and the text that was on screen with that claim. */
export interface Claim {
  /** The latest text that a painted frame showed together with "Saved on this device" or "Synced". */
  text: string;
  /** How many different texts were claimed. */
  count: number;
}

/** One window of the app. */
export class Tab {
  page!: Page;

  static of(page: Page): Tab {
    const tab = new Tab();
    tab.page = page;
    return tab;
  }

  /** Waits until the status line says this. */
  async status(words: string | RegExp): Promise<void> {
    const name = words instanceof RegExp ? words : new RegExp(words);
    await expect(this.page.getByRole("button", { name: /^Status:/ })).toHaveAccessibleName(name, { timeout: 30_000 });
  }

  /** Waits until the header says that this page's own changes are kept. */
  async saved(): Promise<void> {
    await expect(this.page.getByTestId("save-state")).toHaveText(/^(Saved on this device|Synced|Nothing to send)$/, {
      timeout: 30_000,
    });
  }

  /** Waits until the service worker holds the whole app, so that it starts without a server. */
  async readyForOffline(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  body() {
    return this.page.getByRole("textbox", { name: "Page text" });
  }

  title() {
    return this.page.getByRole("textbox", { name: "Page title" });
  }

  /** A page of the sidebar. */
  entry(title: RegExp) {
    return this.page.getByRole("treeitem", { name: title });
  }

  async newPage(title: string, text: readonly string[]): Promise<void> {
    await this.page.getByRole("button", { name: "New page" }).first().click();
    // Until it is there, the page before it is, and would take the letters.
    await expect(this.title()).toHaveValue("");
    await this.title().click();
    await this.type(title);
    for (const line of text) {
      await this.page.keyboard.press("Enter");
      await this.type(line);
    }
  }

  async openEntry(title: RegExp, text: string): Promise<void> {
    await this.entry(title).click();
    await expect(this.body()).toContainText(text, { timeout: 30_000 });
  }

  /** The blocks on screen, as `type: text`, indented by depth. */
  async blocks(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[data-node-type="blockContainer"]')].map((block) => {
        const content = block.querySelector<HTMLElement>(":scope > [data-content-type]");
        let depth = 0;
        for (let at = block.parentElement; at !== null; at = at.parentElement) {
          if (at.dataset["nodeType"] === "blockContainer") depth++;
        }
        const text = content?.querySelector(".bn-inline-content")?.textContent ?? "";
        return `${"  ".repeat(depth)}${content?.dataset["contentType"] ?? "?"}: ${text}`;
      }),
    );
  }

  /** The text on screen, a line a block, without empty blocks. */
  async text(): Promise<string> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll(".bn-inline-content")]
        .map((block) => block.textContent)
        .filter((text) => text !== "")
        .join("\n"),
    );
  }

  /** Puts the caret into the block with this text, at an offset; -1 = at its end. */
  async caret(text: string, offset: number): Promise<void> {
    const block = this.body().locator(".bn-inline-content").filter({ hasText: text }).first();
    await block.click();
    await this.page.keyboard.press("Home");
    if (offset < 0) await this.page.keyboard.press("End");
    for (let i = 0; i < offset; i++) await this.page.keyboard.press("ArrowRight");
  }

  /** Puts the caret behind the last character of the page; returns when it stands there. */
  async caretAtEnd(): Promise<void> {
    await this.body().locator(".bn-inline-content").last().click();
    await this.page.keyboard.press("Control+End");
    await expect
      .poll(() =>
        this.page.evaluate(() => {
          const selection = getSelection();
          const last = [...document.querySelectorAll(".bn-inline-content")].at(-1);
          if (selection?.focusNode == null || last?.contains(selection.focusNode) !== true) return false;
          const rest = document.createRange();
          rest.setStart(selection.focusNode, selection.focusOffset);
          rest.setEndAfter(last);
          return selection.isCollapsed && rest.toString() === "";
        }),
      )
      .toBe(true);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text, { delay: 15 });
  }

  /**
   * Notes, at every frame that is painted from now on, the text that the header claims to be kept. A
   * claim that has reached this process was on screen, so it binds even if the browser dies next.
   */
  async watchClaims(): Promise<Claim> {
    const claim: Claim = { text: "", count: 0 };
    await this.page.exposeBinding("offingClaim", (_source, text: string) => {
      claim.text = text;
      claim.count++;
    });
    await this.page.evaluate(() => {
      let last = "";
      const look = (): void => {
        const note = document.querySelector<HTMLElement>('[data-testid="save-state"]');
        const words = note?.textContent ?? "";
        const state = note?.dataset["state"] ?? "";
        // The attribute tells the state without the pause that spares readers a flicker: it binds as well.
        if (/^(Saved on this device|Synced)$/.test(words) || state === "saved-here" || state === "synced") {
          const text = [...document.querySelectorAll(".bn-inline-content")]
            .map((block) => block.textContent)
            .filter((text) => text !== "")
            .join("\n");
          if (text !== last) {
            last = text;
            (window as unknown as { offingClaim: (text: string) => void }).offingClaim(text);
          }
        }
        requestAnimationFrame(look);
      };
      look();
    });
    return claim;
  }
}

/** Every process of the browser on this profile: the one that was told of the folder, and all below it. */
function processesOf(profile: string): number[] {
  const parents = new Map<number, number>();
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The name in parentheses may hold anything; state and parent follow it.
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state === "Z") continue;
      parents.set(Number(name), Number(parent));
      if (readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").includes(`--user-data-dir=${profile}`)) {
        found.push(Number(name));
      }
    } catch {
      // It ended while it was looked at.
    }
  }
  for (const pid of found) {
    for (const [child, parent] of parents) {
      if (parent === pid && !found.includes(child)) found.push(child);
    }
  }
  return found;
}

/** One person's browser: a profile that outlives its windows and its process. */
export class Person extends Tab {
  context!: BrowserContext;
  readonly failures: string[] = [];

  private constructor(
    private readonly profile: string,
    private readonly server: OffingServer,
    private readonly port: number,
  ) {
    super();
  }

  /** @param line the way to the server, where it shall be cut for this person alone */
  static async arrive(server: OffingServer, line: Line | null = null): Promise<Person> {
    const profile = await mkdtemp(join(tmpdir(), "offing-person-"));
    const person = new Person(profile, server, line?.port ?? server.port);
    await person.open();
    return person;
  }

  /** Starts the browser on the profile. @param before runs in the page ahead of its own scripts */
  async open(path = "/", before: (() => void) | null = null): Promise<void> {
    this.context = await chromium.launchPersistentContext(this.profile, {
      ...launchOptions,
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
    });
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.context.setDefaultTimeout(30_000);
    this.watch(this.page);
    if (before !== null) await this.page.addInitScript(before);
    await this.page.goto(`http://localhost:${this.port}${path}`);
  }

  watch(page: Page): void {
    page.on("pageerror", (error) => this.failures.push(error.message));
  }

  /** One more window of the same profile. */
  async newTab(path: string): Promise<Tab> {
    const page = await this.context.newPage();
    this.watch(page);
    await page.goto(`http://localhost:${this.port}${path}`);
    return Tab.of(page);
  }

  /** The address of the page on screen, without the origin. */
  path(): string {
    return new URL(this.page.url()).pathname;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** SIGKILL to every process of the browser: no chance to tidy up. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.context.once("close", resolve));
    const processes = processesOf(this.profile);
    expect(processes.length).toBeGreaterThan(1);
    for (const pid of processes) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It went with its parent.
      }
    }
    await gone;
    await expect.poll(() => processesOf(this.profile)).toEqual([]);
  }

  async remove(): Promise<void> {
    await this.context.close().catch(() => undefined);
    await rm(this.profile, { recursive: true, force: true });
  }

  async setUp(): Promise<void> {
    await this.page.getByLabel("Code from the console").fill(this.server.code);
    await this.page.getByLabel("Name of the workspace").fill("Harbour");
    await this.page.getByLabel("Your name").fill("Ada");
    await this.page.getByLabel("E-mail").fill("ada@example.org");
    await this.page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await this.page.getByRole("button", { name: "Create the workspace" }).click();
    await this.status("Synced");
  }

  /** As the owner: what comes to devices by itself from now on. @param plan as the policy calls it */
  async choosePlan(plan: string): Promise<void> {
    await this.page.goto(`http://localhost:${this.port}/offline/policy`);
    await this.page.getByRole("radio", { name: new RegExp(`^${plan}`) }).check();
    await this.page.getByRole("button", { name: "Save the policy" }).click();
    await expect(this.page.getByRole("heading", { name: `Now in force: ${plan}` })).toBeVisible();
    await this.status("Synced");
  }

  /** As the owner. @returns what an invitation's link has after its # */
  async invite(): Promise<string> {
    const link = await this.page.evaluate(async () => {
      const headers = { "X-Offing": "1", "Content-Type": "application/json" };
      const answer = await fetch("/api/invitations", { method: "POST", headers, body: "{}" });
      return ((await answer.json()) as { link: string }).link;
    });
    return new URL(link).hash;
  }

  /** As somebody else, who was invited. */
  async join(invitation: string, name: string): Promise<void> {
    await this.page.goto(`http://localhost:${this.port}/join${invitation}`);
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByLabel("E-mail").fill(`${name.split(" ")[0]?.toLowerCase() ?? ""}@example.org`);
    await this.page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await this.page.getByRole("button", { name: /^Join/ }).click();
    await this.status("Synced");
  }

  /** As the owner on another device. */
  async signIn(until: string | null = "Synced"): Promise<void> {
    await this.page.getByLabel("E-mail").fill("ada@example.org");
    await this.page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await this.page.getByRole("button", { name: /^Sign in/ }).click();
    if (until !== null) await this.status(until);
  }
}
