package dev.offing.sync.offline;

import java.util.Set;

/**
 * What holds for one device; never leaves it.
 *
 * @param administrator whether the account administers the workspace
 * @param automatic whether the device takes what comes by itself
 * @param optedOut pages the device does without, and with them the pages below
 * @param roomBytes what the device has room for; {@link Long#MAX_VALUE} = more than any budget
 * @param outOfTouch whether the last contact is longer ago than the policy's maximum age
 */
public record DeviceChoices(
        boolean administrator, boolean automatic, Set<String> optedOut, long roomBytes, boolean outOfTouch) {
    public DeviceChoices {
        optedOut = Set.copyOf(optedOut);
    }
}
