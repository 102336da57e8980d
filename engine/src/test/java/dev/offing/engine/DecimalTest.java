package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MERGE-64: numbers read as decimals say, and are written as they read; or they are not converted at all. */
class DecimalTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "10, 10",
        "-10, -10",
        "+7, 7",
        "' 1.50 ', 1.5",
        "007, 7",
        ".5, 0.5",
        "5., 5",
        "-0, 0",
        "1e3, 1000",
        "2.5E-3, 0.0025",
        "0.1, 0.1",
        "9007199254740992, 9007199254740992",
        "1e22, 1e22",
        "12e-22, 1.2e-21",
        "0.3333333333333333, 0.3333333333333333",
        "100000000000000000000, 1e20"
    })
    void decimalsAreRead(String text, double value) {
        assertThat(Decimal.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                ".",
                "1.2.3",
                "1,5",
                "about 12",
                "0x10",
                "1e",
                "e5",
                "1e99",
                "1e-40",
                "NaN",
                "Infinity",
                "9007199254740993",
                "12 kg",
                "1e9999999999",
                "--1",
                "1 0"
            })
    void anythingElseIsNot(String text) {
        assertThat(Decimal.parse(text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "10, 10",
        "-2.5, -2.5",
        "0.001, 0.001",
        "1e20, 100000000000000000000",
        "123456789012, 123456789012",
        "1000000000, 1000000000",
        "0.1, 0.1",
        "1234567.125, 1234567.125"
    })
    void numbersAreWrittenShort(double value, String text) {
        assertThat(Decimal.format(value)).isEqualTo(text);
    }

    @Test
    void outOfReachIsNotWritten() {
        assertThat(Decimal.format(1e300)).isNull();
        assertThat(Decimal.format(0.1 + 0.2)).isNull();
        assertThat(Decimal.format(Double.MIN_VALUE)).isNull();
        assertThat(Decimal.format(-Double.MAX_VALUE)).isNull();
    }

    @Test
    void whatIsWrittenReadsAsTheSameAndAsThePlatformReadsIt() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal decimal =
                    BigDecimal.valueOf(random.nextLong() >> random.nextInt(11, 63), random.nextInt(-3, 20));
            double value = decimal.doubleValue();
            String text = Decimal.format(value);
            if (text != null) {
                assertThat(Decimal.parse(text)).isEqualTo(value);
                assertThat(Double.parseDouble(text)).isEqualTo(value);
            }
            double parsed = Decimal.parse(decimal.toString());
            if (!Double.isNaN(parsed)) {
                assertThat(parsed).isEqualTo(value);
            }
        }
    }
}
