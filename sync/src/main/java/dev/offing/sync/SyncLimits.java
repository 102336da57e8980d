package dev.offing.sync;

import dev.offing.engine.Limits;

/** Every limit of the protocol, the same on the server and on every client, each with its reason. */
public final class SyncLimits {

    /** Newest protocol this code speaks. */
    public static final int PROTOCOL = 2;

    /** Oldest one. It stays 1: a device that was away for years hands its work over in it (SYNC-12). */
    public static final int PROTOCOL_MIN = 1;

    /** From this protocol on there are {@code FetchMany} and {@code PackedEntries}. */
    public static final int PROTOCOL_PACKED = 2;

    /** Payload of one frame: the largest change and its surroundings, with room. */
    public static final int PAYLOAD_BYTES_MAX = Limits.CHANGE_BYTES_MAX + 65_536;

    /** Version, type, length (5), CRC (4): what a frame adds to its payload at most. */
    public static final int FRAME_OVERHEAD_BYTES_MAX = 11;

    /** A whole frame; the transport refuses a longer message before it buffers it. */
    public static final int FRAME_BYTES_MAX = PAYLOAD_BYTES_MAX + FRAME_OVERHEAD_BYTES_MAX;

    /** Changes in one push or one answer to a fetch. One change always fits, whatever its size. */
    public static final int BATCH_CHANGES_MAX = 500;

    /** Changes in one push or answer stop being added at this size, so that a frame stays short on slow lines. */
    public static final int BATCH_BYTES_MAX = 256 * 1024;

    /** Changes in one packed answer; also what a client unpacks at most. */
    public static final int PACKED_CHANGES_MAX = 10_000;

    /** Bytes of changes in one packed answer before they are packed, unless it is a single change. */
    public static final int PACKED_BYTES_MAX = 512 * 1024;

    /** Below this many bytes of changes packing them saves nothing worth the time. */
    public static final int PACKED_BYTES_MIN = 256;

    /** Documents named by one Heads frame: with the longest titles they fit into a payload. */
    public static final int HEADS_MAX = 256;

    /** Title carried by Heads, a plain copy: longer ones are cut at a code point. */
    public static final int TITLE_UTF16_MAX = 1_000;

    /** Tickets and device ids. */
    public static final int TOKEN_UTF16_MAX = 256;

    /** Text of a refusal, for people. */
    public static final int REASON_UTF16_MAX = 500;

    /** Fresh replica ids asked for, or handed out, at once. */
    public static final int REPLICA_IDS_MAX = 64;

    /** Replica ids a device keeps for tabs opened offline. */
    public static final int REPLICA_POOL = 16;

    /** Below this many the device asks for more. */
    public static final int REPLICA_POOL_LOW = 8;

    /** Pushes sent and not yet answered, one a document at most. Bounds what the server holds for one session. */
    public static final int PUSHES_IN_FLIGHT_MAX = 8;

    /** Bytes of changes pushed and not yet answered; one push always goes. */
    public static final int PUSH_BYTES_IN_FLIGHT_MAX = 1 << 20;

    /** Documents asked for and not yet answered, and those one FetchMany may name. */
    public static final int FETCHES_IN_FLIGHT_MAX = 64;

    /** Of those so many are kept for what a person waits for. */
    public static final int FETCHES_FOR_PEOPLE = 8;

    /** After a key or a press for so long somebody is at work: what nobody waits for comes slowly. */
    public static final int ATTENDED_MILLIS = 1_000;

    /** Documents nobody waits for that are asked for in one turn while somebody is at work, or are in flight. */
    public static final int ATTENDED_FETCHES = 8;

    /** How long such a turn lasts. */
    public static final int ATTENDED_TURN_MILLIS = 1_000;

    /** Documents in flight in protocol 1, where each has a Fetch of its own. */
    public static final int FETCHES_IN_FLIGHT_PROTOCOL_1 = 8;

    /** Of the documents a session was asked for, so many are read at once: bounds what waits for a slow client. */
    public static final int READS_AT_ONCE_MAX = 8;

    /** First wait before connecting again; doubled after every failure. */
    public static final int RETRY_FIRST_MILLIS = 500;

    /** Longest wait before connecting again. */
    public static final int RETRY_LONGEST_MILLIS = 30_000;

    /** A connection that has not been welcomed by then is given up. */
    public static final int CONNECT_MILLIS_MAX = 20_000;

    /** Silence after which the client asks whether the server is there. */
    public static final int PING_AFTER_MILLIS = 15_000;

    /** Silence after a ping that means the connection is dead, although nothing said so. */
    public static final int DEAD_AFTER_PING_MILLIS = 10_000;

    /** A push or fetch with no answer for so long: the connection is given up, although pings come back. */
    public static final int ANSWER_MILLIS_MAX = 60_000;

    /** How long a connection lasts before the waits between attempts start small again. */
    public static final int STABLE_MILLIS = 30_000;

    /** Wait before a store that could not be written is tried again. */
    public static final int STORE_RETRY_MILLIS = 30_000;

    /** A write or read of the store without an answer for so long is given up: the page must not say "saving" for ever. */
    public static final int STORE_ANSWER_MILLIS_MAX = 60_000;

    /**
     * Store writes under way from which on only what a person waits for is fetched: a line faster than the disk
     * does not pile up in memory, and a page that is opened does not wait behind it.
     */
    public static final int STORE_WRITES_MAX = 32;

    /** Documents compared with the server's log at once, each with all its changes in memory. */
    public static final int COMPARISONS_MAX = 16;

    /** Silence after which the server gives a session up: two pings missed. */
    public static final int SESSION_SILENCE_MILLIS_MAX = 60_000;

    /** A client that has not said Hello by then is closed. */
    public static final int HELLO_MILLIS_MAX = 10_000;

    /** Greatest sequence: exact in a double, so that every platform agrees. */
    public static final long SEQUENCE_MAX = Limits.STAMP_MAX;

    private SyncLimits() {}
}
