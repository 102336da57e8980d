package dev.offing.engine;

/**
 * Numbers as decimal text and back, exactly or not at all, the same on every platform: only such
 * decimals are known as one rounding decides (Clinger 1990, the fast path): a whole number up to 2⁵³
 * times or divided by a power of ten up to 10²². The class library's algorithms would take any and cost
 * the browser 15 kB of compressed script.
 */
final class Decimal {

    private static final double EXACT_MAX = 9_007_199_254_740_992.0;
    private static final int POWER_MAX = 22;
    private static final int BILLION = 1_000_000_000;

    /** More digits than this make more than 2⁵³. */
    private static final int DIGITS_MAX = 16;

    /** Exponents beyond it, whatever stands before them, are out of reach. */
    private static final int EXPONENT_MAX = 1_000;

    private Decimal() {}

    /** 10ⁿ, exact. */
    private static double power(int n) {
        double power = 1;
        for (int i = 0; i < n; i++) {
            power *= 10;
        }
        return power;
    }

    // ---- to text ----

    /**
     * @param value finite
     * @return the shortest such decimal that reads as the value, without exponent; null if there is none
     */
    static String format(double value) {
        if (value < 0) {
            String positive = format(-value);
            return positive == null ? null : "-" + positive;
        }
        for (int places = 0; places <= POWER_MAX; places++) {
            double digits = Math.floor(value * power(places) + 0.5);
            if (digits > EXACT_MAX) {
                break;
            }
            if (digits / power(places) == value) {
                return withPoint(wholeDigits(digits), places);
            }
        }
        for (int zeros = 1; zeros <= POWER_MAX; zeros++) {
            double digits = Math.floor(value / power(zeros) + 0.5);
            if (digits <= EXACT_MAX && digits * power(zeros) == value) {
                return wholeDigits(digits) + "0".repeat(zeros);
            }
        }
        return null;
    }

    private static String wholeDigits(double whole) {
        double high = Math.floor(whole / BILLION);
        int low = (int) (whole - high * BILLION);
        if (high == 0) {
            return Integer.toString(low);
        }
        String tail = Integer.toString(low);
        return Integer.toString((int) high) + "0".repeat(9 - tail.length()) + tail;
    }

    private static String withPoint(String digits, int places) {
        if (places == 0) {
            return digits;
        }
        String padded = "0".repeat(Math.max(0, places + 1 - digits.length())) + digits;
        int point = padded.length() - places;
        return padded.substring(0, point) + "." + padded.substring(point);
    }

    // ---- from text ----

    /**
     * @param text a decimal with an optional sign, point and exponent, between any spaces
     * @return its value; NaN if the text is anything else or out of reach
     */
    static double parse(String text) {
        String trimmed = text.strip();
        int at = 0;
        boolean negative = trimmed.startsWith("-");
        if (negative || trimmed.startsWith("+")) {
            at++;
        }
        int exponentAt = Math.max(trimmed.indexOf('e'), trimmed.indexOf('E'));
        int end = exponentAt < 0 ? trimmed.length() : exponentAt;
        int exponent = exponentAt < 0 ? 0 : exponent(trimmed.substring(exponentAt + 1));
        StringBuilder digits = new StringBuilder();
        int places = -1;
        for (; at < end; at++) {
            char unit = trimmed.charAt(at);
            if (unit == '.' && places < 0) {
                places = 0;
            } else if (unit >= '0' && unit <= '9') {
                digits.append(unit);
                places += places < 0 ? 0 : 1;
            } else {
                return Double.NaN;
            }
        }
        if (digits.isEmpty() || Math.abs(exponent) > EXPONENT_MAX) {
            return Double.NaN;
        }
        double value = scaled(digits, exponent - Math.max(0, places));
        return negative && value != 0 ? -value : value;
    }

    private static int exponent(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        int exponent = 0;
        for (int i = signed ? 1 : 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < '0' || unit > '9') {
                return Integer.MAX_VALUE;
            }
            exponent = Math.min(EXPONENT_MAX + 1, exponent * 10 + unit - '0');
        }
        boolean empty = text.length() == (signed ? 1 : 0);
        return empty ? Integer.MAX_VALUE : text.startsWith("-") ? -exponent : exponent;
    }

    private static double scaled(StringBuilder digits, int exponent) {
        int first = 0;
        int end = digits.length();
        while (first < end && digits.charAt(first) == '0') {
            first++;
        }
        while (end > first && digits.charAt(end - 1) == '0') {
            end--;
        }
        if (first == end) {
            return 0;
        }
        int power = exponent + digits.length() - end;
        if (end - first > DIGITS_MAX || Math.abs(power) > POWER_MAX) {
            return Double.NaN;
        }
        double whole = 0;
        for (int i = first; i < end; i++) {
            int digit = digits.charAt(i) - '0';
            // Ten times a whole number of 15 digits is exact, what comes to it may not be.
            if (whole * 10 > EXACT_MAX - digit) {
                return Double.NaN;
            }
            whole = whole * 10 + digit;
        }
        return power < 0 ? whole / power(-power) : whole * power(power);
    }
}
