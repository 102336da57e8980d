import { expect, it, vi } from "vitest";
import { DataError } from "../../../src/data/api";
import type { WorkspaceStore } from "../../../src/data/store/workspace-store";
import type { Environment } from "../../../src/data/worker/environment";
import { UnsealError } from "../../../src/data/store/sealing";
import { Files } from "../../../src/data/worker/files";
import { RefusedFiles } from "../../../src/data/worker/offline-facts";

it("fetches a file that is asked for again while the attempt before it fails for lack of a server", async () => {
  const kept: string[] = [];
  const attempts: ((failed: boolean) => void)[] = [];
  const store = { files: { put: (id: string) => Promise.resolve(void kept.push(id)) } };
  const http = {
    fileUpTo: () =>
      new Promise((resolve, reject) =>
        attempts.push((failed) =>
          failed
            ? reject(new DataError("offline", "The server cannot be reached."))
            : resolve({ bytes: new Uint8Array(1), size: 1, type: "image/png" }),
        ),
      ),
  };
  const files = new Files({ http } as unknown as Environment, store as unknown as WorkspaceStore, () => undefined);
  files.bring(["mast"], 100, new RefusedFiles());
  // The server is back, and the first attempt does not know yet.
  files.bring(["mast"], 100, new RefusedFiles());
  attempts[0]?.(true);
  await vi.waitFor(() => expect(attempts).toHaveLength(2));
  attempts[1]?.(false);
  await vi.waitFor(() => expect(kept).toEqual(["mast"]));
});

/** A queue of files and a server that answers each as it is told; what was sent, and how often a retry was asked for. */
function queue(answers: Readonly<Record<string, DataError | null>>) {
  const queued = new Set(Object.keys(answers));
  const tried: string[] = [];
  let retry: () => void = () => undefined;
  const store = {
    files: {
      queued: () => Promise.resolve([...queued]),
      read: (id: string) =>
        id === "damaged"
          ? Promise.reject(new UnsealError("files", "it is cut short"))
          : Promise.resolve({ name: id, type: "", bytes: new Uint8Array(1) }),
      markSent: (id: string) => Promise.resolve(void queued.delete(id)),
    },
  };
  const http = {
    putFile: (id: string) => {
      tried.push(id);
      const failure = answers[id] ?? null;
      return failure === null ? Promise.resolve() : Promise.reject(failure);
    },
  };
  const environment = {
    http,
    after: (_: number, work: () => void) => {
      retry = work;
      return () => undefined;
    },
  };
  const files = new Files(environment as unknown as Environment, store as unknown as WorkspaceStore, () => undefined);
  return { files, queued, tried, retry: () => retry() };
}

it("sends the files behind one that the server refuses or that does not open, and tries those again later", async () => {
  const { files, queued, tried, retry } = queue({
    refused: new DataError("invalid", "no"),
    damaged: null,
    failing: new DataError("server", "no"),
    chart: null,
  });
  await files.send();
  expect(tried).toEqual(["refused", "failing", "chart"]);
  expect([...queued]).toEqual(["refused", "damaged", "failing"]);
  retry();
  await vi.waitFor(() => expect(tried).toEqual(["refused", "failing", "chart", "refused", "failing"]));
});

it("asks no more of a server that cannot be reached", async () => {
  const { files, queued, tried } = queue({ first: new DataError("offline", "no"), second: null });
  await files.send();
  expect(tried).toEqual(["first"]);
  expect([...queued]).toEqual(["first", "second"]);
});
