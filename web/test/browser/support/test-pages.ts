/**
 * The test pages, built once for all workers: this process builds one when the first worker asks for it,
 * serves it from then on, and tells its address.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serveHarness, type Served } from "../harness/serve";
import { recordStart } from "./offing";
import { serveShell } from "./serve-shell";

const PAGES: Readonly<Record<string, () => Promise<Served>>> = { harness: serveHarness, shell: serveShell };
const DESK = "OFFING_TEST_PAGES";

/** Playwright's global set-up. @returns what ends it all */
export default async function open(): Promise<() => Promise<void>> {
  await recordStart();
  const served = new Map<string, Promise<Served>>();
  const desk = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    const page = served.get(name) ?? PAGES[name]?.() ?? Promise.reject(new Error(`there is no test page ${name}`));
    served.set(name, page);
    page.then(
      ({ url }) => response.end(url),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  process.env[DESK] = `http://127.0.0.1:${String((desk.address() as AddressInfo).port)}`;
  return async () => {
    await new Promise((resolve) => desk.close(resolve));
    await Promise.allSettled([...served.values()].map(async (page) => (await page).stop()));
  };
}

/** @returns the address of a test page, without a slash at its end */
export async function addressOf(name: "harness" | "shell"): Promise<string> {
  const answer = await fetch(`${process.env[DESK] ?? ""}/${name}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
