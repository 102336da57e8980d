/**
 * Every sentence about the state of someone's work, as pure functions, so that a test can hold
 * each of them to what the data layer knows. A sentence says what happened, what was kept and
 * what to do next; none says more than is known.
 */
import {
  DataError,
  type AttentionAction,
  type PageEntry,
  type SaveState,
  type SyncStatus,
  type Upload,
} from "../data/api";

export type StatusTone = "calm" | "underway" | "away" | "attention";

export interface StatusWords {
  /** The line itself: also what a screen reader hears when it changes. */
  readonly line: string;
  /** Seconds left to the next attempt and the like; changes often, so it is never announced. */
  readonly detail: string | null;
  /** One sentence for the details panel. */
  readonly explanation: string;
  readonly tone: StatusTone;
}

export const changes = (count: number): string => (count === 1 ? "1 change" : `${count.toLocaleString("en")} changes`);

/**
 * @param now epoch ms, to count down to the next attempt
 * @param looking the first attempt since the start is under way: whether the server answers is not known yet
 */
export function statusWords(status: SyncStatus, now: number, looking = false): StatusWords {
  switch (status.kind) {
    case "synced":
      return {
        line: "Synced",
        detail: null,
        explanation: "The server has everything that was written on this device.",
        tone: "calm",
      };
    case "saving":
      return {
        line: "Saving…",
        detail: null,
        explanation: "The last words are being written to this device. It takes a moment.",
        tone: "underway",
      };
    case "saved":
      return status.toSend === 0
        ? {
            line: "Saved on this device",
            detail: null,
            explanation: "Connected. The server is being asked for what is new.",
            tone: "underway",
          }
        : {
            line: `Saved on this device, ${count(status.toSend)} to send`,
            detail: null,
            explanation: `${changes(status.toSend)} ${status.toSend === 1 ? "is" : "are"} safe here and on the way to the server.`,
            tone: "underway",
          };
    case "unreachable":
      if (looking) {
        return {
          line:
            status.toSend === 0 ? "Looking for the server" : `Looking for the server, ${count(status.toSend)} to send`,
          detail: null,
          explanation:
            status.toSend === 0
              ? "Everything on this device can be read and written meanwhile."
              : `${changes(status.toSend)} ${status.toSend === 1 ? "is" : "are"} saved on this device and will be sent when the server answers.`,
          tone: "away",
        };
      }
      return {
        line:
          status.toSend === 0 ? "Cannot reach the server" : `Cannot reach the server, ${count(status.toSend)} to send`,
        detail: retryWords(status.retryAt, now),
        explanation:
          status.toSend === 0
            ? "You can go on reading and writing. New work is kept on this device and sent when the server answers."
            : `${changes(status.toSend)} ${status.toSend === 1 ? "is" : "are"} saved on this device and will be sent when the server answers. You can go on writing.`,
        tone: "away",
      };
    case "attention":
      return {
        line: `Needs attention: ${lowerFirst(withoutStop(firstSentence(status.why)))}`,
        detail: status.toSend === 0 ? null : `${count(status.toSend)} to send`,
        explanation:
          `${status.why.slice(firstSentence(status.why).length)} ${attentionExplanation(status.toSend, status.action)}`.trim(),
        tone: "attention",
      };
  }
}

function attentionExplanation(toSend: number, action: AttentionAction): string {
  if (action === "free-space") {
    return toSend === 0
      ? "What was saved before is kept. Free some space, then go on."
      : `${changes(toSend)} saved before ${toSend === 1 ? "is" : "are"} kept. Free some space, then go on.`;
  }
  return toSend === 0
    ? "Nothing is lost: all that was saved on this device is still here."
    : `${changes(toSend)} ${toSend === 1 ? "is" : "are"} saved on this device and not yet on the server.`;
}

/** A large file on its way: what the server said it has, never what was only handed to the network. */
export const uploadWords = (upload: Upload): string =>
  `A file is being sent: the server has ${bytes(upload.sentBytes)} of ${bytes(upload.sizeBytes)}.`;

/** A short form for a narrow bar. */
export function shortStatus(status: SyncStatus, looking = false): string {
  switch (status.kind) {
    case "synced":
      return "Synced";
    case "saving":
      return "Saving…";
    case "saved":
      return status.toSend === 0 ? "Saved" : `${count(status.toSend)} to send`;
    case "unreachable":
      if (looking) return status.toSend === 0 ? "Looking…" : `Looking…, ${count(status.toSend)} to send`;
      return status.toSend === 0 ? "No server" : `No server, ${count(status.toSend)} to send`;
    case "attention":
      return "Needs attention";
  }
}

function retryWords(retryAt: number | null, now: number): string {
  if (retryAt === null) return "trying now";
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  if (seconds === 0) return "trying now";
  if (seconds < 90) return `next try in ${seconds} s`;
  return `next try in ${Math.round(seconds / 60)} min`;
}

const count = (value: number): string => value.toLocaleString("en");

export const actionWords: Readonly<Record<AttentionAction, string>> = {
  "sign-in": "Sign in",
  update: "Update",
  "free-space": "See storage",
  review: "Review",
  retry: "Try again",
};

export const saveUnsentWords = {
  button: "Save a copy as text",
  note: "Puts these pages into one file, as they stand on this device. They are still sent by themselves.",
  saved: "Saved. Look where this browser keeps downloads. The pages are still sent by themselves.",
} as const;

/** State of one page's own edits. What others wrote is unknown while the server is away, so then it is not called synced. */
export function saveWords(state: SaveState, status: SyncStatus): { readonly text: string; readonly tone: StatusTone } {
  switch (state) {
    case "saving":
      return { text: "Saving…", tone: "underway" };
    case "saved-here":
      return { text: "Saved on this device", tone: "underway" };
    case "synced":
      return status.kind === "unreachable" || status.kind === "attention"
        ? { text: "Nothing to send", tone: "calm" }
        : { text: "Synced", tone: "calm" };
    case "not-saved":
      return {
        text: `Not saved: ${status.kind === "attention" ? lowerFirst(withoutStop(status.why)) : "this device did not accept it"}`,
        tone: "attention",
      };
  }
}

/** What the marks beside a page in the tree mean, in words; null when there is nothing to say. */
export function pageMarks(entry: PageEntry): string | null {
  const parts: string[] = [];
  if (entry.pending > 0) parts.push(`${changes(entry.pending)} not sent yet`);
  if (!entry.here) parts.push("not on this device");
  return parts.length === 0 ? null : parts.join(", ");
}

export const shownTitle = (title: string): string => (title.trim() === "" ? "Untitled" : title);

export type FormKind = "setup" | "sign-in" | "join";
export type FormField = "code" | "workspaceName" | "name" | "email" | "password" | "form";

export interface FormProblem {
  readonly field: FormField;
  readonly message: string;
}

/** Puts a failure at the field that can mend it, in words for the person before the form. */
export function formProblem(form: FormKind, error: unknown): FormProblem {
  if (!(error instanceof DataError)) {
    return { field: "form", message: "Something unexpected went wrong. What you typed is still here; try once more." };
  }
  switch (error.code) {
    case "offline":
      return {
        field: "form",
        message: "The server did not answer. What you typed is still here; check the connection, then try again.",
      };
    case "wrong-credentials":
      return { field: "password", message: "E-mail and password do not belong together. Check both." };
    case "wrong-code":
      return {
        field: "code",
        message: "This is not the code on the server’s console. It is shown anew at each start.",
      };
    case "taken":
      return form === "setup"
        ? { field: "form", message: "This workspace has an owner by now. Reload the page to sign in." }
        : { field: "email", message: "There is an account with this e-mail address. Sign in instead." };
    case "too-many-attempts":
      return {
        field: "form",
        message: "Too many attempts. Wait a few minutes, then try again; nothing is locked for good.",
      };
    case "expired":
      return form === "join"
        ? { field: "form", message: "This invitation was used or is older than seven days. Ask for a new link." }
        : { field: "form", message: "This took too long and has to be started again. What you typed is still here." };
    case "storage-full":
      return {
        field: "form",
        message: "This device has no room left for the workspace. Free some space, then try again.",
      };
    case "storage-failed":
      return {
        field: "form",
        message: "The browser refused to store the workspace. A private window often does that; use an ordinary one.",
      };
    case "invalid":
    case "identity-taken":
    case "wrong-offset":
    case "too-large":
    case "server":
      return { field: "form", message: sentence(error.message) };
  }
}

/** For actions in the workspace (create, move, rename …): what happened and what was kept. */
export function actionProblem(what: string, error: unknown): string {
  if (!(error instanceof DataError)) return `${what} did not work. Nothing else was changed.`;
  switch (error.code) {
    case "offline":
      return `${what} needs the server, and it cannot be reached now. Nothing was changed.`;
    case "storage-full":
      return `${what} did not work: this device has no room left. What was saved before is kept.`;
    case "storage-failed":
      return `${what} did not work: the browser did not store it. What was saved before is kept.`;
    case "expired":
      return `${what} needs you to sign in again. Your work on this device is kept.`;
    case "too-many-attempts":
      return `${what} was tried too often. Wait a few minutes.`;
    case "wrong-credentials":
    case "wrong-code":
    case "invalid":
    case "taken":
    case "identity-taken":
    case "wrong-offset":
    case "too-large":
    case "server":
      return `${what} did not work: ${lowerFirst(sentence(error.message))}`;
  }
}

/** The store of this browser is gone, and nobody signed out. @param kept what stood in it when it was last looked at */
export function clearedWords(kept: { readonly toSend: number; readonly at: number }, now: number): string {
  const back =
    "What Offing kept in this browser was cleared, by the browser or by somebody. Sign in, and everything the server has comes back.";
  return kept.toSend === 0
    ? `${back} Nothing was waiting to be sent when it was last looked at (${ago(kept.at, now)}).`
    : `${back} When it was last looked at (${ago(kept.at, now)}), ${changes(kept.toSend)} had not been sent; from this browser ${kept.toSend === 1 ? "it is" : "they are"} gone.`;
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = size / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? "TB"}`;
}

/** @returns "just now", "4 min ago", "14:05", "12 May" … coarse on purpose */
export function ago(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const date = new Date(then);
  if (new Date(now).toDateString() === date.toDateString()) {
    return date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  }
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

/** The line has room for one; the rest is in the panel. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text;
const withoutStop = (text: string): string => text.replace(/[.\s]+$/u, "");
const sentence = (text: string): string =>
  text.trim() === "" ? "The server gave no reason." : /[.!?…]$/u.test(text) ? text : `${text}.`;

/** Not for words that are capital throughout ("IndexedDB failed", "HTTP"). */
function lowerFirst(text: string): string {
  const second = text.charAt(1);
  const first = text.charAt(0);
  if (second !== second.toLowerCase() || /^[A-Z][a-z]+[A-Z]/.test(text)) return text;
  return first.toLowerCase() + text.slice(1);
}
