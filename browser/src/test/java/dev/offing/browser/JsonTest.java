package dev.offing.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void writesTextsThatReadBackAsTheyWere() {
        for (String text :
                List.of("", "plain", "\"quoted\\\"", "line\nfeed\ttab\u0000nul\u001f", "æ😀\u2028", "</script>")) {
            String json = new JsonWriter().string(text).toString();
            assertThat(JsonReader.value(json)).isEqualTo(new Value.Text(text));
        }
    }

    @Test
    void writesNumbersThatReadBackAsTheyWere() {
        for (double number :
                new double[] {0, -0.0, 1, -17, 0.1, 1e300, Double.MIN_VALUE, Integer.MAX_VALUE, 1L << 53}) {
            String json = new JsonWriter().number(number).toString();
            assertThat(JsonReader.value(json)).isEqualTo(new Value.Num(number));
        }
    }

    @Test
    void readsFlatObjectsInTheirOrder() {
        assertThat(JsonReader.values(" { \"bold\" : true, \"color\":\"r\\u00e9d\" ,\"n\":-1.5e2 } "))
                .containsExactly(
                        Map.entry("bold", Value.TRUE),
                        Map.entry("color", new Value.Text("réd")),
                        Map.entry("n", new Value.Num(-150)));
        assertThat(JsonReader.values("{}")).isEmpty();
    }

    @Test
    void refusesWhatIsNoValueAndNamesThePlace() {
        for (String json : List.of("", "null", "[1]", "tru", "1 2", "\"open", "\"\\x\"", "1e", "\"\\u12g4\"")) {
            assertThatThrownBy(() -> JsonReader.value(json))
                    .as(json)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("JSON at ");
        }
        assertThatThrownBy(() -> JsonReader.values("{\"a\":{}}")).isInstanceOf(IllegalArgumentException.class);
    }
}
