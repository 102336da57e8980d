/**
 * What the offline choice reads of the store: the files each page shows, which are part of its
 * readiness, and what was set on this device. Derived or small; nothing in it is sealed, as it names
 * documents and files by id alone.
 */
import type { DocumentId } from "../../engine/sync";
import type { OfflineSettings, PageContents, WorkspaceDatabase } from "./schema";
import { strictWrite } from "./writes";

export class ShownStore {
  constructor(private readonly db: WorkspaceDatabase) {}

  contents(): Promise<PageContents[]> {
    return this.db.getAll("contents");
  }

  async contentsOf(documents: readonly DocumentId[]): Promise<(readonly [DocumentId, PageContents | undefined])[]> {
    const tx = this.db.transaction("contents");
    const records = await Promise.all(documents.map(async (id) => [id, await tx.store.get(id)] as const));
    await tx.done;
    return records;
  }

  async putContents(contents: PageContents): Promise<void> {
    await strictWrite(this.db, ["contents", "documents"], async (tx) => {
      // A page that left meanwhile is not looked through.
      if ((await tx.objectStore("documents").get(contents.document))?.present === true) {
        await tx.objectStore("contents").put(contents);
      }
    });
  }

  settings(): Promise<OfflineSettings | undefined> {
    return this.db.get("settings", "offline");
  }

  /** @param change gets what is stored, which another tab may have written a moment ago */
  async changeSettings(change: (stored: OfflineSettings | undefined) => OfflineSettings): Promise<OfflineSettings> {
    return strictWrite(this.db, ["settings"], async (tx) => {
      const changed = change(await tx.objectStore("settings").get("offline"));
      await tx.objectStore("settings").put(changed);
      return changed;
    });
  }
}
