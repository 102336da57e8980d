package dev.offing.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * A recorded editing history of one text: transactions of patches. Immutable once built.
 *
 * <p>A sequential trace has one agent, and each transaction follows the one before it. In a concurrent
 * one each transaction names its parents: the text it was made on is what those and all before them
 * amount to.
 */
public final class EditingTrace {

    /**
     * One splice of the text.
     *
     * @param position UTF-16 offset
     * @param deleted UTF-16 units taken out there
     * @param inserted what is put there then
     */
    public record Patch(int position, int deleted, String inserted) {}

    /**
     * Patches made together, each on the text the one before it left.
     *
     * @param agent who made them, from 0
     * @param parents ascending indexes of earlier transactions
     */
    public record Transaction(int agent, List<Integer> parents, List<Patch> patches) {
        public Transaction {
            parents = List.copyOf(parents);
            patches = List.copyOf(patches);
        }
    }

    private final String name;
    private final boolean concurrent;
    private final int agents;
    private final List<Transaction> transactions;
    private final String endText;

    private EditingTrace(Builder builder, String endText) {
        this.name = builder.name;
        this.concurrent = builder.concurrent;
        this.agents = builder.agents;
        this.transactions = List.copyOf(builder.transactions);
        this.endText = endText;
    }

    public String name() {
        return name;
    }

    public boolean concurrent() {
        return concurrent;
    }

    /** How many agents there are. */
    public int agents() {
        return agents;
    }

    public List<Transaction> transactions() {
        return transactions;
    }

    /** The text all transactions amount to, as it was recorded. */
    public String endText() {
        return endText;
    }

    /**
     * Takes a trace piece by piece and checks it. Every method throws {@link TraceFormatException} for a
     * fault, with its place.
     */
    public static final class Builder {
        private final String name;
        private final boolean concurrent;
        private final int agents;
        private final List<Transaction> transactions = new ArrayList<>();

        /** Length of the text so far; for sequential traces. */
        private int length;

        private List<Patch> patches;

        /** @param agents at least 1; 1 for a sequential trace */
        public Builder(String name, boolean concurrent, int agents) {
            if (agents < 1) {
                throw new TraceFormatException("numAgents", "at least one is expected");
            }
            this.name = name;
            this.concurrent = concurrent;
            this.agents = agents;
        }

        private String place() {
            return "txns[" + transactions.size() + "]";
        }

        /** Begins a transaction. */
        public void begin() {
            patches = new ArrayList<>(1);
        }

        public void patch(int position, int deleted, String inserted) {
            String place = place() + ".patches[" + patches.size() + "]";
            if (position < 0 || deleted < 0) {
                throw new TraceFormatException(place, "position or count is negative");
            }
            if (!concurrent && (position > length || deleted > length - position)) {
                throw new TraceFormatException(place, "outside the text, which has " + length + " characters there");
            }
            for (int i = 0; i < inserted.length(); i++) {
                if (Character.isSurrogate(inserted.charAt(i))) {
                    throw new TraceFormatException(
                            place, "has a character above U+FFFF, where positions by code point and by unit differ");
                }
            }
            length += inserted.length() - deleted;
            patches.add(new Patch(position, deleted, inserted));
        }

        /**
         * Ends a transaction.
         *
         * @param parents indexes of earlier ones; not read for a sequential trace
         */
        public void end(int agent, int[] parents) {
            int index = transactions.size();
            if (agent < 0 || agent >= agents) {
                throw new TraceFormatException(place() + ".agent", "there are " + agents + " agents");
            }
            if (!concurrent) {
                transactions.add(new Transaction(0, index == 0 ? List.of() : List.of(index - 1), patches));
                return;
            }
            List<Integer> sorted = new ArrayList<>();
            for (int parent : parents) {
                if (parent < 0 || parent >= index) {
                    throw new TraceFormatException(place() + ".parents", parent + " is no earlier transaction");
                }
                sorted.add(parent);
            }
            sorted.sort(null);
            transactions.add(new Transaction(agent, sorted, patches));
        }

        public EditingTrace build(String endText) {
            if (transactions.isEmpty()) {
                throw new TraceFormatException("txns", "there is none");
            }
            if (!concurrent && length != endText.length()) {
                throw new TraceFormatException(
                        "endContent", "has " + endText.length() + " characters, the patches leave " + length);
            }
            return new EditingTrace(this, endText);
        }
    }
}
