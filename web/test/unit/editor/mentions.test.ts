import { describe, expect, test } from "vitest";
import type { DocumentView } from "../../../src/engine/types";
import { textOf } from "../../../src/data/search/page-text";
import { Shadow } from "../../../src/editor/binding/shadow";
import {
  decodeMentions,
  edited,
  encodeMentions,
  matching,
  mentioned,
  NO_TEXT,
  piecesOf,
  trimmed,
  wordAt,
  type CommentText,
} from "../../../src/editor/comments/mentions";
import { commentKey, mentionsKey, readThreads } from "../../../src/editor/comments/threads";
import { engine } from "../../../src/engine/engine";

const ada = { account: "a1", name: "Ada Rask", you: true };
const greta = { account: "b2", name: "Gréta Holm", you: false };
const orla = { account: "c3", name: "Jean-Luc Ørsted", you: false };

const typed = (text: string): CommentText => ({ text, mentions: [] });
/** What stands to the left of `|`, which is the caret. */
const word = (text: string, comment = typed(text.replace("|", ""))) => wordAt(comment, text.indexOf("|"));

/** "Ask @Ada Rask now", Ada taken from the list. */
const asked = mentioned(typed("Ask @a now"), { start: 4, end: 6, query: "a" }, ada);

describe("the word at the caret", () => {
  test("begins with an @ at the start, after white space, or after an opening bracket", () => {
    expect(word("@gr|")).toEqual({ start: 0, end: 3, query: "gr" });
    expect(word("ask @|")).toEqual({ start: 4, end: 5, query: "" });
    expect(word("ask\n@gr|")?.start).toBe(4);
    expect(word("(@Gr|)")?.query).toBe("Gr");
    expect(word("「@gr|")?.query).toBe("gr");
  });

  test("is none in an address, beyond a space, inside a word, or without an @", () => {
    for (const text of ["ada@gr|", "@gr |", "@g|reta", "gr|", "@gr@|", "|@gr"]) expect(word(text)).toBeNull();
  });

  test("is none where somebody is mentioned already", () => {
    expect(asked.text).toBe("Ask @Ada Rask now");
    expect(word("Ask @Ada| Rask now", asked)).toBeNull();
    expect(word("Ask @Ada| Rask now")?.query).toBe("Ada");
  });
});

test("members are found by the beginning of any word of the name, without case and accents", () => {
  const names = (query: string) => matching([ada, greta, orla], query).map(({ name }) => name);
  expect(names("")).toHaveLength(3);
  expect(names("GRE")).toEqual(["Gréta Holm"]);
  expect(names("hol")).toEqual(["Gréta Holm"]);
  expect(names("ors")).toEqual(["Jean-Luc Ørsted"]);
  expect(names("jean-l")).toEqual(["Jean-Luc Ørsted"]);
  expect(names("da")).toEqual([]);
});

describe("taking a name", () => {
  test("puts it in place of the word, with a space behind it and the caret behind that", () => {
    expect(mentioned(typed("(@gr"), { start: 1, end: 4, query: "gr" }, greta)).toEqual({
      text: "(@Gréta Holm ",
      mentions: [{ account: "b2", start: 1, text: "@Gréta Holm" }],
      caret: 13,
    });
    expect(asked.caret).toBe("Ask @Ada Rask ".length);
  });

  test("moves the mentions behind it", () => {
    const both = mentioned(edited(asked, "@h Ask @Ada Rask now", 2), { start: 0, end: 2, query: "h" }, greta);
    expect(both.text).toBe("@Gréta Holm Ask @Ada Rask now");
    expect(both.mentions.map(({ account, start }) => [account, start])).toEqual([
      ["b2", 0],
      ["a1", 16],
    ]);
  });
});

describe("a mention in a text that is edited", () => {
  const starts = (text: string, caret: number, from: CommentText = asked) =>
    edited(from, text, caret).mentions.map(({ account, start }) => [account, start]);

  test("moves with what is before it, and stays over what is behind it", () => {
    expect(starts("Please ask @Ada Rask now", 8)).toEqual([["a1", 11]]);
    expect(starts("@Ada Rask now", 0)).toEqual([["a1", 0]]);
    expect(starts("Ask @Ada Rask, now", 14)).toEqual([["a1", 4]]);
  });

  test("is none once it is changed itself", () => {
    expect(starts("Ask @Ada Rsk now", 10)).toEqual([]);
    expect(starts("Ask Ada Rask now", 4)).toEqual([]);
    expect(starts("", 0)).toEqual([]);
  });

  test("is the one that the caret says is left of two alike", () => {
    const text = "@Ada Rask @Ada Rask ";
    const mentions = ["a1", "z9"].map((account, at) => ({ account, start: at * 10, text: "@Ada Rask" }));
    expect(starts("@Ada Rask ", 0, { text, mentions })).toEqual([["z9", 0]]);
    expect(starts("@Ada Rask ", 10, { text, mentions })).toEqual([["a1", 0]]);
  });
});

describe("mentions beside a comment", () => {
  const stored = (value: unknown) => decodeMentions(JSON.stringify(value), asked.text);
  const mention = { account: "a1", start: 4, text: "@Ada Rask" };

  test("come back as they were written", () => {
    const value = JSON.parse(encodeMentions(asked.mentions) ?? "") as string;
    expect(decodeMentions(value, asked.text)).toEqual(asked.mentions);
    expect(encodeMentions([])).toBeNull();
    expect(decodeMentions(undefined, asked.text)).toEqual([]);
  });

  test("are left out where they are of another form, or do not fit the text", () => {
    for (const value of ["no JSON", "null", "{}", "7", 7, true]) expect(decodeMentions(value, asked.text)).toEqual([]);
    const others = [null, 7, [], {}, { ...mention, account: 1 }, { ...mention, start: 4.5 }, { ...mention, start: -1 }];
    expect(stored([...others, { ...mention, start: 3 }, { ...mention, text: "Ask" }, mention])).toEqual([mention]);
    expect(stored([{ ...mention, start: 5, text: "Ada" }])).toEqual([]);
    expect(stored([mention, mention])).toEqual([mention]);
    expect(stored([{ ...mention, more: 1 }])).toEqual([mention]);
  });

  test("keep their place when white space around the text goes", () => {
    const indented = edited(asked, ` \n${asked.text}`, 2);
    const { text, mentions } = trimmed(edited(indented, `${indented.text} `, indented.text.length + 1));
    expect([text, mentions]).toEqual([asked.text, [mention]]);
    expect(piecesOf({ text, mentions })).toEqual([
      { text: "Ask ", account: null },
      { text: "@Ada Rask", account: "a1" },
      { text: " now", account: null },
    ]);
    expect(piecesOf(NO_TEXT)).toEqual([]);
  });

  test("leave the comment a plain text for readers that know of none, and for search", () => {
    const document = engine.createDocument("0000000000000001");
    const block = document.newBlock(null, null, "paragraph");
    document.setProperty(null, commentKey("b", "c"), JSON.stringify(asked.text));
    document.setProperty(null, mentionsKey("b", "c"), encodeMentions(asked.mentions));
    const read = () => JSON.parse(document.view()) as DocumentView;
    expect(read().properties["comment/b/c"]).toBe(asked.text);
    expect(textOf(read())).toEqual([[block, asked.text]]);
    const comments = () => readThreads(new Shadow(read()))[0]?.comments;
    expect(comments()).toMatchObject([{ text: asked.text, mentions: [mention] }]);
    // Rewritten by a reader that knows of none.
    document.setProperty(null, commentKey("b", "c"), '"Never mind"');
    expect(comments()).toMatchObject([{ text: "Never mind", mentions: [] }]);
  });
});
