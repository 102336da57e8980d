/**
 * What of a workspace a device keeps, as rules (docs/spec/offline.md): reasons from
 * what the account chose, what the workspace allows and what the device is told. Entry: {@link
 * dev.offing.sync.offline.OfflineSet}. Pure: the same input, the same answer, nothing is remembered.
 */
package dev.offing.sync.offline;
