package dev.offing.engine;

/** The value of a mark or a property. Numbers are doubles; NaN and infinities are refused. */
public sealed interface Value {

    /** No value: an unset property, a removed mark. */
    record Absent() implements Value {}

    record Bool(boolean value) implements Value {}

    record Num(double value) implements Value {
        public Num {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("number is not finite");
            }
        }
    }

    /** @param value any text, at most {@link Limits#VALUE_UTF16_MAX} UTF-16 units */
    record Text(String value) implements Value {}

    Value ABSENT = new Absent();
    Value TRUE = new Bool(true);
    Value FALSE = new Bool(false);
}
