/**
 * What this tab says of where the work stands: the leading tab's word, corrected by what this tab knows to be unsent.
 * This tab's own trouble with the store comes before both.
 */
import type { AttentionAction, DataError, SyncStatus } from "../api";
import { CONNECTING, honestStatus, sameStatus } from "./status";

export class ShownStatus {
  private leader: SyncStatus = CONNECTING;
  private shown: SyncStatus | null = null;
  private ownTrouble: DataError | null = null;
  private troubleAction: AttentionAction = "retry";

  constructor(
    /** Own changes and files the server has not got. */
    private readonly unsent: () => number,
    private readonly tell: (status: SyncStatus) => void,
  ) {}

  get ofLeader(): SyncStatus {
    return this.leader;
  }

  get isConnected(): boolean {
    return this.leader.kind === "synced" || this.leader.kind === "saved";
  }

  get trouble(): DataError | null {
    return this.ownTrouble;
  }

  setOfLeader(status: SyncStatus): void {
    this.leader = status;
    this.refresh();
  }

  /** This tab's own store could not be written, whatever the leader says. */
  setTrouble(trouble: DataError | null, action?: AttentionAction): void {
    this.ownTrouble = trouble;
    this.troubleAction = action ?? (trouble?.code === "storage-full" ? "free-space" : "retry");
    this.refresh();
  }

  /** Tells what is so now, unless it was told last. */
  refresh(): void {
    const toSend = this.unsent();
    const status: SyncStatus =
      this.ownTrouble === null
        ? honestStatus(this.leader, toSend)
        : { kind: "attention", toSend, why: this.ownTrouble.message, action: this.troubleAction };
    if (this.shown === null || !sameStatus(this.shown, status)) {
      this.shown = status;
      this.tell(status);
    }
  }
}
