import { expect, it, vi } from "vitest";
import { DataError } from "../../../src/data/api";
import type { WorkspaceStore } from "../../../src/data/store/workspace-store";
import type { Environment } from "../../../src/data/worker/environment";
import { Files } from "../../../src/data/worker/files";

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
  files.bring(["mast"], 100, new Set());
  // The server is back, and the first attempt does not know yet.
  files.bring(["mast"], 100, new Set());
  attempts[0]?.(true);
  await vi.waitFor(() => expect(attempts).toHaveLength(2));
  attempts[1]?.(false);
  await vi.waitFor(() => expect(kept).toEqual(["mast"]));
});
