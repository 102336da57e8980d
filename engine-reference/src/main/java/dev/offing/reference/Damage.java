package dev.offing.reference;

import java.util.Arrays;
import java.util.Random;

/** Ways in which bytes go bad. */
final class Damage {

    private Damage() {}

    /** Other bytes than the good ones: flipped, replaced, cut off, appended, copied from elsewhere. */
    static byte[] of(byte[] good, Random random) {
        byte[] bytes = good.clone();
        do {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) random.nextInt(12);
                case 3 -> bytes[at] = (byte) 0xff;
                case 4 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
                case 5 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 6 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(9), bytes.length - Math.max(at, from));
                    System.arraycopy(bytes.clone(), from, bytes, at, length);
                }
            }
        } while (Arrays.equals(bytes, good) || random.nextInt(3) == 0);
        return bytes;
    }
}
