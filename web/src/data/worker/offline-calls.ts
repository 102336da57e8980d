/** What the page may ask of the offline choice, by the names of the protocol. */
import type { OfflineCalls } from "../protocol";
import type { Offline } from "./offline";

export function offlineCalls(offline: Offline): OfflineCalls {
  return {
    pin: (pin) => offline.pin(pin),
    unpin: (page) => offline.unpin(page),
    setFavourite: (page, on) => offline.setFavourite(page, on),
    setAutomatic: (on) => offline.setAutomatic(on),
    setOptedOut: (page, on) => offline.setOptedOut(page, on),
    pauseDownloads: (on) => offline.pause(on),
    estimatePin: (pin) => Promise.resolve(offline.estimate(pin)),
    checkReadiness: () => offline.checkReadiness(),
    fetchMissing: () => offline.fetchMissing(),
    setPolicy: (policy) => offline.setPolicy(policy),
    dismissNotice: (id) => offline.dismissNotice(id),
  };
}
