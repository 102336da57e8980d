package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every numbered rule of docs/spec has a test that carries its number, and no test or text names a rule
 * that is not there. A rule is defined where its number stands in bold, {@code **MERGE-12**}. A test
 * carries the numbers its name begins with: {@code merge12…}, {@code sync1_20_21_…}.
 */
class SpecificationTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern DEFINITION = Pattern.compile("\\*\\*([A-Z]+-\\d+)\\*\\*");

    /** The name of a method right after a test annotation and, maybe, others. */
    private static final Pattern TEST = Pattern.compile(
            "@(?:Test|TestFactory|ParameterizedTest|RepeatedTest)\\b[^;]*?\\s(?:void|Stream<DynamicTest>) (\\w+)\\(");

    /** The rules in order of their files, each with where it is defined. */
    private static final Map<String, List<String>> DEFINED = new TreeMap<>();

    /** The rules that tests carry, each with the names of the tests. */
    private static final Map<String, List<String>> TESTED = new TreeMap<>();

    @BeforeAll
    static void readSpecificationAndTests() throws IOException {
        for (Path page : files(ROOT.resolve("docs/spec"), ".md")) {
            matches(DEFINITION, page).forEach(rule -> add(DEFINED, rule, page));
        }
        for (Path module : modules()) {
            for (Path source : files(module.resolve("src/test/java"), ".java")) {
                matches(TEST, source).forEach(test -> carried(test).forEach(rule -> add(TESTED, rule, source, test)));
            }
        }
    }

    @Test
    void everyRuleIsDefinedOnce() {
        Map<String, List<String>> more = new TreeMap<>(DEFINED);
        more.values().removeIf(pages -> pages.size() == 1);

        assertThat(DEFINED).hasSizeGreaterThan(100);
        assertThat(more).as("rules that are defined more than once").isEmpty();
    }

    @Test
    void everyRuleHasATestThatCarriesItsNumber() {
        assertThat(without(DEFINED, TESTED)).as("rules that no test carries").isEmpty();
    }

    @Test
    void everyNumberATestCarriesIsARule() {
        assertThat(without(TESTED, DEFINED)).as("numbers of no rule").isEmpty();
    }

    @Test
    void everyRuleThatIsNamedIsDefined() throws IOException {
        Pattern mention = Pattern.compile("\\b((?:" + String.join("|", families()) + ")-\\d+)\\b");
        List<Path> texts = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        for (Path module : modules()) {
            texts.addAll(files(module.resolve("src"), ".java"));
            texts.addAll(files(module.resolve("README.md"), ".md"));
        }
        Map<String, List<String>> named = new TreeMap<>();
        for (Path text : texts) {
            matches(mention, text).forEach(rule -> add(named, rule, text));
        }

        assertThat(named).isNotEmpty();
        assertThat(without(named, DEFINED)).as("rules that are named only").isEmpty();
    }

    private static Map<String, List<String>> without(Map<String, List<String>> rules, Map<String, List<String>> known) {
        Map<String, List<String>> rest = new TreeMap<>(rules);
        rest.keySet().removeAll(known.keySet());
        return rest;
    }

    // ---- what a name carries ----

    @Test
    void namesCarryTheNumbersTheyBeginWith() {
        assertThat(carried("merge12RangeIsOneOperation")).containsExactly("MERGE-12");
        assertThat(carried("sync20_21_nothingIsLost")).containsExactly("SYNC-20", "SYNC-21");
        assertThat(carried("merge51_2ndReload")).containsExactly("MERGE-51");
        assertThat(carried("utf8TextIsRead")).isEmpty();
        assertThat(carried("mergesInOrder")).isEmpty();
    }

    private static List<String> carried(String test) {
        Matcher name = Pattern.compile("(" + String.join("|", families()).toLowerCase(Locale.ROOT)
                        + ")(\\d+(?:_\\d+)*)(?=[A-Z_]|$)\\w*")
                .matcher(test);
        if (!name.matches()) {
            return List.of();
        }
        String family = name.group(1).toUpperCase(Locale.ROOT);
        return Stream.of(name.group(2).split("_"))
                .map(number -> family + "-" + number)
                .toList();
    }

    /** What stands before the hyphen: MERGE, OPS … */
    private static List<String> families() {
        return DEFINED.keySet().stream()
                .map(rule -> rule.substring(0, rule.indexOf('-')))
                .distinct()
                .toList();
    }

    // ---- files ----

    private static List<Path> modules() throws IOException {
        try (Stream<Path> children = Files.list(ROOT)) {
            return children.filter(child -> Files.exists(child.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    /** @param under a folder or a file; none if it is not there */
    private static List<Path> files(Path under, String ending) throws IOException {
        if (!Files.exists(under)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void add(Map<String, List<String>> places, String rule, Object... place) {
        places.computeIfAbsent(rule, unused -> new ArrayList<>())
                .add(Stream.of(place)
                        .map(Object::toString)
                        .reduce((a, b) -> a + "#" + b)
                        .orElseThrow());
    }
}
