package dev.offing.reference;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Steps of several replicas. {@link #toString} gives the form {@link #parse} reads, one step a line,
 * to be pasted as a named test.
 *
 * @param replicas how many
 * @param steps in order
 */
record FuzzScript(int replicas, List<FuzzStep> steps) {

    private static final Map<FuzzStep.Kind, Integer> WEIGHTS = new EnumMap<>(FuzzStep.Kind.class);

    static {
        WEIGHTS.put(FuzzStep.Kind.INSERT, 30);
        WEIGHTS.put(FuzzStep.Kind.INSERT_MARKED, 3);
        WEIGHTS.put(FuzzStep.Kind.TYPE_ON, 6);
        WEIGHTS.put(FuzzStep.Kind.DELETE_TEXT, 12);
        WEIGHTS.put(FuzzStep.Kind.MARK, 10);
        WEIGHTS.put(FuzzStep.Kind.UNMARK, 5);
        WEIGHTS.put(FuzzStep.Kind.SPLIT, 12);
        WEIGHTS.put(FuzzStep.Kind.JOIN, 9);
        WEIGHTS.put(FuzzStep.Kind.NEW, 6);
        WEIGHTS.put(FuzzStep.Kind.NEW_ROW, 2);
        WEIGHTS.put(FuzzStep.Kind.NEW_COLUMN, 2);
        WEIGHTS.put(FuzzStep.Kind.MOVE, 10);
        WEIGHTS.put(FuzzStep.Kind.DELETE_BLOCK, 6);
        WEIGHTS.put(FuzzStep.Kind.RESTORE, 3);
        WEIGHTS.put(FuzzStep.Kind.TYPE, 3);
        WEIGHTS.put(FuzzStep.Kind.PROPERTY, 4);
        WEIGHTS.put(FuzzStep.Kind.UNDO, 10);
        WEIGHTS.put(FuzzStep.Kind.REDO, 6);
        WEIGHTS.put(FuzzStep.Kind.HOLD, 5);
        WEIGHTS.put(FuzzStep.Kind.KEEP_GROUP, 4);
        WEIGHTS.put(FuzzStep.Kind.DELIVER, 18);
        WEIGHTS.put(FuzzStep.Kind.PULL, 10);
        WEIGHTS.put(FuzzStep.Kind.DUPLICATE, 2);
        WEIGHTS.put(FuzzStep.Kind.RELOAD, 4);
        WEIGHTS.put(FuzzStep.Kind.ADOPT, 1);
        WEIGHTS.put(FuzzStep.Kind.CARET, 3);
        WEIGHTS.put(FuzzStep.Kind.VERSION, 2);
        WEIGHTS.put(FuzzStep.Kind.RESTORE_VERSION, 2);
    }

    /** Scripts of every fourth seed are about a database. */
    private static final Map<FuzzStep.Kind, Integer> DATABASE_WEIGHTS = new EnumMap<>(FuzzStep.Kind.class);

    static {
        DATABASE_WEIGHTS.put(FuzzStep.Kind.NEW_RECORD, 6);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.SET_CELL, 30);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.ADD_TO_CELL, 14);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.REMOVE_FROM_CELL, 8);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.ADD_PROPERTY, 4);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.ADD_OPTION, 5);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.PROPERTY_TYPE, 7);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.RENAME_SCHEMA, 5);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.MOVE_SCHEMA, 3);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.DELETE_SCHEMA, 8);
        DATABASE_WEIGHTS.put(FuzzStep.Kind.RESTORE_SCHEMA, 3);
        for (FuzzStep.Kind kind : List.of(FuzzStep.Kind.DELETE_BLOCK, FuzzStep.Kind.MOVE, FuzzStep.Kind.INSERT)) {
            DATABASE_WEIGHTS.put(kind, 4);
        }
        for (FuzzStep.Kind kind : List.of(
                FuzzStep.Kind.RESTORE,
                FuzzStep.Kind.TYPE,
                FuzzStep.Kind.SPLIT,
                FuzzStep.Kind.JOIN,
                FuzzStep.Kind.DELETE_TEXT)) {
            DATABASE_WEIGHTS.put(kind, 2);
        }
        for (FuzzStep.Kind kind : List.of(
                FuzzStep.Kind.UNDO,
                FuzzStep.Kind.REDO,
                FuzzStep.Kind.HOLD,
                FuzzStep.Kind.KEEP_GROUP,
                FuzzStep.Kind.DELIVER,
                FuzzStep.Kind.PULL,
                FuzzStep.Kind.DUPLICATE,
                FuzzStep.Kind.RELOAD,
                FuzzStep.Kind.ADOPT,
                FuzzStep.Kind.VERSION,
                FuzzStep.Kind.RESTORE_VERSION)) {
            DATABASE_WEIGHTS.put(kind, WEIGHTS.get(kind));
        }
    }

    /** Scripts of every eighth seed crowd around few letters: what only three meeting at one spot bring about. */
    private static final Map<FuzzStep.Kind, Integer> CROWDED_WEIGHTS = new EnumMap<>(FuzzStep.Kind.class);

    static {
        CROWDED_WEIGHTS.put(FuzzStep.Kind.INSERT, 30);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.TYPE_ON, 6);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.DELETE_TEXT, 3);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.MARK, 14);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.UNMARK, 3);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.PROPERTY, 10);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.MOVE, 10);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.UNDO, 14);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.DELIVER, 36);
        CROWDED_WEIGHTS.put(FuzzStep.Kind.PULL, 5);
        for (FuzzStep.Kind kind : List.of(
                FuzzStep.Kind.NEW,
                FuzzStep.Kind.SPLIT,
                FuzzStep.Kind.JOIN,
                FuzzStep.Kind.TYPE,
                FuzzStep.Kind.DELETE_BLOCK,
                FuzzStep.Kind.REDO,
                FuzzStep.Kind.HOLD,
                FuzzStep.Kind.KEEP_GROUP,
                FuzzStep.Kind.RELOAD)) {
            CROWDED_WEIGHTS.put(kind, 2);
        }
    }

    FuzzScript {
        steps = List.copyOf(steps);
    }

    /** Three to six replicas, with tables from the start if three; every fourth seed a database, every eighth a crowd. A few seeds in a hundred give long scripts. */
    static FuzzScript generate(long seed) {
        return generate(seed, 0);
    }

    /** @param length steps after those that make the first blocks, give or take a few; 0 as the seed has it */
    static FuzzScript generate(long seed, int length) {
        // Neighbouring seeds begin alike unless they are spread.
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        int replicas = 3 + random.nextInt(4);
        int seededLength = random.nextInt(40) == 0 ? 150 + random.nextInt(150) : 15 + random.nextInt(60);
        int count = length == 0 ? seededLength : length;
        boolean database = Math.floorMod(seed, 4) == 3;
        boolean crowded = Math.floorMod(seed, 8) == 5;
        Map<FuzzStep.Kind, Integer> weights = database ? DATABASE_WEIGHTS : crowded ? CROWDED_WEIGHTS : WEIGHTS;
        int total = weights.values().stream().mapToInt(Integer::intValue).sum();
        List<FuzzStep> steps = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            steps.add(step(FuzzStep.Kind.NEW, 0, random));
            steps.add(step(FuzzStep.Kind.INSERT, 0, random));
        }
        for (int i = 0; i < 4 && database; i++) {
            steps.add(step(FuzzStep.Kind.NEW_RECORD, 0, random));
            steps.add(step(FuzzStep.Kind.ADD_PROPERTY, 0, random));
            steps.add(step(FuzzStep.Kind.ADD_OPTION, 0, random));
        }
        for (int i = 0; i < 4 && replicas == 3 && !database && !crowded; i++) {
            steps.add(step(i % 2 == 0 ? FuzzStep.Kind.NEW_COLUMN : FuzzStep.Kind.NEW_ROW, 0, random));
        }
        for (int replica = 1; replica < replicas; replica++) {
            steps.add(new FuzzStep(FuzzStep.Kind.PULL, replica, 0, 0, 0, 0));
        }
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(total);
            for (Map.Entry<FuzzStep.Kind, Integer> weight : weights.entrySet()) {
                at -= weight.getValue();
                if (at < 0) {
                    addStep(weight.getKey(), random.nextInt(replicas), random, steps);
                    break;
                }
            }
        }
        return new FuzzScript(
                replicas, crowded ? steps.stream().map(FuzzScript::crowd).toList() : steps);
    }

    /** The same step, at one of the first letters of the first texts. */
    private static FuzzStep crowd(FuzzStep step) {
        int d = step.d();
        return switch (step.kind()) {
            case INSERT ->
                new FuzzStep(step.kind(), step.replica(), step.a() % 2, step.b() % 4, 0, FuzzPalette.letter(d));
            case TYPE_ON -> new FuzzStep(step.kind(), step.replica(), 0, 0, step.c(), FuzzPalette.letter(d));
            case MARK, UNMARK ->
                new FuzzStep(
                        step.kind(),
                        step.replica(),
                        step.a() % 2,
                        step.b() % 4,
                        step.c() % 4,
                        FuzzPalette.usualMark(d));
            case DELETE_TEXT -> new FuzzStep(step.kind(), step.replica(), step.a() % 2, step.b() % 4, step.c() % 4, 0);
            case PROPERTY -> new FuzzStep(step.kind(), step.replica(), step.a() % 2, 1, 0, d);
            case DELIVER -> step;
            default -> new FuzzStep(step.kind(), step.replica(), step.a() % 4, step.b() % 4, step.c(), d);
        };
    }

    private static void addStep(FuzzStep.Kind kind, int replica, Random random, List<FuzzStep> steps) {
        steps.add(step(kind, replica, random));
        // Runs are typed one key after the other.
        if (kind == FuzzStep.Kind.TYPE_ON) {
            int direction = steps.getLast().c() % 2;
            for (int i = 0; i < random.nextInt(4); i++) {
                FuzzStep next = step(kind, replica, random);
                steps.add(new FuzzStep(kind, replica, 0, 0, direction, next.d()));
            }
        }
        // A redo works only right after undos: commands of its own clear the stack.
        if (kind == FuzzStep.Kind.UNDO) {
            for (FuzzStep.Kind next : List.of(FuzzStep.Kind.UNDO, FuzzStep.Kind.REDO, FuzzStep.Kind.REDO)) {
                if (random.nextBoolean()) {
                    steps.add(step(next, replica, random));
                }
            }
        }
    }

    private static FuzzStep step(FuzzStep.Kind kind, int replica, Random random) {
        return new FuzzStep(
                kind, replica, random.nextInt(1000), random.nextInt(1000), random.nextInt(1000), random.nextInt(1000));
    }

    /** The same script without steps of some kinds. */
    FuzzScript without(Set<FuzzStep.Kind> kinds) {
        return new FuzzScript(
                replicas,
                steps.stream().filter(step -> !kinds.contains(step.kind())).toList());
    }

    static FuzzScript parse(String text) {
        List<String> lines = text.strip().lines().toList();
        int replicas = Integer.parseInt(lines.getFirst().strip().split(" ", -1)[0]);
        return new FuzzScript(
                replicas, lines.stream().skip(1).map(FuzzStep::parse).toList());
    }

    @Override
    public String toString() {
        return replicas + " replicas\n" + steps.stream().map(FuzzStep::toString).collect(Collectors.joining("\n"));
    }
}
