package dev.offing.simulator;

import java.util.zip.CRC32;

/** Bytes that no honest side sends. */
final class HostileFrames {

    private static final int VERSION = 1;
    private static final int[] SERVER_TYPES = {0x41, 0x42, 0x43, 0x44, 0x45};

    private HostileFrames() {}

    /** Random bytes, of any length up to a few hundred. */
    static byte[] noise(Chance chance) {
        return random(chance, chance.below(300));
    }

    /**
     * A whole frame of a type that servers send, under a right checksum, whose payload is noise: read as
     * a message it does not come out even. (One that did would be a message like any other.)
     */
    static byte[] forgedForClient(Chance chance) {
        byte[] payload = random(chance, 24 + chance.below(60));
        payload[0] = (byte) 0x80; // a number whose second byte …
        payload[1] = 0; // … is a zero that must not be there; no document or sequence begins so
        return framed(SERVER_TYPES[chance.below(SERVER_TYPES.length)], payload);
    }

    /** A whole frame of any type, under a right checksum, whose payload is noise. */
    static byte[] forged(Chance chance) {
        return framed(chance.below(256), random(chance, chance.below(100)));
    }

    private static byte[] framed(int type, byte[] payload) {
        byte[] frame = new byte[3 + payload.length + 4];
        frame[0] = VERSION;
        frame[1] = (byte) type;
        frame[2] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 3, payload.length);
        seal(frame);
        return frame;
    }

    /** Gives a frame the right checksum. */
    static void seal(byte[] frame) {
        CRC32 crc = new CRC32();
        crc.update(frame, 0, frame.length - 4);
        long value = crc.getValue();
        for (int i = 1; i <= 4; i++) {
            frame[frame.length - i] = (byte) value;
            value >>>= 8;
        }
    }

    private static byte[] random(Chance chance, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) chance.next();
        }
        return bytes;
    }
}
