package dev.offing.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * As much JSON as the server's interface needs: objects of texts are written; of what is read, members are found
 * by their path. What is no JSON, or is nested deeper than anything the server says, has no members.
 */
final class Json {

    private static final int DEPTH_MAX = 8;

    private final String text;
    private final Map<String, String> members = new LinkedHashMap<>();
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Reads an object. @return texts, numbers and literals by path: {@code account.name} */
    static Map<String, String> read(String text) {
        Json json = new Json(text);
        try {
            json.value("", 0);
            return json.members;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Map.of(); // Whatever answered is not our server.
        }
    }

    /** An object of texts. @param members key, value, key, value …; a value of null is left out */
    static String write(String... members) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < members.length; i += 2) {
            if (members[i + 1] != null) {
                out.append(out.length() > 1 ? "," : "");
                quote(out, members[i]);
                out.append(':');
                quote(out, members[i + 1]);
            }
        }
        return out.append('}').toString();
    }

    private static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void value(String path, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("nested too deeply");
        }
        switch (peek()) {
            case '{' -> object(path, depth);
            case '[' -> array(path, depth);
            case '"' -> members.put(path, string());
            default -> literal().ifPresent(literal -> members.put(path, literal));
        }
    }

    private void object(String path, int depth) {
        at++;
        while (peek() != '}') {
            String key = string();
            expect(':');
            value(path.isEmpty() ? key : path + "." + key, depth + 1);
            if (peek() != '}') {
                expect(',');
            }
        }
        at++;
    }

    private void array(String path, int depth) {
        at++;
        for (int i = 0; peek() != ']'; i++) {
            value(path + "." + i, depth + 1);
            if (peek() != ']') {
                expect(',');
            }
        }
        at++;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    /** A number, true or false; null is nothing. */
    private Optional<String> literal() {
        int start = at;
        while (at < text.length() && "{}[],:\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("not JSON");
        }
        return Optional.of(text.substring(start, at)).filter(literal -> !literal.equals("null"));
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw new IllegalArgumentException("not JSON");
        }
        at++;
    }
}
