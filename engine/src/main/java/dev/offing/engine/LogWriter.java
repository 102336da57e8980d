package dev.offing.engine;

/** Writes the log as columns: docs/spec/bytes.md, "Log". {@link LogReader} reads them. */
final class LogWriter {

    private final ChangeLog log;
    private final AgentTable agents;
    private final ReplicaTable replicas;
    private final ByteWriter[] columns = Columns.create(SnapshotFormat.LOG_COLUMNS);

    LogWriter(ChangeLog log, AgentTable agents, ReplicaTable replicas) {
        this.log = log;
        this.agents = agents;
        this.replicas = replicas;
    }

    void write(ByteWriter out) {
        for (int author = 0; author < replicas.size(); author++) {
            AgentLog own = log.of(agents.find(replicas.get(author)));
            writeChanges(own);
            writeOperations(own, author);
            own.clocks.write(columns[SnapshotFormat.CLOCKS]);
        }
        Columns.write(out, columns);
    }

    private void writeChanges(AgentLog own) {
        ByteWriter runs = columns[SnapshotFormat.RUNS];
        ByteWriter heads = columns[SnapshotFormat.HEADS];
        int[] lastHeads = new int[replicas.size()];
        runs.writeVarint(own.runCount());
        for (int run = 0; run < own.runCount(); run++) {
            runs.writeVarint(own.changeCount(run));
            runs.writeVarint(own.ids(run));
            heads.writeVarint(own.heads(run).size());
            for (OpId head : own.heads(run)) {
                int index = replicas.index(head.replica());
                heads.writeVarint(index);
                heads.writeVarint(head.counter() - lastHeads[index]);
                lastHeads[index] = head.counter();
            }
        }
    }

    private void writeOperations(AgentLog own, int author) {
        OperationColumns operations = own.operations;
        OperationWriter others = new OperationWriter(columns[SnapshotFormat.OTHERS], replicas, author, 0);
        int[] lastTargets = new int[replicas.size()];
        columns[SnapshotFormat.SHAPES].writeVarint(operations.runCount());
        for (int run = 0; run < operations.runCount(); run++) {
            int first = operations.first(run);
            int ids = operations.end(run) - first;
            int kind = operations.kind(run);
            columns[SnapshotFormat.SHAPES].writeVarint(operations.each(run) << 2 | kind);
            columns[SnapshotFormat.COUNTS].writeVarint(
                    kind == OperationColumns.INSERT ? ids / operations.each(run) : ids);
            switch (kind) {
                case OperationColumns.SPLIT -> {
                    for (int counter = first; counter < first + ids; counter++) {
                        columns[SnapshotFormat.TYPES].writeText(operations.type(run, counter));
                    }
                }
                case OperationColumns.DELETE -> {
                    int index = replicas.index(agents.replica(operations.targetAgent(run)));
                    int target = operations.target(run, first);
                    ByteWriter targets = columns[SnapshotFormat.TARGETS];
                    targets.writeVarint(index << 1 | (operations.descends(run) ? 1 : 0));
                    targets.writeSignedVarint(index == author ? first - target : target - lastTargets[index]);
                    lastTargets[index] = target;
                }
                case OperationColumns.OTHER -> {
                    for (int counter = first; counter < first + ids; counter++) {
                        others.writeAt(counter, operations.other(run, counter));
                    }
                }
                default -> {}
            }
        }
    }
}
