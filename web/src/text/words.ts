/**
 * Words of a text as search sees them: small letters without accents, so that "Smørrebrød" is found by
 * "smorrebrod"; writing without spaces (Chinese, Japanese, Thai …) as pairs of neighbours, so that any
 * part of it is found without a dictionary.
 */

export interface Word {
  /** Folded: what is compared. */
  readonly term: string;
  /** Where it stands in the text as it was given, UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** A pair of characters of a script without spaces. */
  readonly pair: boolean;
}

/** Letters that no decomposition takes apart. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ħ: "h",
  ı: "i",
  æ: "ae",
  œ: "oe",
  þ: "th",
};
const SPECIAL = /[ßøđðłħıæœþ]/gu;
const ACCENTS = /\p{M}/gu;
// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

/** Small letters without accents; wide and ligature forms as their plain ones. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .toLowerCase()
    .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter);
}

/** Scripts that put no spaces between words. Extensions of the same script count. */
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ーｰ々〆\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const RUN = new RegExp(`[${UNSPACED}][${UNSPACED}\\p{M}]*|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

/** Every word of a text, in order. Cost: linear in the text. */
export function* wordsOf(text: string): Generator<Word> {
  for (const match of text.matchAll(RUN)) {
    const [run] = match;
    if (IS_UNSPACED.test(run)) yield* pairsOf(run, match.index);
    else {
      const term = fold(run);
      if (term !== "") yield { term, start: match.index, end: match.index + run.length, pair: false };
    }
  }
}

function* pairsOf(run: string, offset: number): Generator<Word> {
  const characters: { text: string; start: number; end: number }[] = [];
  let at = offset;
  for (const character of run) {
    const text = fold(character);
    const last = characters.at(-1);
    if (text === "" && last !== undefined) last.end += character.length;
    else characters.push({ text, start: at, end: at + character.length });
    at += character.length;
  }
  const [first] = characters;
  if (characters.length === 1 && first !== undefined) {
    yield { term: first.text, start: first.start, end: first.end, pair: true };
  }
  for (let index = 0; index + 1 < characters.length; index++) {
    const left = characters[index];
    const right = characters[index + 1];
    if (left !== undefined && right !== undefined) {
      yield { term: left.text + right.text, start: left.start, end: right.end, pair: true };
    }
  }
}
