package dev.offing.torture.catchup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What went over one WebSocket: messages by kind, and bytes with the WebSocket's own headers. */
public final class Traffic {

    private static final int MASK_BYTES = 4;
    private static final int MEDIUM = 126;
    private static final int LARGE = 1 << 16;

    private final Map<String, Integer> asked = new TreeMap<>();
    private final Map<String, Integer> answered = new TreeMap<>();
    private long bytesUp;
    private long bytesDown;

    void up(Object message, int bytes) {
        asked.merge(message.getClass().getSimpleName(), 1, Integer::sum);
        bytesUp += bytes + header(bytes) + MASK_BYTES;
    }

    void down(Object message, int bytes) {
        answered.merge(message.getClass().getSimpleName(), 1, Integer::sum);
        bytesDown += bytes + header(bytes);
    }

    private static int header(int bytes) {
        return bytes < MEDIUM ? 2 : bytes < LARGE ? 4 : 10;
    }

    /** How many messages of each kind the device sent. */
    public Map<String, Integer> asked() {
        return new LinkedHashMap<>(asked);
    }

    /** How many messages of each kind the server sent. */
    public Map<String, Integer> answered() {
        return new LinkedHashMap<>(answered);
    }

    /** From the device to the server. */
    public long bytesUp() {
        return bytesUp;
    }

    /** From the server to the device. */
    public long bytesDown() {
        return bytesDown;
    }
}
