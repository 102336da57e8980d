/** Answers the page's calls and carries events to it, over any port that can post messages. */
import { DataError } from "../api";
import type { CallName, CoreCalls, FromWorker, ToWorker } from "../protocol";
import { storageFailure } from "../store/failures";

export interface Port {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}

const CALLS: Readonly<Record<CallName, true>> = {
  boot: true,
  setUp: true,
  signIn: true,
  join: true,
  signOut: true,
  createInvitation: true,
  createPage: true,
  renamePage: true,
  movePage: true,
  setIcon: true,
  trashPage: true,
  restorePage: true,
  openPage: true,
  usePage: true,
  closePage: true,
  leaveMissing: true,
  append: true,
  reportDamage: true,
  fetchPage: true,
  syncNow: true,
  attended: true,
  wake: true,
  offline: true,
  readPage: true,
  dismissAway: true,
  readFile: true,
  addFile: true,
  search: true,
  searchServer: true,
  pageHistory: true,
  authorOf: true,
  members: true,
  viewVersion: true,
  compareVersions: true,
};

export async function answer(core: CoreCalls, message: ToWorker, port: Port): Promise<void> {
  try {
    if (!Object.hasOwn(CALLS, message.name)) {
      throw new DataError("invalid", "There is no such call.");
    }
    const calls = core as unknown as Record<CallName, (...input: unknown[]) => Promise<unknown>>;
    const result = await calls[message.name](...message.arguments);
    port.postMessage({ answer: message.call, result }, []);
  } catch (error) {
    const { code, message: text } = storageFailure(error);
    port.postMessage({ answer: message.call, failure: { code, message: text } }, []);
  }
}
