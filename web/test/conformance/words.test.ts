import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { wordsOf } from "../../src/text/words";

interface Vector {
  readonly text: string;
  readonly terms: readonly string[];
}

const FILE = new URL("../../../conformance/search/words.json", import.meta.url);
const vectors = JSON.parse(readFileSync(FILE, "utf8")) as Vector[];

it.each(vectors.map(({ text, terms }) => [text, terms] as const))(
  "takes %j for the words the server does",
  (text, terms) => {
    expect([...wordsOf(text)].map((word) => word.term)).toEqual(terms);
  },
);
