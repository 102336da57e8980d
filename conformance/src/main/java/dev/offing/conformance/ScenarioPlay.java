package dev.offing.conformance;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Database;
import dev.offing.engine.MarkRun;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plays a scenario once, as its users did: each on his own replica, each step one change, exchanges
 * at the barriers and at the end. The initial state is built by a replica whose id sorts before all
 * users', and every user starts from its snapshot, so that the n-th steps of two users carry equal
 * stamps and the replica id decides.
 */
public final class ScenarioPlay {

    /** Builds the initial state. */
    static final ReplicaId INITIAL = new ReplicaId(1);

    /** User {@code a} writes as this replica, {@code b} as the next one, and so on. */
    static final ReplicaId FIRST_USER = new ReplicaId(0x0a);

    private final ScenarioReplica.Factory factory;
    private final BlockNames names = new BlockNames();
    private final List<Change> initialChanges = new ArrayList<>();
    private final List<Change> userChanges = new ArrayList<>();
    private final SortedMap<String, ScenarioReplica> users = new TreeMap<>();
    private byte[] initialSnapshot;

    private ScenarioPlay(ScenarioReplica.Factory factory) {
        this.factory = factory;
    }

    /**
     * @throws ScenarioPlayException if a step names a block that nobody made
     * @throws IllegalArgumentException from a replica that cannot do a step
     */
    public static ScenarioPlay play(Scenario scenario, ScenarioReplica.Factory factory) {
        ScenarioPlay play = new ScenarioPlay(factory);
        play.buildInitial(scenario);
        play.playUsers(scenario);
        return play;
    }

    /** The names of the blocks made on the way. */
    public BlockNames names() {
        return names;
    }

    /** Changes that built the initial state, in order. */
    public List<Change> initialChanges() {
        return List.copyOf(initialChanges);
    }

    /** Changes of all users; each user's in order. */
    public List<Change> userChanges() {
        return List.copyOf(userChanges);
    }

    /** The initial state, as every user loaded it. */
    public byte[] initialSnapshot() {
        return initialSnapshot.clone();
    }

    /** The users' replicas after the last exchange, by user. */
    public SortedMap<String, ScenarioReplica> users() {
        return users;
    }

    /** Replica id of a user. */
    static ReplicaId replicaOf(String user) {
        return new ReplicaId(FIRST_USER.bits() + user.charAt(0) - 'a');
    }

    private void buildInitial(Scenario scenario) {
        ScenarioReplica replica = factory.create(INITIAL);
        Map<String, String> lastChild = new HashMap<>();
        for (ShownBlock block : scenario.initial()) {
            build(replica, block, lastChild.put(block.parent(), block.name()));
            replica.commit().ifPresent(initialChanges::add);
        }
        for (ScenarioOp op : scenario.initialOps()) {
            perform(replica, op);
            replica.commit().ifPresent(initialChanges::add);
        }
        initialSnapshot = replica.save();
    }

    private void build(ScenarioReplica replica, ShownBlock block, String after) {
        BlockId id = replica.newBlock(names.id(block.parent()), names.id(after), block.type());
        names.add(block.name(), id);
        if (!block.text().isEmpty()) {
            replica.insert(id, 0, block.text());
        }
        for (MarkRun mark : block.marks()) {
            replica.mark(id, mark.start(), mark.end(), mark.type(), mark.value());
        }
        for (Map.Entry<String, Value> property : block.properties().entrySet()) {
            replica.setProperty(id, property.getKey(), property.getValue());
        }
    }

    private void playUsers(Scenario scenario) {
        SortedMap<String, List<List<ScenarioOp>>> rounds = new TreeMap<>();
        int roundCount = 0;
        for (var user : scenario.users().entrySet()) {
            users.put(user.getKey(), factory.load(initialSnapshot, replicaOf(user.getKey())));
            List<List<ScenarioOp>> own = rounds(user.getValue());
            rounds.put(user.getKey(), own);
            roundCount = Math.max(roundCount, own.size());
        }
        for (int round = 0; round < roundCount; round++) {
            List<Change> emitted = new ArrayList<>();
            for (var user : rounds.entrySet()) {
                if (round < user.getValue().size()) {
                    emitted.addAll(
                            playRound(users.get(user.getKey()), user.getValue().get(round)));
                }
            }
            exchange(emitted);
            userChanges.addAll(emitted);
        }
    }

    private List<Change> playRound(ScenarioReplica replica, List<ScenarioOp> ops) {
        List<Change> emitted = new ArrayList<>();
        for (ScenarioOp op : ops) {
            perform(replica, op);
            replica.commit().ifPresent(emitted::add);
        }
        return emitted;
    }

    private void exchange(List<Change> emitted) {
        for (var user : users.entrySet()) {
            for (Change change : emitted) {
                if (!change.replica().equals(replicaOf(user.getKey()))) {
                    user.getValue().apply(change);
                }
            }
        }
    }

    /** The steps between barriers. */
    private static List<List<ScenarioOp>> rounds(List<ScenarioOp> ops) {
        List<List<ScenarioOp>> rounds = new ArrayList<>();
        List<ScenarioOp> round = new ArrayList<>();
        rounds.add(round);
        for (ScenarioOp op : ops) {
            if (op instanceof ScenarioOp.Sync) {
                round = new ArrayList<>();
                rounds.add(round);
            } else {
                round.add(op);
            }
        }
        return rounds;
    }

    private void perform(ScenarioReplica replica, ScenarioOp op) {
        switch (op) {
            case ScenarioOp.Insert o -> replica.insert(names.id(o.block()), o.offset(), o.text());
            case ScenarioOp.DeleteText o -> replica.deleteText(names.id(o.block()), o.start(), o.end());
            case ScenarioOp.Mark o -> replica.mark(names.id(o.block()), o.start(), o.end(), o.type(), o.value());
            case ScenarioOp.Unmark o -> replica.unmark(names.id(o.block()), o.start(), o.end(), o.type(), o.value());
            case ScenarioOp.Split o -> names.add(o.name(), replica.split(names.id(o.block()), o.offset()));
            case ScenarioOp.Join o -> replica.join(names.id(o.block()), names.id(o.into()));
            case ScenarioOp.New o -> {
                BlockId id = replica.newBlock(names.id(o.parent()), names.id(o.after()), o.type());
                names.add(o.name(), id);
                if (!o.text().isEmpty()) {
                    replica.insert(id, 0, o.text());
                }
            }
            case ScenarioOp.Move o -> replica.move(names.id(o.block()), names.id(o.parent()), names.id(o.after()));
            case ScenarioOp.DeleteBlock o -> replica.deleteBlock(names.id(o.block()));
            case ScenarioOp.Restore o -> replica.restore(names.id(o.block()));
            case ScenarioOp.SetType o -> replica.setType(names.id(o.block()), o.type());
            case ScenarioOp.SetProperty o -> replica.setProperty(names.id(o.block()), o.key(), o.value());
            case ScenarioOp.Undo ignored -> replica.undo();
            case ScenarioOp.Redo ignored -> replica.redo();
            case ScenarioOp.Sync ignored -> throw new ScenarioPlayException("sync outside a user's operations");
            case ScenarioOp.SetCell o -> setCell(replica.database(), o);
            case ScenarioOp.AddToCell o -> replica.database().addToCell(names.id(o.row()), o.property(), o.member());
            case ScenarioOp.RemoveFromCell o ->
                replica.database().removeFromCell(names.id(o.row()), o.property(), o.member());
            case ScenarioOp.AddProperty o -> replica.database().addProperty(o.property(), o.type(), o.name());
            case ScenarioOp.RenameProperty o -> replica.database().renameProperty(o.property(), o.name());
            case ScenarioOp.SetPropertyType o -> replica.database().setPropertyType(o.property(), o.type());
            case ScenarioOp.DeleteProperty o -> replica.database().deleteProperty(o.property());
            case ScenarioOp.AddOption o -> replica.database().addOption(o.property(), o.option(), o.name());
            case ScenarioOp.RenameOption o -> replica.database().renameOption(o.property(), o.option(), o.name());
            case ScenarioOp.DeleteOption o -> replica.database().deleteOption(o.property(), o.option());
        }
    }

    private void setCell(Database database, ScenarioOp.SetCell op) {
        BlockId row = names.id(op.row());
        if (!op.several()) {
            database.setCell(row, op.property(), op.values().getFirst());
            return;
        }
        database.setCell(row, op.property(), Value.ABSENT);
        for (Value member : op.values()) {
            database.addToCell(row, op.property(), ((Value.Text) member).value());
        }
    }
}
