package dev.offing.server.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words of a text as search sees them, the same as on a device (web/src/text/words.ts; both are held to
 * conformance/search/words.json): small letters without accents; writing without spaces as pairs of
 * neighbours, so that any part of it is found without a dictionary.
 */
final class Words {

    /**
     * A word.
     *
     * @param term folded, what is compared
     * @param pair of characters of a script without spaces, or one such character that stands alone
     */
    record Word(String term, boolean pair) {
        /** Whether what is being typed may go on: a pair is whole, a word or a lone character may not be. */
        boolean isPrefix() {
            return !pair || term.codePointCount(0, term.length()) == 1;
        }
    }

    /** Letters that no decomposition takes apart. */
    private static final Map<String, String> PLAIN = Map.of(
            "ß", "ss", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ħ", "h", "ı", "i", "æ", "ae", "œ", "oe", "þ", "th");

    private static final Pattern SPECIAL = Pattern.compile("[ßøđðłħıæœþ]");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final String UNSPACED =
            "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}ーｰ々〆" + "\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";
    private static final Pattern RUN = Pattern.compile(
            "([" + UNSPACED + "][" + UNSPACED + "\\p{M}]*)|(?:(?![" + UNSPACED + "])[\\p{L}\\p{N}\\p{M}])+");

    private Words() {}

    /** Small letters without accents; wide and ligature forms as their plain ones. */
    static String fold(String text) {
        String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return SPECIAL.matcher(plain).replaceAll(match -> PLAIN.get(match.group()));
    }

    /** Every word of a text, in order. Cost: linear in the text. */
    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        Matcher runs = RUN.matcher(text);
        while (runs.find()) {
            if (runs.group(1) != null) {
                addPairs(runs.group(), words);
            } else {
                String term = fold(runs.group());
                if (!term.isEmpty()) {
                    words.add(new Word(term, false));
                }
            }
        }
        return words;
    }

    private static void addPairs(String run, List<Word> words) {
        List<String> characters = run.codePoints()
                .mapToObj(Character::toString)
                .map(Words::fold)
                .filter(character -> !character.isEmpty())
                .toList();
        if (characters.size() == 1) {
            words.add(new Word(characters.getFirst(), true));
        }
        for (int i = 0; i + 1 < characters.size(); i++) {
            words.add(new Word(characters.get(i) + characters.get(i + 1), true));
        }
    }

    /** The terms of a text with spaces between them. */
    static String terms(String text) {
        return of(text).stream().map(Word::term).collect(Collectors.joining(" "));
    }
}
