package dev.offing.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.Limits;
import org.junit.jupiter.api.Test;

/** How the limits hang together. */
class SyncLimitsTest {

    @Test
    void sync4_limitsFitIntoEachOther() {
        assertThat(Limits.CHANGE_BYTES_MAX + 64).isLessThanOrEqualTo(SyncLimits.PAYLOAD_BYTES_MAX);
        assertThat(SyncLimits.BATCH_BYTES_MAX).isLessThanOrEqualTo(Limits.CHANGE_BYTES_MAX);
        assertThat(SyncLimits.BATCH_BYTES_MAX + 4 * SyncLimits.BATCH_CHANGES_MAX + 64)
                .isLessThanOrEqualTo(SyncLimits.PAYLOAD_BYTES_MAX);
        assertThat(SyncLimits.PACKED_BYTES_MAX + 5 * SyncLimits.PACKED_CHANGES_MAX + 64)
                .isLessThanOrEqualTo(SyncLimits.PAYLOAD_BYTES_MAX);
        assertThat(SyncLimits.FETCHES_FOR_PEOPLE).isLessThan(SyncLimits.FETCHES_IN_FLIGHT_MAX);
        assertThat(SyncLimits.REPLICA_POOL_LOW).isLessThan(SyncLimits.REPLICA_POOL);
        assertThat(SyncLimits.REPLICA_POOL).isLessThanOrEqualTo(SyncLimits.REPLICA_IDS_MAX);
        assertThat(SyncLimits.PING_AFTER_MILLIS + SyncLimits.DEAD_AFTER_PING_MILLIS)
                .isLessThan(SyncLimits.SESSION_SILENCE_MILLIS_MAX);
        assertThat(SyncLimits.RETRY_FIRST_MILLIS).isLessThan(SyncLimits.RETRY_LONGEST_MILLIS);
        assertThat(SyncLimits.HELLO_MILLIS_MAX).isLessThanOrEqualTo(SyncLimits.CONNECT_MILLIS_MAX);
    }

    @Test
    void sync4_headsWithTheLongestTitlesFitIntoAFrame() {
        assertThat(SyncLimits.HEADS_MAX * (3 * SyncLimits.TITLE_UTF16_MAX + 64))
                .isLessThan(SyncLimits.PAYLOAD_BYTES_MAX);
    }
}
