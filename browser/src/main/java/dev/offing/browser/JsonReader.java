package dev.offing.browser;

import dev.offing.engine.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the two shapes of JSON that commands take: one value (boolean, number or text), or a flat
 * object of such values. Everything else is refused with IllegalArgumentException and the offset.
 */
final class JsonReader {

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** A boolean, a finite number or a text. */
    static Value value(String json) {
        JsonReader reader = new JsonReader(json);
        reader.skipSpace();
        Value value = reader.readValue();
        reader.expectEnd();
        return value;
    }

    /** A flat object, in the order written. */
    static Map<String, Value> values(String json) {
        JsonReader reader = new JsonReader(json);
        reader.skipSpace();
        Map<String, Value> values = new LinkedHashMap<>();
        reader.expect('{');
        reader.skipSpace();
        if (reader.peek() == '}') {
            reader.at++;
        } else {
            do {
                reader.skipSpace();
                String key = reader.readString();
                reader.skipSpace();
                reader.expect(':');
                reader.skipSpace();
                values.put(key, reader.readValue());
                reader.skipSpace();
            } while (reader.accept(','));
            reader.expect('}');
        }
        reader.expectEnd();
        return values;
    }

    private Value readValue() {
        char c = peek();
        if (c == '"') {
            return new Value.Text(readString());
        }
        if (c == 't') {
            expectWord("true");
            return Value.TRUE;
        }
        if (c == 'f') {
            expectWord("false");
            return Value.FALSE;
        }
        return new Value.Num(readNumber());
    }

    private double readNumber() {
        int start = at;
        while (at < text.length() && isNumberPart(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw refused("a boolean, a number or a text is expected");
        }
        double number = Doubles.parse(text.substring(start, at));
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw refused("not a finite number");
        }
        return number;
    }

    private static boolean isNumberPart(char c) {
        return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private String readString() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? readEscape() : c);
        }
    }

    private char readEscape() {
        char c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> readUnit();
            case '"', '\\', '/' -> c;
            default -> throw refused("unknown escape");
        };
    }

    private char readUnit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = hexDigit(next());
            if (digit < 0) {
                throw refused("four hexadecimal digits are expected");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /** Character.digit would bring the tables of all scripts' digits, 12 kB of compressed script. */
    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char next() {
        if (at >= text.length()) {
            throw refused("ends too early");
        }
        return text.charAt(at++);
    }

    private boolean accept(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw refused("'" + c + "' is expected");
        }
    }

    private void expectWord(String word) {
        if (!text.startsWith(word, at)) {
            throw refused("'" + word + "' is expected");
        }
        at += word.length();
    }

    private void expectEnd() {
        skipSpace();
        if (at != text.length()) {
            throw refused("more than one value");
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("JSON at " + at + ": " + why);
    }
}
