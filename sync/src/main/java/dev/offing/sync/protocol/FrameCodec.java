package dev.offing.sync.protocol;

import dev.offing.engine.Limits;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameException.Reason;
import dev.offing.sync.protocol.Message.Accepted;
import dev.offing.sync.protocol.Message.Closing;
import dev.offing.sync.protocol.Message.Entries;
import dev.offing.sync.protocol.Message.Fetch;
import dev.offing.sync.protocol.Message.FetchMany;
import dev.offing.sync.protocol.Message.Head;
import dev.offing.sync.protocol.Message.Heads;
import dev.offing.sync.protocol.Message.Hello;
import dev.offing.sync.protocol.Message.PackedEntries;
import dev.offing.sync.protocol.Message.Ping;
import dev.offing.sync.protocol.Message.Pong;
import dev.offing.sync.protocol.Message.Push;
import dev.offing.sync.protocol.Message.Receipt;
import dev.offing.sync.protocol.Message.Refused;
import dev.offing.sync.protocol.Message.ReplicaIds;
import dev.offing.sync.protocol.Message.WantReplicaIds;
import dev.offing.sync.protocol.Message.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Frames of the protocol; docs/spec/sync.md has the byte tables. One WebSocket message is one frame.
 *
 * <p>Laws: {@code decode(encode(m))} equals {@code m}, and {@code encode(decode(f))} gives the bytes
 * of {@code f}, as every field has one form; every other input of {@code decode} gives a {@link
 * FrameException}. Cost: the length of the frame.
 */
public final class FrameCodec {

    /** Version of the framing, not of the protocol: {@link Hello} settles that. */
    static final int VERSION = 1;

    private static final int HELLO = 0x01;
    private static final int PUSH = 0x02;
    private static final int FETCH = 0x03;
    private static final int PING = 0x04;
    private static final int WANT_REPLICA_IDS = 0x05;
    private static final int FETCH_MANY = 0x06;
    private static final int WELCOME = 0x41;
    private static final int HEADS = 0x42;
    private static final int ACCEPTED = 0x43;
    private static final int ENTRIES = 0x44;
    private static final int REFUSED = 0x45;
    private static final int PONG = 0x46;
    private static final int REPLICA_IDS = 0x47;
    private static final int CLOSING = 0x48;
    private static final int PACKED_ENTRIES = 0x49;
    private static final int SIZED_HEADS = 0x4a;

    private static final int CRC_BYTES = 4;
    private static final int FRAME_BYTES_MIN = 3 + CRC_BYTES;
    private static final int PROTOCOL_MAX = 65_535;
    private static final int RETRY_AFTER_MILLIS_MAX = 24 * 60 * 60 * 1000;

    private FrameCodec() {}

    /**
     * @throws IllegalArgumentException if the message is beyond a limit; a caller that cuts its
     *     batches by {@link SyncLimits} never sees it
     */
    public static byte[] encode(Message message) {
        WireWriter payload = new WireWriter();
        int type = switch (message) {
            case Hello m -> write(m, payload);
            case Push m -> write(m, payload);
            case Fetch m -> write(m, payload);
            case FetchMany m -> write(m, payload);
            case Ping m -> PING;
            case WantReplicaIds m -> write(m, payload);
            case Welcome m -> write(m, payload);
            case Heads m -> write(m, payload);
            case Accepted m -> write(m, payload);
            case Entries m -> write(m, payload);
            case PackedEntries m -> write(m, payload);
            case Refused m -> write(m, payload);
            case Pong m -> PONG;
            case ReplicaIds m -> write(m, payload);
            case Closing m -> write(m, payload);
        };
        WireWriter frame = new WireWriter();
        frame.octet(VERSION);
        frame.octet(type);
        frame.number(payload.length(), SyncLimits.PAYLOAD_BYTES_MAX);
        frame.raw(payload.toBytes(), payload.length());
        frame.int32(checksum(frame.toBytes(), frame.length()));
        return frame.toBytes();
    }

    /** @throws FrameException if the bytes are not exactly one frame */
    public static Message decode(byte[] frame) {
        if (frame.length > SyncLimits.FRAME_BYTES_MAX) {
            throw new FrameException(Reason.TOO_LONG, "frame is too long", SyncLimits.FRAME_BYTES_MAX);
        }
        if (frame.length < FRAME_BYTES_MIN) {
            throw new FrameException(Reason.TRUNCATED, "frame is too short", frame.length);
        }
        if (frame[0] != VERSION) {
            throw new FrameException(Reason.UNKNOWN_VERSION, "framing version is unknown", 0);
        }
        int end = frame.length - CRC_BYTES;
        WireReader header = new WireReader(frame, 2, end);
        int length = (int) header.number(SyncLimits.PAYLOAD_BYTES_MAX);
        if (length > end - header.at()) {
            throw new FrameException(Reason.TRUNCATED, "frame is shorter than its payload", frame.length);
        }
        if (length < end - header.at()) {
            throw new FrameException(Reason.TRAILING_BYTES, "bytes follow the frame", header.at() + length + CRC_BYTES);
        }
        if (new WireReader(frame, end, frame.length).int32() != checksum(frame, end)) {
            throw new FrameException(Reason.CHECKSUM_MISMATCH, "checksum does not match", end);
        }
        WireReader payload = new WireReader(frame, header.at(), end);
        Message message = read(frame[1], payload);
        payload.finish();
        return message;
    }

    private static Message read(int type, WireReader in) {
        return switch (type) {
            case HELLO -> readHello(in);
            case PUSH -> new Push(in.document(), readChanges(in, 1));
            case FETCH -> new Fetch(in.document(), in.sequence());
            case FETCH_MANY -> readFetchMany(in);
            case PING -> new Ping();
            case WANT_REPLICA_IDS -> new WantReplicaIds((int) in.number(SyncLimits.REPLICA_IDS_MAX));
            case WELCOME -> readWelcome(in);
            case HEADS -> readHeads(in, false);
            case SIZED_HEADS -> readHeads(in, true);
            case ACCEPTED -> readAccepted(in);
            case ENTRIES -> readEntries(in);
            case PACKED_ENTRIES ->
                new PackedEntries(in.document(), in.sequence(), in.sequence(), in.bytes(SyncLimits.PAYLOAD_BYTES_MAX));
            case REFUSED -> readRefused(in);
            case PONG -> new Pong();
            case REPLICA_IDS -> new ReplicaIds(readReplicas(in));
            case CLOSING -> readClosing(in);
            default -> throw new FrameException(Reason.UNKNOWN_TYPE, "frame type is unknown", 1);
        };
    }

    // ---- client to server ----

    private static int write(Hello m, WireWriter out) {
        out.number(m.protocolMin(), PROTOCOL_MAX);
        out.number(m.protocolMax(), PROTOCOL_MAX);
        out.text(m.ticket(), SyncLimits.TOKEN_UTF16_MAX);
        out.text(m.deviceId(), SyncLimits.TOKEN_UTF16_MAX);
        out.text(m.epoch(), SyncLimits.TOKEN_UTF16_MAX);
        out.sequence(m.workspaceSequence());
        out.number(m.replicaIdsWanted(), SyncLimits.REPLICA_IDS_MAX);
        return HELLO;
    }

    private static Hello readHello(WireReader in) {
        return new Hello(
                (int) in.number(PROTOCOL_MAX),
                (int) in.number(PROTOCOL_MAX),
                in.text(SyncLimits.TOKEN_UTF16_MAX),
                in.text(SyncLimits.TOKEN_UTF16_MAX),
                in.text(SyncLimits.TOKEN_UTF16_MAX),
                in.sequence(),
                (int) in.number(SyncLimits.REPLICA_IDS_MAX));
    }

    private static int write(Push m, WireWriter out) {
        out.document(m.document());
        writeChanges(m.changes(), 1, out);
        return PUSH;
    }

    private static int write(Fetch m, WireWriter out) {
        out.document(m.document());
        out.sequence(m.afterSequence());
        return FETCH;
    }

    private static int write(FetchMany m, WireWriter out) {
        out.count(m.documents().size(), 1, SyncLimits.FETCHES_IN_FLIGHT_MAX);
        for (Fetch fetch : m.documents()) {
            out.document(fetch.document());
            out.sequence(fetch.afterSequence());
        }
        return FETCH_MANY;
    }

    private static FetchMany readFetchMany(WireReader in) {
        int count = in.count(1, SyncLimits.FETCHES_IN_FLIGHT_MAX, 18);
        List<Fetch> documents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            documents.add(new Fetch(in.document(), in.sequence()));
        }
        return new FetchMany(documents);
    }

    private static int write(WantReplicaIds m, WireWriter out) {
        out.number(m.count(), SyncLimits.REPLICA_IDS_MAX);
        return WANT_REPLICA_IDS;
    }

    // ---- server to client ----

    private static int write(Welcome m, WireWriter out) {
        out.number(m.protocol(), PROTOCOL_MAX);
        out.text(m.epoch(), SyncLimits.TOKEN_UTF16_MAX);
        out.sequence(m.workspaceSequence());
        writeReplicas(m.replicaIds(), out);
        out.sequence(m.serverMillis());
        return WELCOME;
    }

    private static Welcome readWelcome(WireReader in) {
        return new Welcome(
                (int) in.number(PROTOCOL_MAX),
                in.text(SyncLimits.TOKEN_UTF16_MAX),
                in.sequence(),
                readReplicas(in),
                in.sequence());
    }

    /** Sizes are said from protocol 2 on: a list without any has the layout of protocol 1. */
    private static int write(Heads m, WireWriter out) {
        boolean sized = saysSizes(m.heads());
        out.sequence(m.upTo());
        out.octet(m.more() ? 1 : 0);
        out.count(m.heads().size(), 0, SyncLimits.HEADS_MAX);
        for (Head head : m.heads()) {
            out.document(head.document());
            out.sequence(head.sequence());
            out.text(head.title(), SyncLimits.TITLE_UTF16_MAX);
            out.sequence(head.changedAtMillis());
            if (sized) {
                out.sequence(head.logBytes());
            }
        }
        return sized ? SIZED_HEADS : HEADS;
    }

    private static boolean saysSizes(List<Head> heads) {
        return heads.stream().anyMatch(head -> head.logBytes() > 0);
    }

    private static Heads readHeads(WireReader in, boolean sized) {
        long upTo = in.sequence();
        boolean more = in.flag();
        int count = in.count(0, SyncLimits.HEADS_MAX, 20);
        List<Head> heads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            heads.add(new Head(
                    in.document(),
                    in.sequence(),
                    in.text(SyncLimits.TITLE_UTF16_MAX),
                    in.sequence(),
                    sized ? in.sequence() : 0));
        }
        if (sized && !saysSizes(heads)) {
            throw new FrameException(Reason.MALFORMED_FIELD, "no size is said", in.at());
        }
        return new Heads(heads, upTo, more);
    }

    private static int write(Accepted m, WireWriter out) {
        out.document(m.document());
        out.count(m.receipts().size(), 1, SyncLimits.BATCH_CHANGES_MAX);
        for (Receipt receipt : m.receipts()) {
            writeKey(receipt.key(), out);
            out.sequence(receipt.sequence());
        }
        return ACCEPTED;
    }

    private static Accepted readAccepted(WireReader in) {
        var document = in.document();
        int count = in.count(1, SyncLimits.BATCH_CHANGES_MAX, 11);
        List<Receipt> receipts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            receipts.add(new Receipt(readKey(in), in.sequence()));
        }
        return new Accepted(document, receipts);
    }

    private static int write(Entries m, WireWriter out) {
        out.document(m.document());
        out.sequence(m.firstSequence());
        out.sequence(m.head());
        out.sequence(m.upTo());
        writeChanges(m.changes(), 0, out);
        return ENTRIES;
    }

    private static Entries readEntries(WireReader in) {
        var document = in.document();
        long first = in.sequence();
        long head = in.sequence();
        long upTo = in.sequence();
        return new Entries(document, first, readChanges(in, 0), head, upTo);
    }

    private static int write(PackedEntries m, WireWriter out) {
        out.document(m.document());
        out.sequence(m.firstSequence());
        out.sequence(m.head());
        out.bytes(m.pack(), SyncLimits.PAYLOAD_BYTES_MAX);
        return PACKED_ENTRIES;
    }

    private static int write(Refused m, WireWriter out) {
        out.document(m.document());
        writeKey(m.key(), out);
        out.octet(m.reason().code());
        out.text(m.text(), SyncLimits.REASON_UTF16_MAX);
        return REFUSED;
    }

    private static Refused readRefused(WireReader in) {
        return new Refused(in.document(), readKey(in), readRefusalReason(in), in.text(SyncLimits.REASON_UTF16_MAX));
    }

    private static int write(ReplicaIds m, WireWriter out) {
        writeReplicas(m.replicaIds(), out);
        return REPLICA_IDS;
    }

    private static int write(Closing m, WireWriter out) {
        out.octet(m.reason().code());
        out.number(m.retryAfterMillis(), RETRY_AFTER_MILLIS_MAX);
        return CLOSING;
    }

    private static Closing readClosing(WireReader in) {
        int code = in.octet();
        for (CloseReason reason : CloseReason.values()) {
            if (reason.code() == code) {
                return new Closing(reason, (int) in.number(RETRY_AFTER_MILLIS_MAX));
            }
        }
        throw new FrameException(Reason.MALFORMED_FIELD, "close reason is unknown", in.at() - 1);
    }

    // ---- parts ----

    private static RefusalReason readRefusalReason(WireReader in) {
        int code = in.octet();
        for (RefusalReason reason : RefusalReason.values()) {
            if (reason.code() == code) {
                return reason;
            }
        }
        throw new FrameException(Reason.MALFORMED_FIELD, "refusal reason is unknown", in.at() - 1);
    }

    private static void writeChanges(List<byte[]> changes, int min, WireWriter out) {
        out.count(changes.size(), min, SyncLimits.BATCH_CHANGES_MAX);
        for (byte[] change : changes) {
            out.bytes(change, Limits.CHANGE_BYTES_MAX);
        }
    }

    private static List<byte[]> readChanges(WireReader in, int min) {
        int count = in.count(min, SyncLimits.BATCH_CHANGES_MAX, 1);
        List<byte[]> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(in.bytes(Limits.CHANGE_BYTES_MAX));
        }
        return changes;
    }

    private static void writeReplicas(List<ReplicaId> replicas, WireWriter out) {
        out.count(replicas.size(), 0, SyncLimits.REPLICA_IDS_MAX);
        for (ReplicaId replica : replicas) {
            out.replica(replica);
        }
    }

    private static List<ReplicaId> readReplicas(WireReader in) {
        int count = in.count(0, SyncLimits.REPLICA_IDS_MAX, 8);
        List<ReplicaId> replicas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            replicas.add(in.replica());
        }
        return replicas;
    }

    private static void writeKey(ChangeKey key, WireWriter out) {
        out.replica(key.replica());
        out.number(key.firstCounter(), Integer.MAX_VALUE);
        out.number(key.idCount(), Integer.MAX_VALUE);
    }

    private static ChangeKey readKey(WireReader in) {
        int start = in.at();
        ReplicaId replica = in.replica();
        int firstCounter = (int) in.number(Integer.MAX_VALUE);
        int idCount = (int) in.number(Integer.MAX_VALUE);
        if (idCount < 1 || firstCounter > Integer.MAX_VALUE - idCount) {
            throw new FrameException(Reason.MALFORMED_FIELD, "change key is out of bounds", start);
        }
        return new ChangeKey(replica, firstCounter, idCount);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
