package dev.offing.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void areThoseThatADeviceTakesForWords() throws Exception {
        JsonNode vectors = new ObjectMapper()
                .readTree(Path.of("../conformance/search/words.json").toFile());
        assertThat(vectors).isNotEmpty();
        for (JsonNode vector : vectors) {
            List<String> terms = new ArrayList<>();
            vector.get("terms").forEach(term -> terms.add(term.textValue()));
            String text = vector.get("text").textValue();
            assertThat(Words.of(text)).as(text).extracting(Words.Word::term).isEqualTo(terms);
        }
    }

    @Test
    void aPieceStandsAroundTheFirstWord() {
        String line = "x ".repeat(200) + "the old Harbour wall " + "y ".repeat(200);
        String piece = PageSearch.piece("nothing\n" + line + "\nharbour", Words.of("harbour wall"));
        assertThat(piece).contains("old Harbour wall").startsWith("… ").endsWith(" …");
        assertThat(piece.length()).isLessThan(200);
        assertThat(PageSearch.piece("low tide", Words.of("tide"))).isEqualTo("low tide");
    }

    @Test
    void aPieceCutsNoCharacterInTwo() {
        String waves = "🌊".repeat(200);
        assertThat(PageSearch.piece("a" + waves + " tide " + waves, Words.of("tide")))
                .matches(piece -> piece.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000));
    }
}
