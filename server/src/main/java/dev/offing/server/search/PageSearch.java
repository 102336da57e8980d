package dev.offing.server.search;

import dev.offing.server.access.Access;
import dev.offing.server.account.SignedIn;
import dev.offing.server.search.Words.Word;
import dev.offing.server.store.TextIndex;
import dev.offing.server.store.TextIndex.Found;
import dev.offing.server.store.TextIndex.Wanted;
import dev.offing.sync.DocumentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Finds pages by words of their texts, for somebody who may read them. Words match as they are and by
 * their beginning; all of them have to be there. Titles are not looked through: every device has them all.
 */
public final class PageSearch {

    /** Of what a person types; more would be a text, not a question. */
    public static final int QUERY_UTF16_MAX = 200;

    /** Pages of one answer. */
    public static final int HITS_MAX = 100;

    private static final int BEFORE = 40;
    private static final int PIECE = 160;

    /**
     * A page that was found.
     *
     * @param page its id
     * @param piece of its text, around the first of the words
     */
    public record Hit(String page, String piece) {}

    private final TextIndex texts;
    private final Access access;

    public PageSearch(TextIndex texts, Access access) {
        this.texts = texts;
        this.access = access;
    }

    /** Best first. Cost: that of the index, and of looking through the texts found. */
    public List<Hit> find(SignedIn who, String query) {
        List<Word> words = Words.of(query.substring(0, Math.min(query.length(), QUERY_UTF16_MAX)));
        if (words.isEmpty()) {
            return List.of();
        }
        List<Wanted> wanted = words.stream()
                .map(word -> new Wanted(word.term(), word.isPrefix()))
                .toList();
        List<Hit> hits = new ArrayList<>();
        for (Found found : texts.find(wanted, HITS_MAX)) {
            if (access.mayRead(who, found.document())) {
                hits.add(new Hit(new DocumentId(found.document()).pageId(), piece(found.body(), words)));
            }
        }
        return hits;
    }

    /** Of the line with the most of the words, what stands around the first of them. */
    static String piece(String body, List<Word> words) {
        String best = "";
        long most = -1;
        for (String line : body.split("\n", -1)) {
            String folded = Words.fold(line);
            long has =
                    words.stream().filter(word -> folded.contains(word.term())).count();
            if (has > most) {
                most = has;
                best = line;
            }
        }
        if (best.length() <= PIECE) {
            return best;
        }
        int start = Math.max(0, firstWord(best, words) - BEFORE);
        int end = Math.min(best.length(), start + PIECE);
        start = whole(best, start);
        end = whole(best, end);
        return (start > 0 ? "… " : "") + best.substring(start, end).strip() + (end < best.length() ? " …" : "");
    }

    /** Where the first of the words stands, as near as folding lets it be told; 0 if it is not told. */
    private static int firstWord(String line, List<Word> words) {
        String lower = line.toLowerCase(Locale.ROOT);
        int[] places = words.stream()
                .mapToInt(word -> lower.indexOf(word.term()))
                .filter(at -> at >= 0)
                .toArray();
        return Math.min(Arrays.stream(places).min().orElse(0), line.length());
    }

    private static int whole(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
