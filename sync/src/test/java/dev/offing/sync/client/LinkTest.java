package dev.offing.sync.client;

import static dev.offing.sync.client.ClientDriver.PAGE_1;
import static dev.offing.sync.client.ClientDriver.changes;
import static dev.offing.sync.client.ClientDriver.store;
import static dev.offing.sync.client.ClientDriver.stored;
import static dev.offing.sync.client.ClientDriver.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the client machine connects, waits, gives up and asks a person. */
class LinkTest {

    @Test
    void sync41_waitsDoubleFromHalfASecondToThirty() {
        ClientDriver client = new ClientDriver();
        client.chance = 100;
        client.lead(store());
        assertThat(waits(client, 9))
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void sync41_chanceHalvesAWaitAtMost() {
        ClientDriver client = new ClientDriver();
        client.chance = 0;
        client.lead(store());
        assertThat(waits(client, 7)).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 15_000L);
    }

    @Test
    void sync41_hopeEndsAWaitAndStartsSmall() {
        ClientDriver client = new ClientDriver();
        client.chance = 100;
        client.lead(store());
        waits(client, 6);
        client.machine.disconnected(client.last(ClientEffect.Connect.class).connection(), DisconnectReason.NETWORK);
        client.drain().forget();
        client.machine.networkHint(true);
        client.drain();
        int attempt = client.last(ClientEffect.Connect.class).connection();
        client.machine.disconnected(attempt, DisconnectReason.NETWORK);
        assertThat(client.status()).isEqualTo(new SyncStatus.Unreachable(0, client.now + 500));
        client.drain().forget();
        client.machine.syncNow();
        client.drain();
        assertThat(client.status()).isEqualTo(new SyncStatus.Unreachable(0, SyncStatus.Unreachable.NOW));
    }

    @Test
    void sync41_aConnectionThatIsClosedAtOnceDoesNotCountAsSuccess() {
        ClientDriver client = new ClientDriver();
        client.chance = 100;
        client.lead(store(stored(PAGE_1, 0, changes(1, 1).get(0))));
        for (long wait : List.of(500L, 1_000L, 2_000L)) {
            client.connect().receive(welcome("epoch", 11));
            client.receive(new Message.Closing(CloseReason.OVERLOAD, 0));
            assertThat(client.status()).isEqualTo(new SyncStatus.Unreachable(1, client.now + wait));
            client.later(wait);
        }
    }

    @Test
    void sync41_theServersWishToWaitIsKept() {
        ClientDriver client = new ClientDriver().online(store());
        client.receive(new Message.Closing(CloseReason.SERVER_STOPPING, 7_000));
        assertThat(client.status()).isEqualTo(new SyncStatus.Unreachable(0, client.now + 7_000));
    }

    @Test
    void sync42_silenceIsAnsweredByAPingAndThenByGivingUp() {
        ClientDriver client = new ClientDriver().online(store()).forget();
        long heard = client.now;
        client.at(heard + SyncLimits.PING_AFTER_MILLIS - 1);
        assertThat(client.sent()).isEmpty();
        client.at(heard + SyncLimits.PING_AFTER_MILLIS);
        assertThat(client.sent()).containsExactly(new Message.Ping());
        client.later(SyncLimits.DEAD_AFTER_PING_MILLIS - 1);
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
        client.later(1);
        assertThat(client.status()).isInstanceOf(SyncStatus.Unreachable.class);
        assertThat(client.last(ClientEffect.Disconnect.class).connection()).isEqualTo(client.connection);
    }

    @Test
    void sync42_anyFrameIsASignOfLife() {
        ClientDriver client = new ClientDriver().online(store()).forget();
        client.later(SyncLimits.PING_AFTER_MILLIS).receive(new Message.Pong());
        client.forget().later(SyncLimits.DEAD_AFTER_PING_MILLIS);
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
    }

    @Test
    void sync42_anOpinionAboutTheNetworkIsProbedAtOnce() {
        ClientDriver client = new ClientDriver().online(store()).forget();
        client.machine.networkHint(false);
        client.drain();
        assertThat(client.sent()).containsExactly(new Message.Ping());
        client.later(SyncLimits.DEAD_AFTER_PING_MILLIS);
        assertThat(client.status()).isInstanceOf(SyncStatus.Unreachable.class);
    }

    @Test
    void sync42_aQuestionWithoutAnAnswerEndsTheConnectionThoughPingsComeBack() {
        ClientDriver client =
                new ClientDriver().online(store(stored(PAGE_1, 0, changes(1, 1).get(0))));
        for (int i = 0; i < SyncLimits.ANSWER_MILLIS_MAX / 10_000; i++) {
            assertThat(client.status()).isEqualTo(new SyncStatus.Saved(1));
            client.later(10_000).receive(new Message.Pong());
        }
        assertThat(client.status()).isInstanceOf(SyncStatus.Unreachable.class);
    }

    @Test
    void sync42_anAttemptThatLeadsNowhereIsGivenUp() {
        ClientDriver client = new ClientDriver().lead(store()).later(SyncLimits.CONNECT_MILLIS_MAX);
        assertThat(client.status()).isEqualTo(new SyncStatus.Unreachable(0, client.now + 250));
    }

    @Test
    void sync43_signingInUpdatingAndRevokingAreForAPerson() {
        for (CloseReason reason : CloseReason.values()) {
            ClientDriver client = new ClientDriver().online(store());
            client.receive(new Message.Closing(reason, 0));
            switch (reason.answer()) {
                case RETRY -> assertThat(client.status()).isInstanceOf(SyncStatus.Unreachable.class);
                case SIGN_IN, UPDATE -> {
                    assertThat(client.status()).isInstanceOf(SyncStatus.Attention.class);
                    client.forget().later(3_600_000);
                    assertThat(client.all(ClientEffect.Connect.class)).isEmpty();
                    client.machine.syncNow();
                    client.drain();
                    assertThat(client.all(ClientEffect.Connect.class)).hasSize(1);
                }
            }
        }
    }

    @Test
    void sync43_aTicketThatIsNotGivenAsksForSigningIn() {
        ClientDriver client =
                new ClientDriver().lead(store(stored(PAGE_1, 0, changes(1, 1).get(0))));
        client.machine.disconnected(client.last(ClientEffect.Connect.class).connection(), DisconnectReason.SIGN_IN);
        client.drain();
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(1, SyncStatus.Why.EXPIRED));
    }

    @Test
    void sync3_bytesThatAreNoFrameEndTheConnectionOnly() {
        ClientDriver client = new ClientDriver().online(store());
        client.machine.frame(client.connection, new byte[] {1, 2, 3});
        client.drain();
        assertThat(client.status()).isInstanceOf(SyncStatus.Unreachable.class);
        assertThat(client.all(ClientEffect.Persist.class)).isEmpty();
    }

    @Test
    void sync11_whatBelongsToAnEarlierConnectionIsIgnored() {
        ClientDriver client = new ClientDriver().online(store());
        int earlier = client.connection;
        client.machine.disconnected(earlier, DisconnectReason.NETWORK);
        client.drain().later(500).connect();
        client.forget();
        client.machine.frame(earlier, new byte[] {1});
        client.machine.disconnected(earlier, DisconnectReason.SIGN_IN);
        client.drain();
        assertThat(client.all(ClientEffect.Disconnect.class)).isEmpty();
        assertThat(client.status()).isEqualTo(new SyncStatus.Unreachable(0, SyncStatus.Unreachable.NOW));
    }

    private static List<Long> waits(ClientDriver client, int count) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            client.machine.disconnected(client.last(ClientEffect.Connect.class).connection(), DisconnectReason.NETWORK);
            client.drain();
            long retryAt = ((SyncStatus.Unreachable) client.status()).retryAtMillis();
            waits.add(retryAt - client.now);
            client.at(retryAt);
        }
        return waits;
    }
}
