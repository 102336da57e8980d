package dev.offing.browser;

/**
 * Writes JSON text in one pass over one buffer. It knows nothing of nesting: callers write what they
 * open, {@link #separate} puts the commas. The class library's formatters would add some 60 kB of
 * compressed script; this costs one.
 */
final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();

    /** Appends structure as it stands: brackets, braces, literals. */
    JsonWriter raw(String text) {
        out.append(text);
        return this;
    }

    /** A comma, unless the last thing written opened an object or an array. */
    JsonWriter separate() {
        int length = out.length();
        if (length > 0) {
            char last = out.charAt(length - 1);
            if (last != '{' && last != '[') {
                out.append(',');
            }
        }
        return this;
    }

    /** {@code "name":}, with the comma it may need. The name is a constant without special characters. */
    JsonWriter name(String name) {
        separate();
        out.append('"').append(name).append("\":");
        return this;
    }

    JsonWriter number(int value) {
        out.append(value);
        return this;
    }

    /** A finite double. */
    JsonWriter number(double value) {
        out.append(Doubles.format(value));
        return this;
    }

    JsonWriter bool(boolean value) {
        out.append(value ? "true" : "false");
        return this;
    }

    /** A quoted string, or {@code null}. */
    JsonWriter string(@org.jspecify.annotations.Nullable String value) {
        if (value == null) {
            out.append("null");
            return this;
        }
        out.append('"');
        int plainFrom = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            out.append(value.substring(plainFrom, i));
            plainFrom = i + 1;
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        // Whole strings are copied at once; ranges of one, in the compiled class library, character by character.
        out.append(plainFrom == 0 ? value : value.substring(plainFrom)).append('"');
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
