package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Both directions against the platform's zlib, which knows nothing of ours. */
class DeflateTest {

    private static final int CASES = 400;

    @Test
    void zlibReadsWhatIsWritten() throws DataFormatException {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            byte[] data = data(random, i);
            int[] cuts =
                    random.ints(random.nextInt(4), 0, data.length + 1).sorted().toArray();
            byte[] packed = Deflate.compress(data, cuts);

            assertThat(zlibExpand(packed, data.length)).as("case %d", i).isEqualTo(data);
            assertThat(Inflate.expand(packed, 0, packed.length, data.length))
                    .as("case %d", i)
                    .isEqualTo(data);
        }
    }

    @Test
    void whatZlibWritesIsRead() {
        Random random = new Random(2);
        for (int i = 0; i < CASES; i++) {
            byte[] data = data(random, i);
            byte[] packed = zlibCompress(data, random.nextInt(10), random.nextInt(3));

            assertThat(Inflate.expand(packed, 0, packed.length, data.length))
                    .as("case %d", i)
                    .isEqualTo(data);
        }
    }

    @Test
    void isAsSmallAsZlib() {
        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            byte[] data = words(random, 50_000);

            assertThat(Deflate.compress(data).length)
                    .isLessThan(zlibCompress(data, 9, Deflater.DEFAULT_STRATEGY).length * 102 / 100);
        }
    }

    /** Frequencies that grow like Fibonacci's numbers make the deepest Huffman trees there are. */
    @Test
    void codesAreCompleteAndNoLongerThanAllowed() {
        for (int symbols = 2; symbols <= 40; symbols++) {
            int[] frequencies = new int[symbols];
            for (int i = 0; i < symbols; i++) {
                frequencies[i] = i < 2 ? 1 : frequencies[i - 1] + frequencies[i - 2];
            }
            int lengthMax = symbols > 19 ? 15 : 7;
            int[] lengths = PrefixCode.lengths(frequencies, symbols, lengthMax);
            int space = 0;
            for (int i = 0; i < symbols; i++) {
                assertThat(lengths[i]).isBetween(1, lengthMax);
                assertThat(lengths[i]).isLessThanOrEqualTo(lengths[Math.max(0, i - 1)]);
                space += 1 << lengthMax - lengths[i];
            }
            assertThat(space).as("%d symbols", symbols).isEqualTo(1 << lengthMax);
        }
    }

    @Test
    void damageIsRefusedOrReadToTheEnd() {
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] data = data(random, i % CASES);
            byte[] packed = Deflate.compress(Arrays.copyOf(data, Math.min(data.length, 2_000)));
            packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            int length = random.nextInt(4) == 0 ? packed.length * 1032 : Math.min(data.length, 2_000);
            try {
                assertThat(Inflate.expand(packed, 0, packed.length, length)).hasSize(length);
            } catch (CodecException corrupt) {
                assertThat(corrupt.offsetBytes()).isBetween(0, packed.length);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2_000);
    }

    @Test
    void lengthIsBoundedByTheInput() {
        byte[] packed = Deflate.compress(new byte[100]);

        assertThatThrownBy(() -> Inflate.expand(packed, 0, packed.length, Integer.MAX_VALUE))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> Inflate.expand(packed, 0, packed.length, 99)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> Inflate.expand(packed, 0, packed.length, 101)).isInstanceOf(CodecException.class);
    }

    /** Empty, tiny, constant, random, words, few symbols with very different frequencies; each also long. */
    private static byte[] data(Random random, int number) {
        int length = number < 5 ? number : random.nextInt(number % 10 == 0 ? 200_000 : 3_000);
        byte[] data = new byte[length];
        switch (number % 5) {
            case 0 -> random.nextBytes(data);
            case 1 -> Arrays.fill(data, (byte) random.nextInt(256));
            case 2 -> {
                for (int i = 0; i < length; i++) {
                    // Frequencies halve from symbol to symbol: codes as deep as they get.
                    data[i] = (byte) Integer.numberOfTrailingZeros(random.nextInt() | 1 << 30);
                }
            }
            case 3 -> {
                return words(random, length);
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    data[i] = (byte) (random.nextInt(50) == 0 || i < 9 ? random.nextInt(256) : data[i - 9]);
                }
            }
        }
        return data;
    }

    private static byte[] words(Random random, int length) {
        byte[][] words = new byte[300][];
        for (int i = 0; i < words.length; i++) {
            words[i] = new byte[2 + random.nextInt(9)];
            for (int j = 0; j < words[i].length; j++) {
                words[i][j] = (byte) ('a' + Math.abs(random.nextGaussian() * 6));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < length) {
            out.writeBytes(words[(int) Math.min(299, Math.abs(random.nextGaussian() * 100))]);
            out.write(' ');
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }

    private static byte[] zlibExpand(byte[] packed, int length) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(packed);
        byte[] data = new byte[length + 1];
        int size = inflater.inflate(data);
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.getRemaining()).isZero();
        inflater.end();
        return Arrays.copyOf(data, size);
    }

    private static byte[] zlibCompress(byte[] data, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(data);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] part = new byte[4096];
        while (!deflater.finished()) {
            packed.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return packed.toByteArray();
    }
}
