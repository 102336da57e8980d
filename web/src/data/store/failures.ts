import { DataError } from "../api";

/** What a failed IndexedDB or WebCrypto call means to a person. */
export function storageFailure(error: unknown): DataError {
  if (error instanceof DataError) {
    return error;
  }
  const name = error instanceof Error ? error.name : "";
  if (name === "QuotaExceededError") {
    return new DataError("storage-full", "There is no room left on this device. Free some space and try again.");
  }
  return new DataError("storage-failed", `This device could not save (${name || "unknown reason"}).`);
}
