package dev.offing.engine;

/**
 * Recognises dates as cells hold them: {@code 2026-03-31}, {@code 2026-03-31T09:30}, with seconds and
 * offset if they are there, or two of them with a slash between for a span.
 */
final class IsoDate {

    private static final int[] MONTH_DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final String text;
    private int at;

    private IsoDate(String text) {
        this.text = text;
    }

    static boolean test(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new IsoDate(text).isMoment();
        }
        return new IsoDate(text.substring(0, slash)).isMoment() && new IsoDate(text.substring(slash + 1)).isMoment();
    }

    private boolean isMoment() {
        if (!isDay()) {
            return false;
        }
        return at == text.length() || take('T') && isTime() && isOffset() && at == text.length();
    }

    private boolean isDay() {
        int year = number(4);
        if (year < 0 || !take('-')) {
            return false;
        }
        int month = number(2);
        if (month < 1 || month > 12 || !take('-')) {
            return false;
        }
        int day = number(2);
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int days = month == 2 && !leap ? 28 : MONTH_DAYS[month - 1];
        return day >= 1 && day <= days;
    }

    private boolean isTime() {
        int hour = number(2);
        if (hour < 0 || hour > 23 || !take(':') || !isSixtieth()) {
            return false;
        }
        if (!take(':')) {
            return true;
        }
        if (!isSixtieth()) {
            return false;
        }
        if (take('.')) {
            int first = at;
            while (number(1) >= 0) {
                // A digit of a second's fraction.
            }
            return at > first;
        }
        return true;
    }

    private boolean isSixtieth() {
        int number = number(2);
        return number >= 0 && number < 60;
    }

    private boolean isOffset() {
        if (take('Z') || !take('+') && !take('-')) {
            return true;
        }
        int hours = number(2);
        return hours >= 0 && hours < 24 && take(':') && isSixtieth();
    }

    private boolean take(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** A number of so many digits, -1 if there is none. */
    private int number(int digits) {
        if (at + digits > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            char unit = text.charAt(i);
            if (unit < '0' || unit > '9') {
                return -1;
            }
            number = number * 10 + unit - '0';
        }
        at += digits;
        return number;
    }
}
