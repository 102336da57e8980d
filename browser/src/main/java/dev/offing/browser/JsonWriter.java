package dev.offing.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.classlib.PlatformDetector;
import org.teavm.jso.JSBody;
import org.teavm.jso.core.JSString;

/**
 * Writes JSON text in one pass. It knows nothing of nesting: callers write what they open, {@link
 * #separate} puts the commas. The class library's formatters would add some 60 kB of compressed
 * script; this costs one.
 *
 * <p>In a browser the text is a string of the browser's, which quotes what is put into it: the
 * compiled class library copies a text character by character, three times until it is out.
 */
final class JsonWriter {

    private static final String HEX = "0123456789abcdef";
    private static final boolean IN_SCRIPT = PlatformDetector.isJavaScript();

    private final StringBuilder out = new StringBuilder();
    private @Nullable JSString script = IN_SCRIPT ? JSString.valueOf("") : null;

    /** The last character written, 0: nothing is written yet. */
    private char last;

    /** Appends structure as it stands: brackets, braces, literals. */
    JsonWriter raw(String text) {
        if (IN_SCRIPT) {
            script = joined(script, text);
        } else {
            out.append(text);
        }
        last = text.charAt(text.length() - 1);
        return this;
    }

    /** A comma, unless the last thing written opened an object or an array. */
    JsonWriter separate() {
        return last == 0 || last == '{' || last == '[' ? this : raw(",");
    }

    /** {@code "name":}, with the comma it may need. */
    JsonWriter name(String name) {
        separate().string(name);
        return raw(":");
    }

    JsonWriter number(int value) {
        return raw(Integer.toString(value));
    }

    /** A finite double. */
    JsonWriter number(double value) {
        return raw(Doubles.format(value));
    }

    JsonWriter bool(boolean value) {
        return raw(value ? "true" : "false");
    }

    /** A quoted string, or {@code null}. */
    JsonWriter string(@Nullable String value) {
        if (value == null) {
            return raw("null");
        }
        if (IN_SCRIPT) {
            script = joinedQuoted(script, value);
        } else {
            quote(value);
        }
        last = '"';
        return this;
    }

    private void quote(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return IN_SCRIPT ? script.stringValue() : out.toString();
    }

    @JSBody(
            params = {"before", "text"},
            script = "return before + text;")
    private static native JSString joined(@Nullable JSString before, String text);

    @JSBody(
            params = {"before", "text"},
            script = "return before + JSON.stringify(text);")
    private static native JSString joinedQuoted(@Nullable JSString before, String text);
}
