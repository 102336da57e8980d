import { describe, expect, test } from "vitest";
import { DataError, type SyncStatus } from "../../../src/data/api";
import { announcement, nextContact } from "../../../src/app/status/contact";
import {
  actionProblem,
  ago,
  bytes,
  clearedWords,
  formProblem,
  pageMarks,
  saveWords,
  shortStatus,
  statusWords,
  uploadWords,
} from "../../../src/app/wording";

const synced: SyncStatus = { kind: "synced" };
const saved = (toSend: number): SyncStatus => ({ kind: "saved", toSend });
const away = (toSend: number, retryAt: number | null = null): SyncStatus => ({ kind: "unreachable", toSend, retryAt });
const attention = (why: string, toSend = 0): SyncStatus => ({ kind: "attention", toSend, why, action: "sign-in" });

test("a store that was cleared is said to be, with what had not been sent", () => {
  const now = Date.UTC(2026, 4, 10, 9, 30);
  expect(clearedWords({ toSend: 0, at: now - 240_000 }, now)).toContain("Nothing was waiting to be sent");
  expect(clearedWords({ toSend: 1, at: now - 240_000 }, now)).toContain(
    "(4 min ago), 1 change had not been sent; from this browser it is gone",
  );
  expect(clearedWords({ toSend: 3, at: now }, now)).toContain("3 changes had not been sent");
});

test("of a large file that is being sent, the words say what the server has", () => {
  expect(uploadWords({ sentBytes: 1_048_576, sizeBytes: 20_971_520 })).toBe(
    "A file is being sent: the server has 1.0 MB of 21 MB.",
  );
});

describe("the status line", () => {
  test.each([
    [synced, "Synced", null],
    [saved(0), "Saved on this device", null],
    [saved(1), "Saved on this device, 1 to send", null],
    [saved(1234), "Saved on this device, 1,234 to send", null],
    [away(0), "Cannot reach the server", "trying now"],
    [away(3, 11_001), "Cannot reach the server, 3 to send", "next try in 11 s"],
    [away(3, 1000 + 240_000), "Cannot reach the server, 3 to send", "next try in 4 min"],
    [away(3, 500), "Cannot reach the server, 3 to send", "trying now"],
    [attention("The session has ended."), "Needs attention: the session has ended", null],
    [attention("IndexedDB failed", 2), "Needs attention: IndexedDB failed", "2 to send"],
  ] as const)("%o", (status, line, detail) => {
    expect(statusWords(status, 1000)).toMatchObject({ line, detail });
  });

  test("the line takes the first sentence of a reason, the panel the rest", () => {
    const words = statusWords(attention("Sign in again to sync. Everything stays saved on this device.", 2), 0);
    expect(words.line).toBe("Needs attention: sign in again to sync");
    expect(words.explanation).toBe(
      "Everything stays saved on this device. 2 changes are saved on this device and not yet on the server.",
    );
  });

  test("only the acknowledged state is ever called synced", () => {
    for (const status of [saved(0), saved(5), away(0), away(5), attention("x"), attention("x", 5)]) {
      const words = statusWords(status, 0);
      expect(`${words.line} ${words.explanation} ${shortStatus(status)}`).not.toMatch(/synced|has everything/i);
    }
  });

  test("before the first answer it says that it is looking, and counts all the same", () => {
    expect(statusWords(away(0), 0, true)).toMatchObject({ line: "Looking for the server", detail: null });
    expect(statusWords(away(2), 0, true).line).toBe("Looking for the server, 2 to send");
    expect(statusWords(saved(2), 0, true).line).toBe("Saved on this device, 2 to send");
  });

  test("what waits is counted in every state that can have it", () => {
    for (const status of [saved(7), away(7), attention("x", 7)]) {
      const words = statusWords(status, 0);
      expect(words.explanation).toContain("7 changes");
    }
  });
});

describe("the page's save state", () => {
  test("says what it knows", () => {
    expect(saveWords("saving", synced).text).toBe("Saving…");
    expect(saveWords("saved-here", away(1)).text).toBe("Saved on this device");
    expect(saveWords("synced", synced).text).toBe("Synced");
    expect(saveWords("synced", saved(4)).text).toBe("Synced");
  });
  test("without the server nothing is called synced", () => {
    expect(saveWords("synced", away(0)).text).toBe("Nothing to send");
    expect(saveWords("synced", attention("x")).text).toBe("Nothing to send");
  });
  test("names the reason where it is known", () => {
    expect(saveWords("not-saved", attention("The disk is full.")).text).toBe("Not saved: the disk is full");
    expect(saveWords("not-saved", synced).text).toBe("Not saved: this device did not accept it");
  });
});

describe("what a screen reader hears", () => {
  test("nothing while typing goes back and forth", () => {
    expect(announcement(synced, saved(1), "…")).toBeNull();
    expect(announcement(saved(1), synced, "…")).toBeNull();
    expect(announcement(away(1, 5), away(2, 9), "…")).toBeNull();
    expect(announcement(attention("a"), attention("a", 3), "…")).toBeNull();
  });
  test("going, coming back, and what needs a person", () => {
    expect(announcement(synced, away(0), "…")).toMatch(/Cannot reach/);
    expect(announcement(away(2), saved(2), "…")).toMatch(/Sending what was kept/);
    expect(announcement(away(0), saved(0), "…")).toMatch(/Fetching what is new/);
    expect(announcement(away(0), synced, "…")).toBe("Synced.");
    expect(announcement(synced, attention("a"), "the line")).toBe("the line");
    expect(announcement(attention("a"), attention("b"), "the line")).toBe("the line");
  });
});

test("the last contact is now while connected, and the moment of parting afterwards", () => {
  const connected = nextContact({ kind: "never", tried: false }, synced, 10);
  expect(connected).toEqual({ kind: "now" });
  expect(nextContact(connected, saved(1), 20)).toBe(connected);
  const parted = nextContact(connected, away(1), 30);
  expect(parted).toEqual({ kind: "at", time: 30 });
  expect(nextContact(parted, away(2), 40)).toBe(parted);
  const start = { kind: "never", tried: false } as const;
  expect(nextContact(start, away(0), 40)).toBe(start);
  expect(nextContact(start, away(0, 99), 40)).toEqual({ kind: "never", tried: true });
  expect(nextContact(start, attention("x"), 40)).toEqual({ kind: "never", tried: true });
});

describe("problems of forms", () => {
  const at = (form: "setup" | "sign-in" | "join", code: DataError["code"]) =>
    formProblem(form, new DataError(code, "the server said so"));
  test("stand at the field that mends them", () => {
    expect(at("setup", "wrong-code").field).toBe("code");
    expect(at("sign-in", "wrong-credentials").field).toBe("password");
    expect(at("join", "taken").field).toBe("email");
    expect(at("setup", "taken").field).toBe("form");
    expect(at("join", "expired")).toMatchObject({
      field: "form",
      message: expect.stringMatching(/new link/) as string,
    });
  });
  test("a reason of the server is passed on as a sentence, an unknown error is not shown", () => {
    expect(at("join", "invalid").message).toBe("the server said so.");
    expect(formProblem("join", new TypeError("x is undefined")).message).not.toMatch(/undefined/);
  });
});

test("problems of actions say what happened and what was kept", () => {
  expect(actionProblem("Renaming", new DataError("storage-full", ""))).toBe(
    "Renaming did not work: this device has no room left. What was saved before is kept.",
  );
  expect(actionProblem("Inviting", new DataError("offline", ""))).toMatch(/needs the server/);
  expect(actionProblem("Renaming", new Error("boom"))).not.toMatch(/boom/);
});

test("marks of a page in words", () => {
  const page = { id: "a", parent: null, title: "", icon: null, trashed: false, changedAt: 0 } as never as object;
  const marks = (here: boolean, pending: number) => pageMarks({ ...page, here, pending } as never);
  expect(marks(true, 0)).toBeNull();
  expect(marks(true, 1)).toBe("1 change not sent yet");
  expect(marks(false, 2)).toBe("2 changes not sent yet, not on this device");
});

test("sizes and times", () => {
  expect([0, 999, 1000, 48_300_000, 999_600_000, 10_900_000_000].map(bytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "48 MB",
    "1.0 GB",
    "11 GB",
  ]);
  const noon = new Date(2026, 4, 10, 12).getTime();
  expect(ago(noon - 20_000, noon)).toBe("just now");
  expect(ago(noon - 4 * 60_000, noon)).toBe("4 min ago");
  expect(ago(noon - 3 * 3_600_000, noon)).toBe("09:00");
  expect(ago(noon - 30 * 3_600_000, noon)).toBe("9 May");
  const night = new Date(2026, 4, 10, 0, 5).getTime();
  expect(ago(night, noon)).toBe("00:05");
});
