/**
 * Which account this browser profile works for. One account at a time; signing out destroys its key,
 * and with it everything sealed, before the rest is deleted.
 */
import { deleteDB } from "idb";
import type { Account } from "../api";
import { storageFailure } from "./failures";
import { workspaceDatabaseName, type AccountRecord, type DeviceDatabase } from "./schema";
import { Sealer } from "./sealing";

export interface Profile {
  readonly account: Account;
  readonly workspaceName: string;
}

export interface CurrentAccount extends Profile {
  readonly deviceId: string;
  readonly expired: boolean;
  readonly lastPage: string | null;
  readonly sealer: Sealer;
}

export class DeviceStore {
  constructor(private readonly db: DeviceDatabase) {}

  /** The account this device works for, null if nobody is signed in. */
  async current(): Promise<CurrentAccount | null> {
    const current = await this.db.get("current", "account");
    const record = current === undefined ? undefined : await this.db.get("accounts", current.account);
    if (record === undefined) {
      return null;
    }
    const sealer = new Sealer(record.key);
    const profile = await sealer.openJson<Profile>("accounts", record.id, record.profile);
    const { deviceId, expired, lastPage } = record;
    return { ...profile, deviceId, expired, lastPage, sealer };
  }

  /** Keeps who signed in; an account known already keeps its key. */
  async enter(profile: Profile, deviceId: string): Promise<void> {
    try {
      const id = profile.account.id;
      const known = await this.db.get("accounts", id);
      const key = known?.key ?? (await Sealer.createKey());
      const sealed = await new Sealer(key).sealJson("accounts", id, profile);
      const record: AccountRecord = {
        id,
        key,
        profile: sealed,
        deviceId,
        expired: false,
        lastPage: known?.lastPage ?? null,
      };
      const tx = this.db.transaction(["accounts", "current"], "readwrite", { durability: "strict" });
      await Promise.all([
        tx.objectStore("accounts").put(record),
        tx.objectStore("current").put({ key: "account", account: id }),
        tx.done,
      ]);
    } catch (error) {
      throw storageFailure(error);
    }
  }

  async change(account: string, fields: Partial<Pick<AccountRecord, "expired" | "lastPage">>): Promise<void> {
    const tx = this.db.transaction("accounts", "readwrite");
    const record = await tx.store.get(account);
    if (record !== undefined) {
      await tx.store.put({ ...record, ...fields });
    }
    await tx.done;
  }

  /** Destroys the account's key, then its database. Other tabs close theirs when they are told. */
  async leave(account: string): Promise<void> {
    const tx = this.db.transaction(["accounts", "current"], "readwrite", { durability: "strict" });
    await Promise.all([
      tx.objectStore("accounts").delete(account),
      tx.objectStore("current").delete("account"),
      tx.done,
    ]);
    await deleteDB(workspaceDatabaseName(account), { blocked: () => undefined });
  }
}
