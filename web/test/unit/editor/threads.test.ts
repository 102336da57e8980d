import { describe, expect, test } from "vitest";
import type { DocumentView } from "../../../src/engine/types";
import { textOf } from "../../../src/data/search/page-text";
import { engine } from "../../../src/engine/engine";
import { Shadow } from "../../../src/editor/binding/shadow";
import {
  COMMENT_MARK,
  commentKey,
  commentTexts,
  madeAt,
  newId,
  readThreads,
  resolvedKey,
  threadKey,
} from "../../../src/editor/comments/threads";
import { commentsLabel, placeWords, timeWords } from "../../../src/editor/comments/words";

type Document = ReturnType<typeof engine.createDocument>;

function comment(document: Document, thread: string, quote: string, ...texts: string[]): void {
  document.setProperty(null, threadKey(thread), JSON.stringify(quote));
  texts.forEach((text, index) => document.setProperty(null, commentKey(thread, `c${index}`), JSON.stringify(text)));
}

const threadsOf = (document: Document) => readThreads(new Shadow(JSON.parse(document.view()) as DocumentView));

/** "one two" and "three", a thread on "two" and one on "three" that was begun earlier. */
function commented() {
  const document = engine.createDocument("0000000000000001");
  const first = document.newBlock(null, null, "paragraph");
  document.insert(first, 0, "one two", null);
  const second = document.newBlock(null, first, "paragraph");
  document.insert(second, 0, "three", null);
  comment(document, "b", "two", "why?", "because");
  document.mark(first, 4, 7, COMMENT_MARK, '"b"');
  comment(document, "a", "three", "and this?");
  document.mark(second, 0, 5, COMMENT_MARK, '"a"');
  return { document, first, second };
}

describe("threads", () => {
  test("stand in the order of their texts, with their comments in order", () => {
    const { document, first } = commented();
    const [one, two] = threadsOf(document);
    expect([one?.id, two?.id]).toEqual(["b", "a"]);
    expect(one?.comments.map(({ text }) => text)).toEqual(["why?", "because"]);
    expect(one?.ranges).toEqual([{ target: first, start: 4, end: 7 }]);
  });

  test("whose text is gone are listed all the same, with what they were about", () => {
    const { document, first } = commented();
    document.deleteText(first, 4, 7);
    const threads = threadsOf(document);
    expect(threads.map(({ id, place }) => [id, place])).toEqual([
      ["a", "text"],
      ["b", "gone"],
    ]);
    expect(threads[1]?.quote).toBe("two");
    document.undo();
  });

  test("follow their text into the block of a split", () => {
    const { document, first } = commented();
    const half = document.split(first, 5, "paragraph");
    expect(threadsOf(document)[0]?.ranges).toEqual([
      { target: first, start: 4, end: 5 },
      { target: half, start: 0, end: 2 },
    ]);
  });

  test("about the page come after those of texts, resolved ones last", () => {
    const { document } = commented();
    comment(document, "p", "", "on the whole");
    document.setProperty(null, resolvedKey("b"), "true");
    expect(threadsOf(document).map(({ id, place, resolved }) => [id, place, resolved])).toEqual([
      ["a", "text", false],
      ["p", "page", false],
      ["b", "text", true],
    ]);
  });

  test("answered at the same time keep both answers", () => {
    const { document: ann } = commented();
    ann.commit(1);
    const bob = engine.openDocument(ann.save(), "0000000000000002");
    ann.setProperty(null, commentKey("b", "x1"), '"from Ann"');
    bob.setProperty(null, commentKey("b", "x2"), '"from Bob"');
    const [annsChange, bobsChange] = [ann.commit(2), bob.commit(3)];
    if (annsChange === null || bobsChange === null) throw new Error("both have changed something");
    ann.apply(bobsChange);
    bob.apply(annsChange);
    const texts = (document: Document) => threadsOf(document)[0]?.comments.map(({ text }) => text);
    expect(texts(ann)).toEqual(["why?", "because", "from Ann", "from Bob"]);
    expect(texts(bob)).toEqual(texts(ann));
    expect((JSON.parse(ann.propertyWriter(null, commentKey("b", "x2"))) as { author: string }).author).toBe(
      bob.replica(),
    );
  });

  test("are not made up from properties of another form", () => {
    const document = engine.createDocument("0000000000000001");
    document.setProperty(null, "comment/b/c", "7");
    document.setProperty(null, "comment/B!/c", '"text"');
    document.setProperty(null, threadKey("b"), '"two"');
    expect(threadsOf(document)).toEqual([]);
  });

  test("give their texts to search", () => {
    const { document } = commented();
    const { properties } = JSON.parse(document.view()) as DocumentView;
    expect(commentTexts(properties)).toEqual([
      ["a", "and this?"],
      ["b", "why?"],
      ["b", "because"],
    ]);
  });
});

test("ids sort by the time they were made at", () => {
  const early = newId(1_700_000_000_000, () => 0.99);
  const late = newId(1_700_000_000_001, () => 0);
  expect(early < late).toBe(true);
  expect(madeAt(early)).toBe(1_700_000_000_000);
});

describe("words", () => {
  test("say where a thread belongs if its quote does not", () => {
    expect(placeWords({ place: "text", resolved: false })).toBeNull();
    expect(placeWords({ place: "gone", resolved: false })).toContain("no longer in the page");
    expect(placeWords({ place: "page", resolved: true })).toBe("Resolved. About the page");
  });

  test("count open threads", () => {
    expect([0, 1, 3].map(commentsLabel)).toEqual(["Comments, none open", "Comments, 1 open", "Comments, 3 open"]);
  });

  test("are coarse about time", () => {
    const now = new Date(2026, 4, 10, 9, 30).getTime();
    expect(timeWords(now - 5_000, now)).toBe("just now");
    expect(timeWords(now - 240_000, now)).toBe("4 min ago");
    expect(timeWords(new Date(2026, 3, 1).getTime(), now)).toBe("1 Apr");
    expect(timeWords(new Date(2025, 3, 1).getTime(), now)).toBe("1 Apr 2025");
  });
});

test("search finds a comment at the block it is about, and that of a text that is gone at the first", () => {
  const { document, first, second } = commented();
  const textsOf = () => textOf(JSON.parse(document.view()) as DocumentView);
  expect(textsOf()).toEqual([
    [first, "one two\nwhy?\nbecause"],
    [second, "three\nand this?"],
  ]);
  document.deleteText(second, 0, 5);
  expect(textsOf()[0]?.[1]).toContain("and this?");
});
