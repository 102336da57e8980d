package dev.offing.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.server.store.ChangeLog.Addition;
import dev.offing.server.store.ChangeLog.Entry;
import dev.offing.server.store.ChangeLog.Head;
import dev.offing.server.store.ChangeLog.Place;
import dev.offing.server.store.Identities.Account;
import dev.offing.server.store.Identities.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store has to keep, whatever it is made of. */
abstract class StoreContract {

    private static final String PAGE = "p:" + "a".repeat(32);
    private static final String OTHER = "p:" + "b".repeat(32);
    private static final long REPLICA = -5;
    private static final byte[] TOKEN = {1, 2, 3};

    private Store store;
    private ChangeLog log;
    private Identities identities;

    /** Opens the store: the same data each time within a test. */
    abstract Store open();

    @BeforeEach
    void start() {
        reopen();
        identities.addReplicas(List.of(REPLICA), Optional.empty(), Optional.empty(), 1);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void reopen() {
        store = open();
        log = store.log();
        identities = store.identities();
    }

    private static Addition addition(String document, long sequence, int counter, String title) {
        return new Addition(
                document,
                sequence,
                REPLICA,
                counter,
                1,
                new byte[] {(byte) counter},
                Optional.empty(),
                1_000 + counter,
                Optional.ofNullable(title));
    }

    private Place append(String document, long sequence, int counter) {
        return log.append(addition(document, sequence, counter, null), place -> {})
                .join();
    }

    private static StoreException.Reason reasonOf(CompletableFuture<?> future) {
        try {
            future.join();
            throw new AssertionError("it was done");
        } catch (CompletionException e) {
            return ((StoreException) e.getCause()).reason();
        }
    }

    @Test
    void appendsAreCountedPerDocumentAndPerWorkspace() {
        assertThat(append(PAGE, 1, 0)).isEqualTo(new Place(1, 1));
        assertThat(append(OTHER, 1, 0)).isEqualTo(new Place(1, 2));
        assertThat(append(PAGE, 2, 1)).isEqualTo(new Place(2, 3));
        assertThat(log.workspaceSequence()).isEqualTo(3);
    }

    @Test
    void appendsAreReadBackInOrderAndSurviveTheProcess() {
        for (int i = 0; i < 5; i++) {
            append(PAGE, i + 1, i);
        }
        store.close();
        reopen();
        assertThat(log.read(PAGE, 2, 2, 100).stream().map(Entry::sequence)).containsExactly(3L, 4L);
        assertThat(log.read(PAGE, 0, 100, 100).getLast().bytes()).containsExactly(4);
        assertThat(log.read(OTHER, 0, 100, 100)).isEmpty();
        assertThat(log.find(PAGE, REPLICA, 3).orElseThrow().sequence()).isEqualTo(4);
        assertThat(log.find(PAGE, REPLICA, 9)).isEmpty();
    }

    @Test
    void aReadStopsAtItsSizeButGivesAtLeastOne() {
        for (int i = 0; i < 3; i++) {
            append(PAGE, i + 1, i);
        }
        assertThat(log.read(PAGE, 0, 100, 2)).hasSize(2);
        assertThat(log.read(PAGE, 0, 100, 0)).hasSize(1);
    }

    @Test
    void anAppendThatExpectsAnotherSequenceIsRefusedAndLeavesNoGap() {
        append(PAGE, 1, 0);
        CompletableFuture<Place> ahead = log.append(addition(PAGE, 3, 2, null), place -> {});
        CompletableFuture<Place> behind = log.append(addition(PAGE, 1, 1, null), place -> {});
        assertThat(reasonOf(ahead)).isEqualTo(StoreException.Reason.OUT_OF_ORDER);
        assertThat(reasonOf(behind)).isEqualTo(StoreException.Reason.OUT_OF_ORDER);
        assertThat(append(PAGE, 2, 1)).isEqualTo(new Place(2, 2));
    }

    @Test
    void oneOperationIdIsNeverStoredTwice() {
        append(PAGE, 1, 0);
        assertThat(reasonOf(log.append(addition(PAGE, 2, 0, null), place -> {})))
                .isEqualTo(StoreException.Reason.TAKEN);
        assertThat(append(OTHER, 1, 0)).as("counters are per document").isEqualTo(new Place(1, 2));
    }

    @Test
    void appendsTogetherAreAllOrNone() {
        List<Addition> broken = List.of(addition(PAGE, 1, 0, null), addition(OTHER, 2, 0, null));
        assertThat(reasonOf(log.appendAll(broken, places -> {}))).isEqualTo(StoreException.Reason.OUT_OF_ORDER);
        assertThat(log.head(PAGE)).isEmpty();
        List<Addition> right = List.of(addition(PAGE, 1, 0, null), addition(OTHER, 1, 0, null));
        assertThat(log.appendAll(right, places -> {}).join()).containsExactly(new Place(1, 1), new Place(1, 2));
    }

    @Test
    void listenersHearOfAppendsInOrderAndOnlyOfThoseThatAreDurable() {
        List<Long> heard = new ArrayList<>();
        List<CompletableFuture<Place>> futures = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long sequence = i == 100 ? 999 : i < 100 ? i + 1 : i;
            futures.add(log.append(addition(PAGE, sequence, i, null), place -> heard.add(place.workspaceSequence())));
        }
        assertThat(reasonOf(futures.remove(100))).isEqualTo(StoreException.Reason.OUT_OF_ORDER);
        futures.forEach(CompletableFuture::join);
        assertThat(heard).isEqualTo(LongStream.rangeClosed(1, 199).boxed().toList());
    }

    @Test
    void whatChangedSinceIsAskedInOneRange() {
        append(PAGE, 1, 0);
        log.append(addition(OTHER, 1, 0, "Title"), place -> {}).join();
        log.append(addition(PAGE, 2, 1, null), place -> {}).join();
        assertThat(log.headsAfter(0, 10))
                .containsExactly(new Head(OTHER, 1, 2, "Title", 1_000, 1), new Head(PAGE, 2, 3, "", 1_001, 2));
        assertThat(log.headsAfter(2, 10)).extracting(Head::document).containsExactly(PAGE);
        assertThat(log.headsAfter(0, 1)).extracting(Head::document).containsExactly(OTHER);
        log.append(addition(OTHER, 2, 1, null), place -> {}).join();
        assertThat(log.head(OTHER).orElseThrow().title()).as("kept").isEqualTo("Title");
    }

    @Test
    void aSnapshotIsReplacedByLaterOnesOnly() {
        append(PAGE, 1, 0);
        log.putSnapshot(PAGE, new ChangeLog.Snapshot(5, new byte[] {5}));
        log.putSnapshot(PAGE, new ChangeLog.Snapshot(3, new byte[] {3}));
        append(PAGE, 2, 1); // Writes take effect in order: the snapshots are there when this one is.
        assertThat(log.snapshot(PAGE).orElseThrow().sequence()).isEqualTo(5);
        assertThat(log.snapshot(OTHER)).isEmpty();
    }

    @Test
    void anIdIsIssuedOnceForEver() {
        assertThatThrownBy(() -> identities.addReplicas(List.of(7L, REPLICA), Optional.empty(), Optional.empty(), 2))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.TAKEN));
        assertThat(identities.replica(7)).as("all or none").isEmpty();
        assertThat(identities.replica(REPLICA).orElseThrow().frozen()).isFalse();
        identities.freezeReplica(REPLICA, 9);
        assertThat(identities.replica(REPLICA).orElseThrow().frozen()).isTrue();
    }

    private static Account account(String id, String email, Role role) {
        return new Account(id, email, "Name", role, "hash", 1);
    }

    @Test
    void aWorkspaceHasOneOwnerAndKeepsItsEpoch() {
        String epoch = identities.workspace().epoch();
        assertThat(identities.isSetUp()).isFalse();
        assertThat(identities.setUp("Lighthouse", account("1", "a@x", Role.OWNER)))
                .isTrue();
        assertThat(identities.setUp("Mine", account("2", "b@x", Role.OWNER))).isFalse();
        store.close();
        reopen();
        assertThat(identities.workspace()).isEqualTo(new Identities.Workspace(epoch, "Lighthouse"));
        assertThat(identities.accountByEmail("a@x")).contains(account("1", "a@x", Role.OWNER));
        assertThat(identities.account("2")).isEmpty();
    }

    @Test
    void anInvitationAndItsAccountAreUsedTogether() {
        identities.setUp("Lighthouse", account("1", "a@x", Role.OWNER));
        identities.addInvitation(TOKEN, "1", 10, 20);
        assertThatThrownBy(() -> identities.join(TOKEN, account("2", "a@x", Role.MEMBER), 11))
                .isInstanceOf(StoreException.class);
        assertThat(identities.join(TOKEN, account("2", "b@x", Role.MEMBER), 20))
                .as("expired")
                .isFalse();
        assertThat(identities.join(TOKEN, account("2", "b@x", Role.MEMBER), 19)).isTrue();
        assertThat(identities.join(TOKEN, account("3", "c@x", Role.MEMBER), 19))
                .as("used")
                .isFalse();
    }

    @Test
    void aSessionBelongsToADeviceOfItsAccount() {
        identities.setUp("Lighthouse", account("1", "a@x", Role.OWNER));
        identities.addInvitation(TOKEN, "1", 10, 20);
        identities.join(TOKEN, account("2", "b@x", Role.MEMBER), 19);
        identities.addSession(TOKEN, "1", 5);
        identities.addSession(new byte[] {9}, "2", 5);
        assertThat(identities.bindDevice(TOKEN, "1", "d", "Laptop", 6)).isTrue();
        assertThat(identities.bindDevice(new byte[] {9}, "2", "d", "Laptop", 6)).isFalse();
        assertThat(identities.session(TOKEN).orElseThrow().device()).contains("d");
        assertThat(identities.session(new byte[] {9}).orElseThrow().device()).isEmpty();
        identities.touchSession(TOKEN, 50);
        identities.removeExpiredSessions(0, 40);
        assertThat(identities.session(TOKEN)).isPresent();
        assertThat(identities.session(new byte[] {9})).isEmpty();
        assertThat(identities.removeSession(TOKEN)).isTrue();
        assertThat(identities.removeSession(TOKEN)).isFalse();
    }

    @Test
    void aClosedStoreRefuses() {
        store.close();
        assertThat(reasonOf(log.append(addition(PAGE, 1, 0, null), place -> {})))
                .isEqualTo(StoreException.Reason.UNAVAILABLE);
    }

    @Test
    void textsAreFoundByAllTheirWordsAndReplaced() {
        append(PAGE, 1, 0);
        append(PAGE, 2, 1);
        append(OTHER, 1, 0);
        assertThat(store.texts().behind(10)).containsExactly(OTHER, PAGE);
        store.texts().put(new TextIndex.Text(PAGE, 1, "Low tide", "low tide"));
        store.texts().put(new TextIndex.Text(OTHER, 1, "High tide", "high tide"));
        assertThat(store.texts().behind(10)).as("read before its newest change").containsExactly(PAGE);
        assertThat(find(new TextIndex.Wanted("ti", true))).containsExactlyInAnyOrder(PAGE, OTHER);
        assertThat(find(new TextIndex.Wanted("ti", false))).isEmpty();
        assertThat(find(new TextIndex.Wanted("tide", false), new TextIndex.Wanted("high", false)))
                .containsExactly(OTHER);
        store.texts().put(new TextIndex.Text(PAGE, 2, "Ebb", "ebb"));
        reopenStore();
        assertThat(store.texts().behind(10)).isEmpty();
        assertThat(find(new TextIndex.Wanted("low", false))).isEmpty();
        assertThat(store.texts().find(List.of(new TextIndex.Wanted("ebb", false)), 5))
                .containsExactly(new TextIndex.Found(PAGE, "Ebb"));
    }

    private void reopenStore() {
        store.close();
        reopen();
    }

    private List<String> find(TextIndex.Wanted... wanted) {
        return store.texts().find(List.of(wanted), 10).stream()
                .map(TextIndex.Found::document)
                .toList();
    }
}
