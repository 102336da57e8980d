package dev.offing.client;

import dev.offing.sync.client.SyncStatus;

/**
 * Where a person's work is, never better than the truth.
 *
 * @param sync as the client machine says it (docs/spec/sync.md, SYNC-40)
 * @param text the same for people, one sentence
 */
public record WorkspaceStatus(SyncStatus sync, String text) {

    /**
     * Whether everything is: connected, caught up, every own change acknowledged, everything durable here.
     *
     * @return whether {@link #sync} is {@link SyncStatus.Synced}
     */
    public boolean isSynced() {
        return sync instanceof SyncStatus.Synced;
    }

    static WorkspaceStatus of(SyncStatus sync) {
        String text = switch (sync) {
            case SyncStatus.Synced synced -> "Synced.";
            case SyncStatus.Saved saved when saved.toSend() == 0 -> "Saved on this device; receiving.";
            case SyncStatus.Saved saved -> "Saved on this device; " + toSend(saved.toSend()) + ".";
            case SyncStatus.Unreachable unreachable
            when unreachable.toSend() == 0 -> "The server cannot be reached. Everything is saved on this device.";
            case SyncStatus.Unreachable unreachable ->
                "The server cannot be reached. Saved on this device; " + toSend(unreachable.toSend()) + ".";
            case SyncStatus.Attention attention -> explain(attention.why());
        };
        return new WorkspaceStatus(sync, text);
    }

    private static String toSend(int changes) {
        return changes == 1 ? "1 change to send" : changes + " changes to send";
    }

    private static String explain(SyncStatus.Why why) {
        return switch (why) {
            case STORAGE_FULL -> "There is no room left on this device. Free some space to go on.";
            case STORAGE_SILENT -> "This device does not answer whether it saved what arrived. Trying again.";
            case STORAGE_FAILED -> "This device could not save what arrived. Trying again.";
            case TOO_OLD -> "The server needs a newer version of this program.";
            case EXPIRED -> "Sign in to sync. Everything stays saved on this device.";
            case REVOKED -> "This device was signed out. Sign in again to sync.";
            case REFUSED -> "The server did not take a change. It stays saved on this device.";
            case EQUIVOCATION -> "A copy of this device wrote under its name. Changes stay saved on this device.";
        };
    }
}
