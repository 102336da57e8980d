package dev.offing.sync.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.offing.engine.Limits;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameException.Reason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class FrameCodecTest {

    private static final DocumentId PAGE = DocumentId.page("00112233445566778899aabbccddeeff");

    @Test
    void sync2_everyMessageSurvivesTheRoundTrip() {
        Random random = new Random(1);
        for (int i = 0; i < 200 * Messages.KINDS; i++) {
            byte[] frame = FrameCodec.encode(Messages.random(i % Messages.KINDS, random));
            Message read = FrameCodec.decode(frame);
            assertThat(FrameCodec.encode(read)).isEqualTo(frame);
        }
    }

    @Test
    void sync2_theBytesAreThoseOfTheSpec() {
        assertFrame(new Message.Ping(), "01 04 00");
        assertFrame(new Message.Pong(), "01 46 00");
        assertFrame(new Message.WantReplicaIds(9), "01 05 01 09");
        assertFrame(new Message.Closing(CloseReason.SERVER_STOPPING, 300), "01 48 03 09 ac 02");
        assertFrame(new Message.Fetch(PAGE, 1_000), "01 03 13 70 00112233445566778899aabbccddeeff e8 07");
        assertFrame(new Message.Hello(1, 1, "t", "d", "", 5, 2), "01 01 09 01 01 01 74 01 64 00 05 02");
        assertFrame(
                new Message.Push(PAGE, List.of(new byte[] {7, 8}, new byte[] {9})),
                "01 02 17 70 00112233445566778899aabbccddeeff 02 02 07 08 01 09");
        assertFrame(
                new Message.Accepted(
                        PAGE, List.of(new Message.Receipt(new ChangeKey(new ReplicaId(0x0102030405060708L), 3, 2), 4))),
                "01 43 1d 70 00112233445566778899aabbccddeeff 01 0102030405060708 03 02 04");
        assertFrame(
                new Message.Heads(List.of(new Message.Head(PAGE, 4, "ä", 6, 0)), 9, true),
                "01 42 19 09 01 01 70 00112233445566778899aabbccddeeff 04 02 c3a4 06");
        assertFrame(
                new Message.Heads(List.of(new Message.Head(PAGE, 4, "ä", 6, 300)), 9, true),
                "01 4a 1b 09 01 01 70 00112233445566778899aabbccddeeff 04 02 c3a4 06 ac 02");
        assertFrame(
                new Message.Entries(PAGE, 4, List.of(new byte[] {7}), 5, 6),
                "01 44 17 70 00112233445566778899aabbccddeeff 04 05 06 01 01 07");
        assertFrame(
                new Message.FetchMany(List.of(new Message.Fetch(PAGE, 1), new Message.Fetch(PAGE, 2))),
                "01 06 25 02 70 00112233445566778899aabbccddeeff 01 70 00112233445566778899aabbccddeeff 02");
        assertFrame(
                new Message.PackedEntries(PAGE, 4, 5, new byte[] {7, 8}),
                "01 49 16 70 00112233445566778899aabbccddeeff 04 05 02 07 08");
        assertFrame(
                new Message.Refused(PAGE, new ChangeKey(new ReplicaId(0), 0, 1), RefusalReason.QUOTA, "no"),
                "01 45 1f 70 00112233445566778899aabbccddeeff 0000000000000000 00 01 0a 02 6e6f");
        assertFrame(new Message.ReplicaIds(List.of(new ReplicaId(-1))), "01 47 09 01 ffffffffffffffff");
        assertFrame(
                new Message.Welcome(1, "e", 2, List.of(new ReplicaId(1)), 3),
                "01 41 0e 01 01 65 02 01 0000000000000001 03");
    }

    @Test
    void sync3_everyPrefixAndEveryDamagedByteIsRefused() {
        Random random = new Random(2);
        for (int kind = 0; kind < Messages.KINDS; kind++) {
            byte[] frame = FrameCodec.encode(Messages.random(kind, random));
            for (int length = 0; length < Math.min(frame.length, 300); length++) {
                byte[] prefix = Arrays.copyOf(frame, length);
                assertThatThrownBy(() -> FrameCodec.decode(prefix)).isInstanceOf(FrameException.class);
            }
            for (int i = 0; i < Math.min(frame.length, 300); i++) {
                byte[] damaged = frame.clone();
                damaged[i] ^= (byte) (1 << random.nextInt(8));
                assertThatThrownBy(() -> FrameCodec.decode(damaged)).isInstanceOf(FrameException.class);
            }
        }
    }

    /** Damage under a right checksum: what a hostile sender would send. */
    @Test
    void sync3_mutatedFramesGiveATypedErrorOrAMessageWithinTheLimits() {
        Random random = new Random(3);
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = mutate(FrameCodec.encode(Messages.random(i % Messages.KINDS, random)), random);
            try {
                Message message = FrameCodec.decode(frame);
                assertThat(FrameCodec.encode(message)).isEqualTo(frame);
                read++;
            } catch (FrameException e) {
                assertThat(e.offsetBytes()).isBetween(0, frame.length);
                reasons.merge(e.reason(), 1, Integer::sum);
            }
        }
        assertThat(read).isGreaterThan(1_000);
        for (Reason reason : Reason.values()) {
            if (reason != Reason.TOO_LONG) {
                assertThat(reasons.getOrDefault(reason, 0)).as(reason.name()).isPositive();
            }
        }
    }

    @Test
    void sync4_whatIsBeyondALimitIsNeitherWrittenNorRead() {
        assertThatThrownBy(() -> FrameCodec.decode(new byte[SyncLimits.FRAME_BYTES_MAX + 1]))
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LONG));
        assertRefusedToWrite(new Message.Push(PAGE, List.of()));
        assertRefusedToWrite(new Message.Push(PAGE, List.of(new byte[Limits.CHANGE_BYTES_MAX + 1])));
        assertRefusedToWrite(new Message.Fetch(PAGE, SyncLimits.SEQUENCE_MAX + 1));
        assertRefusedToWrite(new Message.Fetch(PAGE, -1));
        assertRefusedToWrite(new Message.WantReplicaIds(SyncLimits.REPLICA_IDS_MAX + 1));
        assertRefusedToWrite(new Message.Hello(1, 1, "x".repeat(SyncLimits.TOKEN_UTF16_MAX + 1), "d", "", 0, 0));
        assertRefusedToWrite(new Message.Hello(1, 1, "\ud800", "d", "", 0, 0));
        byte[] largest = FrameCodec.encode(new Message.Push(PAGE, List.of(new byte[Limits.CHANGE_BYTES_MAX])));
        assertThat(FrameCodec.decode(largest)).isInstanceOf(Message.Push.class);
    }

    /** A count that promises more than follows costs nothing but its own bytes. */
    @Test
    void sync4_aPromisedCountIsHeldAgainstTheBytesThatAreThere() {
        byte[] payload = HexFormat.of().parseHex("70" + "00".repeat(16) + "f403"); // 500 changes, none there
        Throwable thrown = catchThrowable(() -> FrameCodec.decode(frame(0x02, payload)));
        assertThat(thrown).isInstanceOf(FrameException.class);
        assertThat(((FrameException) thrown).reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void sync2_textIsStrictUtf8() {
        for (String bad :
                List.of("80", "c080", "c1bf", "e08080", "eda080", "edbfbf", "f08080 80", "f4908080", "f5", "c3")) {
            byte[] text = HexFormat.of().parseHex(bad.replace(" ", ""));
            byte[] payload = new byte[2 + 1 + text.length + 4];
            payload[0] = 1;
            payload[1] = 1;
            payload[2] = (byte) text.length;
            System.arraycopy(text, 0, payload, 3, text.length);
            assertThatThrownBy(() -> FrameCodec.decode(frame(0x01, payload)))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            FrameException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_FIELD));
        }
    }

    private static void assertFrame(Message message, String hexWithoutChecksum) {
        byte[] expected = HexFormat.of().parseHex(hexWithoutChecksum.replace(" ", ""));
        byte[] frame = FrameCodec.encode(message);
        assertThat(HexFormat.of().formatHex(frame, 0, frame.length - 4))
                .isEqualTo(HexFormat.of().formatHex(expected));
        assertThat(frame).isEqualTo(sealed(Arrays.copyOf(expected, expected.length + 4)));
    }

    private static void assertRefusedToWrite(Message message) {
        assertThatThrownBy(() -> FrameCodec.encode(message)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] frame(int type, byte[] payload) {
        byte[] frame = new byte[3 + payload.length + 4];
        frame[0] = 1;
        frame[1] = (byte) type;
        frame[2] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 3, payload.length);
        return sealed(frame);
    }

    private static byte[] sealed(byte[] frame) {
        CRC32 crc = new CRC32();
        crc.update(frame, 0, frame.length - 4);
        for (int i = 0; i < 4; i++) {
            frame[frame.length - 4 + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
        }
        return frame;
    }

    private static byte[] mutate(byte[] frame, Random random) {
        byte[] mutated = frame.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(Math.min(mutated.length, 60));
            switch (random.nextInt(6)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutated[at] = (byte) 0xff;
                case 3 -> mutated = Arrays.copyOf(mutated, Math.max(7, mutated.length - 1 - random.nextInt(8)));
                case 4 -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(8));
                default -> mutated[Math.min(2, mutated.length - 1)] += (byte) (random.nextInt(5) - 2);
            }
        }
        return random.nextInt(20) == 0 ? mutated : sealed(mutated);
    }
}
