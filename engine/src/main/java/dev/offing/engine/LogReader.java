package dev.offing.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the log of a snapshot into an empty one, as {@link LogWriter} wrote it: the columns of each replica, then,
 * causes first, the stamps and what each author had seen, which are not written but follow. Checks that all has its
 * one form and that the causes of changes are exact; what operations name is for {@link StateLoader} to check.
 *
 * <p>Cost: linear in the runs.
 */
final class LogReader {

    private final ByteReader[] columns;
    private final ReplicaTable replicas;
    private final ChangeLog log;
    private final AgentTable agents;
    private final List<RawRun[]> runs = new ArrayList<>();

    /** A run of changes before its causes are looked at. */
    private record RawRun(int changes, int ids, List<OpId> heads) {}

    /** @param state empty; the replicas become its agents, in their order */
    LogReader(ByteReader section, ReplicaTable replicas, DocumentState state) {
        this.columns = Columns.read(section, SnapshotFormat.LOG_COLUMNS);
        this.replicas = replicas;
        this.log = state.log;
        this.agents = state.agents;
    }

    private ByteReader column(int column) {
        return columns[column];
    }

    private CodecException corrupt(String message) {
        return columns[0].corrupt(message);
    }

    void read() {
        for (int author = 0; author < replicas.size(); author++) {
            Invariant.check(agents.intern(replicas.get(author)) == author, "agents were known before loading");
            runs.add(readRuns(author));
            readOperations(author);
            readClocks(author);
        }
        for (ByteReader column : columns) {
            column.expectEnd();
        }
        resolve();
        log.findHeads();
    }

    // ---- changes

    private RawRun[] readRuns(int author) {
        ByteReader in = column(SnapshotFormat.RUNS);
        RawRun[] own = new RawRun[in.readCount(2)];
        if (own.length == 0) {
            throw in.corrupt("replica without changes");
        }
        int[] lastHeads = new int[replicas.size()];
        for (int i = 0; i < own.length; i++) {
            int changes = in.readVarint();
            int ids = in.readVarint();
            if (changes == 0 || ids == 0) {
                throw in.corrupt("run of changes is empty");
            }
            List<OpId> heads = readHeads(author, lastHeads);
            if (i > 0 && heads.isEmpty() && ids == own[i - 1].ids) {
                throw in.corrupt("run of changes is not in its shortest form");
            }
            own[i] = new RawRun(changes, ids, heads);
        }
        return own;
    }

    private List<OpId> readHeads(int author, int[] lastHeads) {
        ByteReader in = column(SnapshotFormat.HEADS);
        int count = in.readCount(2);
        List<OpId> heads = new ArrayList<>(count);
        int previous = -1;
        for (int i = 0; i < count; i++) {
            int index = replicas.readIndex(in);
            int delta = in.readVarint();
            if (index == author || index <= previous || delta > Integer.MAX_VALUE - lastHeads[index]) {
                throw in.corrupt("heads are not sorted or foreign");
            }
            previous = index;
            lastHeads[index] += delta;
            heads.add(new OpId(replicas.get(index), lastHeads[index]));
        }
        return heads;
    }

    private void readClocks(int author) {
        long left = 0;
        for (RawRun run : runs.get(author)) {
            left += run.changes;
        }
        log.of(author).clocks.read(column(SnapshotFormat.CLOCKS), left);
    }

    /** Gives all changes their causes: each replica goes on until it waits for another one, which wakes it. */
    private void resolve() {
        int[] next = new int[replicas.size()];
        List<TreeMap<Integer, List<Integer>>> waiting = new ArrayList<>();
        Deque<Integer> ready = new ArrayDeque<>();
        for (int author = 0; author < next.length; author++) {
            waiting.add(new TreeMap<>());
            ready.add(author);
        }
        int left = next.length;
        while (!ready.isEmpty()) {
            int author = ready.poll();
            RawRun[] own = runs.get(author);
            OpId missing = null;
            while (next[author] < own.length && missing == null) {
                missing = missingCause(own[next[author]]);
                if (missing == null) {
                    take(author, own[next[author]++]);
                }
            }
            if (missing == null) {
                left--;
            } else {
                waiting.get(agents.find(missing.replica()))
                        .computeIfAbsent(missing.counter(), counter -> new ArrayList<>())
                        .add(author);
            }
            TreeMap<Integer, List<Integer>> waiters = waiting.get(author);
            while (!waiters.isEmpty() && waiters.firstKey() < log.end(author)) {
                ready.addAll(waiters.pollFirstEntry().getValue());
            }
        }
        if (left > 0) {
            throw corrupt("changes wait for each other");
        }
        for (int author = 0; author < next.length; author++) {
            if (log.end(author) != log.of(author).operations.end()) {
                throw corrupt("changes and operations do not match");
            }
            checkBounds(log.of(author));
        }
    }

    private OpId missingCause(RawRun run) {
        for (OpId head : run.heads) {
            if (log.end(head.replica()) <= head.counter()) {
                return head;
            }
        }
        return null;
    }

    private void take(int author, RawRun run) {
        AgentLog own = log.of(author);
        List<LogEntry> causes = new ArrayList<>(run.heads.size());
        for (OpId head : run.heads) {
            causes.add(log.entry(agents.find(head.replica()), head.counter()));
        }
        for (int i = 0; i < causes.size(); i++) {
            LogEntry cause = causes.get(i);
            int agent = cause.origin().agent;
            boolean known = agent < own.seen().length && cause.first() < own.seen()[agent];
            for (LogEntry other : causes) {
                known |= other != cause && cause.first() < other.origin().seenEnd(agent);
            }
            if (known || cause.lastOperation() != run.heads.get(i).counter()) {
                throw corrupt("heads are not the newest changes");
            }
        }
        Origin origin = log.after(author, causes);
        long ids = (long) run.changes * run.ids;
        if (own.end() + ids > own.operations.end() || origin.stamp + run.changes - 1 > Limits.STAMP_MAX) {
            throw corrupt("changes have more ids than operations");
        }
        own.appendRun(run.heads, origin.seen(), origin.stamp, run.ids, run.changes);
    }

    /** Changes begin where operations do, and have no more of them than they may. */
    private void checkBounds(AgentLog own) {
        OperationColumns operations = own.operations;
        int operationRun = 0;
        for (int run = 0; run < own.runCount(); run++) {
            while (operations.end(operationRun) <= own.first(run)) {
                operationRun++;
            }
            for (int at = operationRun; at < operations.runCount() && operations.first(at) < own.end(run); at++) {
                if (operations.kind(at) == OperationColumns.INSERT) {
                    checkBounds(own, run, at);
                }
            }
            if (own.ids(run) > Limits.CHANGE_OPERATIONS_MAX) {
                countOperations(own, run);
            }
        }
    }

    /** That no change of a run begins inside an insertion of a run. */
    private void checkBounds(AgentLog own, int run, int operationRun) {
        long ids = own.ids(run);
        int each = own.operations.each(operationRun);
        int start = own.operations.first(operationRun);
        int stop = Math.min(own.operations.end(operationRun), own.end(run));
        long steps = (Math.max(start, own.first(run)) - own.first(run) + ids - 1) / ids;
        long bound = own.first(run) + steps * ids;
        if (bound < stop && (bound - start) % each != 0 || bound + ids < stop && ids % each != 0) {
            throw corrupt("a change begins inside an operation");
        }
    }

    private void countOperations(AgentLog own, int run) {
        OperationColumns operations = own.operations;
        int at = operations.find(own.first(run));
        for (int change = own.first(run); change < own.end(run); change += own.ids(run)) {
            int end = change + own.ids(run);
            int count = 0;
            while (true) {
                int from = Math.max(change, operations.first(at));
                int to = Math.min(end, operations.end(at));
                boolean insertions = operations.kind(at) == OperationColumns.INSERT;
                count += insertions ? (to - from) / operations.each(at) : to - from;
                if (operations.end(at) >= end) {
                    break;
                }
                at++;
            }
            if (count > Limits.CHANGE_OPERATIONS_MAX) {
                throw corrupt("too many operations in a change");
            }
        }
    }

    // ---- operations

    private void readOperations(int author) {
        OperationColumns operations = log.of(author).operations;
        OperationReader others = new OperationReader(column(SnapshotFormat.OTHERS), replicas, author, 0);
        int[] lastTargets = new int[replicas.size()];
        int count = column(SnapshotFormat.SHAPES).readCount(1);
        for (int run = 0; run < count; run++) {
            int shape = column(SnapshotFormat.SHAPES).readVarint();
            int each = shape >>> 2;
            int kind = shape & 3;
            int repeats = column(SnapshotFormat.COUNTS).readVarint();
            boolean sized = kind == OperationColumns.INSERT || kind == OperationColumns.DELETE;
            long end = operations.end() + (long) repeats * (kind == OperationColumns.INSERT ? each : 1);
            if (repeats == 0 || sized == (each == 0) || end > Integer.MAX_VALUE) {
                throw corrupt("run of operations is out of bounds");
            }
            int before = operations.runCount();
            switch (kind) {
                case OperationColumns.INSERT -> {
                    if (each > Limits.RUN_UTF16_MAX) {
                        throw corrupt("typed text is too long");
                    }
                    operations.appendInsert(each, repeats);
                }
                case OperationColumns.SPLIT -> {
                    for (int i = 0; i < repeats; i++) {
                        String type = column(SnapshotFormat.TYPES).readText();
                        checkForm(() -> FormCheck.checkName(type));
                        operations.appendSplit(type);
                    }
                }
                case OperationColumns.DELETE -> readDeletes(author, operations, each, repeats, lastTargets);
                default -> {
                    for (int i = 0; i < repeats; i++) {
                        operations.appendOther(readOther(others, operations.end()));
                    }
                }
            }
            if (operations.runCount() != before + 1) {
                throw corrupt("run of operations is not in its shortest form");
            }
        }
    }

    private Operation readOther(OperationReader others, int counter) {
        Operation operation = others.readAt(counter);
        boolean hasColumn = operation instanceof Operation.InsertText
                || operation instanceof Operation.SplitBlock
                || operation instanceof Operation.DeleteText delete
                        && delete.targets().size() == 1;
        if (hasColumn) {
            throw corrupt("operation has columns of its own");
        }
        checkForm(() -> FormCheck.check(operation, -1));
        return operation;
    }

    private void checkForm(Runnable check) {
        try {
            check.run();
        } catch (InvalidChangeException invalid) {
            throw corrupt("operation is not well-formed");
        }
    }

    private void readDeletes(int author, OperationColumns operations, int each, int repeats, int[] lastTargets) {
        ByteReader in = column(SnapshotFormat.TARGETS);
        int packed = in.readVarint();
        int index = packed >>> 1;
        boolean descending = (packed & 1) != 0;
        if (index >= replicas.size() || descending && repeats == 1) {
            throw in.corrupt("target of a deletion is out of bounds");
        }
        int delta = in.readSignedVarint();
        long target = index == author ? (long) operations.end() - delta : (long) lastTargets[index] + delta;
        long last = target + (descending ? -1L : 1L) * each * (repeats - 1L);
        if (Math.min(target, last) < 0 || Math.max(target, last) + each > Integer.MAX_VALUE) {
            throw in.corrupt("target of a deletion is out of bounds");
        }
        if (operations.wouldExtend(index, (int) target, each)) {
            throw in.corrupt("run of operations is not in its shortest form");
        }
        lastTargets[index] = (int) target;
        operations.appendDeletes(index, (int) target, each, descending, repeats);
    }
}
