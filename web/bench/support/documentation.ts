/** The documentation that ships in packages of npm, as a folder to import: real texts of many writers. */
import { execFile } from "node:child_process";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Some 2,200 pages together. */
const PACKAGES = [
  "next@16.4.6",
  "ai@6.0.326",
  "@mastra/mcp-docs-server@0.13.31",
  "eslint-plugin-sonarjs@4.2.2",
  "eslint-plugin-jest@29.17.0",
  "eslint-plugin-import@2.32.0",
  "@typescript-eslint/eslint-plugin@6.21.0",
  "stylelint@13.13.1",
  "markdownlint@0.40.0",
  "electron-docs@3.0.2",
];

const MARKDOWN = /\.mdx?$/;

/** Fills the folder, a folder a package, with their Markdown alone. Needs npm's registry. */
export async function gatherDocumentation(folder: string): Promise<void> {
  for (const name of PACKAGES) {
    const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder, name]);
    const archive = join(folder, stdout.trim().split("\n").at(-1) ?? "");
    const { stdout: list } = await run("tar", ["tzf", archive], { maxBuffer: 1 << 26 });
    const files = list.split("\n").filter((file) => MARKDOWN.test(file));
    await run("tar", ["xzf", archive, "-C", folder, ...files], { maxBuffer: 1 << 26 });
    await rm(archive);
    const title = name.slice(0, name.lastIndexOf("@")).replace("/", " ").replace("@", "");
    await rename(join(folder, "package"), join(folder, title));
    await show(join(folder, title));
  }
}

/** Folders whose names begin with a dot are the packages' own; as pages they have names like others. */
async function show(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const named = entry.name.replace(/^\.+/, "");
    if (named !== entry.name) await rename(join(folder, entry.name), join(folder, named));
    await show(join(folder, named));
  }
}
