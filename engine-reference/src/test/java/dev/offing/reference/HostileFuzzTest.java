package dev.offing.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.CodecException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes gone bad, of every kind that is read: a typed error at bounded cost, or what was written so. */
class HostileFuzzTest {

    @Test
    void damagedBytesAreRefusedOrCanonical() {
        HostileBytes.Result result = HostileBytes.run(1, 20_000, cases -> {});

        assertThat(result.failures()).isEmpty();
        assertThat(result.answers())
                .as("every kind goes deeper than its form")
                .containsKeys("change Done", "change WRONG_TARGET", "snapshot taken", "undo Done", "frame taken")
                .containsKeys("change CORRUPT", "snapshot CORRUPT", "undo CORRUPT", "frame CHECKSUM_MISMATCH")
                .containsKeys("change TOO_NEW", "snapshot TOO_NEW", "undo TOO_NEW", "frame UNKNOWN_VERSION");
    }

    /** The checksums of each kind are found, and are right again after the damage. */
    @Test
    void sealedDamageHasARightChecksum() {
        Random random = new Random(1);
        for (HostileSubject subject : HostileSubject.all()) {
            Seals seals = new Seals(subject.good());
            if (subject.kind().equals("change")) {
                continue;
            }
            assertThat(seals.count()).as(subject.kind()).isPositive();
            for (int i = 0; i < 20; i++) {
                byte[] bytes = seals.damage(random);
                assertThat(Arrays.equals(bytes, subject.good()) || !saysChecksum(subject, bytes))
                        .as(subject.kind())
                        .isTrue();
            }
        }
    }

    private static boolean saysChecksum(HostileSubject subject, byte[] bytes) {
        try {
            subject.read(bytes);
            return false;
        } catch (CodecException refused) {
            // What is inside may be damaged too, and say so in other words.
            return refused.getMessage().contains("section is damaged")
                    || refused.getMessage().contains("undo state is damaged");
        } catch (RuntimeException other) {
            return false;
        }
    }
}
