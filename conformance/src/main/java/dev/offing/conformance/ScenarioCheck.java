package dev.offing.conformance;

import dev.offing.engine.Change;
import dev.offing.engine.ReplicaId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Everything a vector demands of an engine: after the play every user's replica shows what is
 * expected; so does a fresh replica under every delivery order, plain and with duplicates and a save
 * and load between steps, from the initial snapshot and from nothing; and all of them write the same
 * snapshot. Cost: at most 2 · 120 + 10 replays of a handful of changes.
 */
final class ScenarioCheck {

    /**
     * Why a vector failed.
     *
     * @param where the replica and delivery that showed it
     * @param expected what the vector demands
     * @param got what was there instead
     */
    record Failure(String where, String expected, String got) {}

    private static final ReplicaId OBSERVER = new ReplicaId(0xff);
    private static final int FROM_NOTHING_COUNT = 10;

    private final Scenario scenario;
    private final ScenarioReplica.Factory factory;
    private final Random random;

    /** What is being done, for a failure's report. */
    private String where = "play";

    private ScenarioPlay play;
    private byte[] canonical;

    private ScenarioCheck(Scenario scenario, ScenarioReplica.Factory factory) {
        this.scenario = scenario;
        this.factory = factory;
        this.random = new Random(scenario.id().hashCode());
    }

    /** The first thing that is not as the vector demands, empty if all is. */
    static Optional<Failure> failure(Scenario scenario, ScenarioReplica.Factory factory) {
        ScenarioCheck check = new ScenarioCheck(scenario, factory);
        try {
            check.run();
            return Optional.empty();
        } catch (Mismatch mismatch) {
            return Optional.of(new Failure(check.where, mismatch.expected, mismatch.got));
        } catch (RuntimeException broken) {
            // An engine that fails one vector, in whatever way, must not hide the result of the others.
            return Optional.of(new Failure(check.where, scenario.expected().toString(), describe(broken)));
        }
    }

    private void run() {
        play = ScenarioPlay.play(scenario, factory);
        for (var user : play.users().entrySet()) {
            where = "replica of " + user.getKey();
            demand(user.getValue());
        }
        List<Change> userChanges = play.userChanges();
        for (List<Change> order : DeliveryOrders.of(userChanges, random)) {
            where = "delivery " + describeOrder(order);
            demand(deliver(fromInitial(), order));
            where = "delivery with duplicates and reloads " + describeOrder(order);
            demand(deliverRoughly(fromInitial(), order));
        }
        List<Change> all = new ArrayList<>(play.initialChanges());
        all.addAll(userChanges);
        for (List<Change> order : DeliveryOrders.shuffles(all, FROM_NOTHING_COUNT, random)) {
            where = "delivery from nothing " + describeOrder(order);
            demand(deliverRoughly(factory.create(OBSERVER), order));
        }
    }

    private ScenarioReplica fromInitial() {
        return factory.load(play.initialSnapshot(), OBSERVER);
    }

    private static ScenarioReplica deliver(ScenarioReplica replica, List<Change> order) {
        order.forEach(replica::apply);
        return replica;
    }

    /** Each change once or twice, some earlier ones again, and a save and load after half of the steps. */
    private ScenarioReplica deliverRoughly(ScenarioReplica fresh, List<Change> order) {
        ScenarioReplica replica = fresh;
        for (int i = 0; i < order.size(); i++) {
            replica.apply(order.get(i));
            if (random.nextBoolean()) {
                replica = factory.load(replica.save(), OBSERVER);
            }
            if (random.nextBoolean()) {
                replica.apply(order.get(random.nextInt(i + 1)));
            }
        }
        return factory.load(replica.save(), OBSERVER);
    }

    private void demand(ScenarioReplica replica) {
        ShownState shown = scenario.expected().of(replica.view(), play.names());
        if (!shown.equals(scenario.expected())) {
            throw new Mismatch(scenario.expected().toString(), shown.toString());
        }
        byte[] snapshot = replica.save();
        if (canonical == null) {
            canonical = snapshot;
        } else if (!Arrays.equals(canonical, snapshot)) {
            throw new Mismatch(
                    "the snapshot of the first replica, " + canonical.length + " bytes",
                    "other bytes, " + snapshot.length + ", first difference at "
                            + Arrays.mismatch(canonical, snapshot));
        }
    }

    private static String describe(RuntimeException broken) {
        return broken.getClass().getSimpleName() + ": " + broken.getMessage();
    }

    private static String describeOrder(List<Change> order) {
        List<String> ids = new ArrayList<>();
        for (Change change : order) {
            ids.add(Long.toHexString(change.replica().bits()) + "." + change.firstCounter());
        }
        return ids.toString();
    }

    /** Leaves the replays at the first mismatch. */
    private static final class Mismatch extends RuntimeException {
        private final String expected;
        private final String got;

        Mismatch(String expected, String got) {
            super(got, null, false, false);
            this.expected = expected;
            this.got = got;
        }
    }
}
