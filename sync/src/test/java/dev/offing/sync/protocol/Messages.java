package dev.offing.sync.protocol;

import dev.offing.engine.ChangePack;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random messages of every kind, within the limits. */
final class Messages {

    static final int KINDS = 15;

    private Messages() {}

    static Message random(int kind, Random random) {
        return switch (kind) {
            case 0 ->
                new Message.Hello(
                        random.nextInt(65_536),
                        random.nextInt(65_536),
                        text(random, SyncLimits.TOKEN_UTF16_MAX),
                        text(random, SyncLimits.TOKEN_UTF16_MAX),
                        text(random, SyncLimits.TOKEN_UTF16_MAX),
                        sequence(random),
                        random.nextInt(SyncLimits.REPLICA_IDS_MAX + 1));
            case 1 -> new Message.Push(document(random), changes(random, 1));
            case 2 -> new Message.Fetch(document(random), sequence(random));
            case 3 -> new Message.WantReplicaIds(random.nextInt(SyncLimits.REPLICA_IDS_MAX + 1));
            case 4 -> new Message.Ping();
            case 5 ->
                new Message.Welcome(
                        random.nextInt(65_536),
                        text(random, SyncLimits.TOKEN_UTF16_MAX),
                        sequence(random),
                        replicas(random),
                        sequence(random));
            case 6 -> new Message.Heads(heads(random), sequence(random), random.nextBoolean());
            case 7 -> {
                List<Message.Receipt> receipts = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    receipts.add(new Message.Receipt(key(random), sequence(random)));
                }
                yield new Message.Accepted(document(random), receipts);
            }
            case 8 ->
                new Message.Entries(
                        document(random), sequence(random), changes(random, 0), sequence(random), sequence(random));
            case 9 ->
                new Message.Refused(
                        document(random),
                        key(random),
                        RefusalReason.values()[random.nextInt(RefusalReason.values().length)],
                        text(random, SyncLimits.REASON_UTF16_MAX));
            case 10 -> new Message.ReplicaIds(replicas(random));
            case 11 ->
                new Message.Closing(
                        CloseReason.values()[random.nextInt(CloseReason.values().length)], random.nextInt(86_400_000));
            case 12 -> new Message.Pong();
            case 13 -> {
                List<Message.Fetch> documents = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    documents.add(new Message.Fetch(document(random), sequence(random)));
                }
                yield new Message.FetchMany(documents);
            }
            case 14 ->
                new Message.PackedEntries(
                        document(random), sequence(random), sequence(random), ChangePack.pack(changes(random, 0)));
            default -> throw new IllegalArgumentException();
        };
    }

    static DocumentId document(Random random) {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            page.append(Character.forDigit(random.nextInt(16), 16));
        }
        return new DocumentId("prwu".charAt(random.nextInt(4)) + ":" + page);
    }

    /** Text of every UTF-8 width, sometimes as long as it may be. */
    static String text(Random random, int utf16Max) {
        int length = random.nextInt(8) == 0 ? utf16Max : random.nextInt(20);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(0x80));
                case 1 -> text.append((char) (0x80 + random.nextInt(0x780)));
                case 2 -> text.append((char) (0xe000 + random.nextInt(0x2000)));
                default -> {
                    if (text.length() + 2 <= length) {
                        text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                    }
                }
            }
        }
        return text.toString();
    }

    static long sequence(Random random) {
        return random.nextInt(8) == 0 ? SyncLimits.SEQUENCE_MAX : random.nextLong() >>> (11 + random.nextInt(53));
    }

    private static List<byte[]> changes(Random random, int min) {
        List<byte[]> changes = new ArrayList<>();
        for (int i = min + random.nextInt(4); i > 0; i--) {
            byte[] change = new byte[random.nextInt(200)];
            random.nextBytes(change);
            changes.add(change);
        }
        return changes;
    }

    private static List<ReplicaId> replicas(Random random) {
        List<ReplicaId> replicas = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            replicas.add(new ReplicaId(random.nextLong()));
        }
        return replicas;
    }

    private static List<Message.Head> heads(Random random) {
        List<Message.Head> heads = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            heads.add(new Message.Head(
                    document(random),
                    sequence(random),
                    text(random, SyncLimits.TITLE_UTF16_MAX),
                    sequence(random),
                    sequence(random)));
        }
        return heads;
    }

    private static ChangeKey key(Random random) {
        int count = 1 + random.nextInt(100_000);
        return new ChangeKey(new ReplicaId(random.nextLong()), random.nextInt(Integer.MAX_VALUE - count), count);
    }
}
