package dev.offing.engine;

/** The value of a mark or a property. Numbers are doubles; NaN and infinities are refused. */
public sealed interface Value {

    /** No value: an unset property, a removed mark. */
    record Absent() implements Value {}

    /**
     * A truth value; marks like bold have {@link #TRUE}.
     *
     * @param value which
     */
    record Bool(boolean value) implements Value {}

    /**
     * A number.
     *
     * @param value finite
     */
    record Num(double value) implements Value {
        /** Refuses what is not finite with an {@link IllegalArgumentException}. */
        public Num {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("number is not finite");
            }
        }
    }

    /**
     * A text.
     *
     * @param value any text, at most {@link Limits#VALUE_UTF16_MAX} UTF-16 units
     */
    record Text(String value) implements Value {}

    /** No value. */
    Value ABSENT = new Absent();
    /** True. */
    Value TRUE = new Bool(true);
    /** False. */
    Value FALSE = new Bool(false);
}
