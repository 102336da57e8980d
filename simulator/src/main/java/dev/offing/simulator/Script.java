package dev.offing.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that one run depends on. {@link #generate} makes the whole script of a seed; a shorter one keeps
 * some of its steps and forbids some faults.
 *
 * @param length how many steps the whole script of the seed has
 * @param kept which of them, ascending
 * @param forbidden faults that do not happen by themselves
 */
record Script(long seed, int length, List<Integer> kept, Set<Fault> forbidden) {

    /** Parts of a seed that have a stream of their own. */
    static final long STEPS = 1;

    static final long WORLD = 2;
    static final long DEVICE = 3;
    static final long TAB = 4;
    static final long PIPE = 5;
    static final long SERVER = 6;
    static final long STEP = 7;
    static final long EVIL = 8;

    private static final int WEIGHTS = weights();

    Script {
        kept = List.copyOf(kept);
        forbidden = forbidden.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(forbidden);
    }

    static Script generate(long seed, int length) {
        List<Integer> all = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            all.add(i);
        }
        return new Script(seed, length, all, Set.of());
    }

    Script with(List<Integer> steps) {
        return new Script(seed, length, steps, forbidden);
    }

    Script without(Fault fault) {
        EnumSet<Fault> more = EnumSet.copyOf(forbidden);
        more.add(fault);
        return new Script(seed, length, kept, more);
    }

    /** What replays it. */
    String command() {
        StringBuilder command = new StringBuilder("./offing lab simulate --replay " + seed + " --steps " + length);
        if (kept.size() < length) {
            command.append(" --keep ");
            command.append(kept.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        if (!forbidden.isEmpty()) {
            command.append(" --without ");
            command.append(forbidden.stream().map(Fault::name).collect(Collectors.joining(",")));
        }
        return command.toString();
    }

    /** The steps, in order. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>(kept.size());
        for (int index : kept) {
            steps.add(step(index));
        }
        return steps;
    }

    private Step step(int index) {
        Chance chance = Chance.of(seed, STEPS, index);
        int choice = chance.below(WEIGHTS);
        StepKind chosen = StepKind.EDIT;
        for (StepKind kind : StepKind.values()) {
            choice -= kind.weight();
            if (choice < 0) {
                chosen = kind;
                break;
            }
        }
        return new Step(chosen, chance.next(), chance.below(chance.oneIn(15) ? 20_000 : 400));
    }

    private static int weights() {
        int sum = 0;
        for (StepKind kind : StepKind.values()) {
            sum += kind.weight();
        }
        return sum;
    }
}
