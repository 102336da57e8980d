package dev.offing.browser;

import org.teavm.classlib.PlatformDetector;
import org.teavm.jso.JSBody;

/**
 * Doubles as text by the platform's own means: JavaScript writes and reads exactly what JSON asks for,
 * and the class library's algorithms would cost 15 kB of compressed script.
 */
final class Doubles {

    private Doubles() {}

    static String format(double value) {
        return PlatformDetector.isJavaScript() ? formatInScript(value) : Double.toString(value);
    }

    /** NaN if the text is not a number. The text consists of digits, signs, points and exponents only. */
    static double parse(String text) {
        if (PlatformDetector.isJavaScript()) {
            return parseInScript(text);
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    @JSBody(params = "value", script = "return Object.is(value, -0) ? '-0' : String(value);")
    private static native String formatInScript(double value);

    @JSBody(params = "text", script = "return Number(text);")
    private static native double parseInScript(String text);
}
