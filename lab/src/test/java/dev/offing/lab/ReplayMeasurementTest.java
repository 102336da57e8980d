package dev.offing.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small synthetic traces through every step; the clock counts its calls, so no time is asserted. */
class ReplayMeasurementTest {

    private static final ReplayMeasurement.Effort ONCE = new ReplayMeasurement.Effort(1, 2, Double.MAX_VALUE);

    private int ticks;

    private ReplayReport run(EditingTrace trace) {
        return ReplayMeasurement.run(trace, "jvm", () -> ticks++, ONCE, step -> {});
    }

    /** Random splices by one agent. */
    static EditingTrace sequential(int transactions) {
        Random random = new Random(7);
        EditingTrace.Builder builder = new EditingTrace.Builder("made-up", false, 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < transactions; i++) {
            builder.begin();
            for (int j = 0; j <= i % 3; j++) {
                int at = random.nextInt(text.length() + 1);
                int deleted = Math.min(random.nextInt(4), text.length() - at);
                String inserted = "abcdefg".substring(0, random.nextInt(7));
                builder.patch(at, deleted, inserted);
                text.replace(at, at + deleted, inserted);
            }
            builder.end(0, new int[0]);
        }
        return builder.build(text.toString());
    }

    /** Two agents in turn: both append to their own line, then one takes over what both have. */
    static EditingTrace concurrent(String name, String endText) {
        EditingTrace.Builder builder = new EditingTrace.Builder(name, true, 3);
        transaction(builder, 0, new int[0], 0, "one\ntwo\n");
        transaction(builder, 1, new int[] {0}, 3, " left");
        transaction(builder, 2, new int[] {0}, 7, " right");
        transaction(builder, 0, new int[] {2}, 0, "> ");
        transaction(builder, 1, new int[] {1, 3}, 20, "s");
        return builder.build(endText);
    }

    private static void transaction(EditingTrace.Builder builder, int agent, int[] parents, int at, String text) {
        builder.begin();
        builder.patch(at, 0, text);
        builder.end(agent, parents);
    }

    @Test
    void measuresEveryStepOfASequentialTrace() {
        ReplayReport report = run(sequential(400));
        assertThat(report.verified()).isTrue();
        assertThat(report.times())
                .extracting(ReplayReport.Timed::name)
                .containsExactly(
                        "local_ms",
                        "local_bursts_ms",
                        "remote_ms",
                        "batch_ms",
                        "save_ms",
                        "load_text_ms",
                        "load_edit_ms");
        assertThat(report.times())
                .allSatisfy(timed -> assertThat(timed.samples().count()).isEqualTo(2));
        Document loaded = Document.load(report.snapshot(), new ReplicaId(9));
        assertThat(loaded.view().blocks().get(0).text().text())
                .isEqualTo(sequential(400).endText());
    }

    @Test
    void playsAConcurrentTraceAlongItsGraph() {
        ReplayReport report = run(concurrent("made-up", "> one left\ntwo rights\n"));
        assertThat(report.verified()).isTrue();
        Document loaded = Document.load(report.snapshot(), new ReplicaId(9));
        assertThat(loaded.version().replicas()).hasSize(4);
    }

    @Test
    void doesNotCountFiguresOfAWrongText() {
        ReplayReport report = run(concurrent("made-up", "> one left\ntwo right\n"));
        assertThat(report.verified()).isFalse();
        assertThat(report.json()).isEqualTo("{\"trace\":\"made-up\",\"runtime\":\"jvm\",\"verified\":false}");
    }

    @Test
    void asksOnlyForConvergenceWhereTheEndTextIsNotNeutral() {
        assertThat(run(concurrent("git-makefile-x2", "another order")).verified())
                .isTrue();
    }

    @Test
    void namesThePatchThatCannotBeTyped() {
        EditingTrace.Builder builder = new EditingTrace.Builder("broken", true, 1);
        transaction(builder, 0, new int[0], 0, "abc");
        transaction(builder, 0, new int[] {0}, 5, "d");
        EditingTrace trace = builder.build("abcd");
        assertThatThrownBy(() -> run(trace))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageStartingWith("txns[1].patches[0]: cannot be typed");
    }

    @Test
    void aDocumentIsGivenExactlyTheCausesItLacks() {
        CausalPlan plan = new CausalPlan(concurrent("made-up", ""));
        List<Integer> documents = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            documents.add(plan.document(i));
        }
        assertThat(documents).containsExactly(0, 0, 1, 1, 1);
        assertThat(plan.missing(1)).isEmpty();
        assertThat(plan.missing(2)).containsExactly(0);
        assertThat(plan.missing(3)).isEmpty();
        assertThat(plan.missing(4)).containsExactly(1);
        assertThat(plan.documentCount()).isEqualTo(2);
    }

    @Test
    void writesFiguresAsJson() {
        Samples samples = new Samples();
        samples.add(2.5);
        samples.add(1);
        samples.add(1000.0004);
        ReplayReport report = new ReplayReport(
                "a\"b", "js", true, List.of(new ReplayReport.Timed("local_ms", samples)), new byte[3], 2, 0.0625);
        assertThat(report.json())
                .isEqualTo("{\"trace\":\"a\\u0022b\",\"runtime\":\"js\",\"verified\":true,\"local_ms\":2.500,"
                        + "\"bytes_history\":3,\"bytes\":2,\"heap_mb\":0.063,\"least\":{\"local_ms\":1},"
                        + "\"most\":{\"local_ms\":1000},\"runs\":{\"local_ms\":3}}");
    }

    @Test
    void measuresTwoBranchesOnlyIfBothMerge() {
        FigureReport report = BranchMeasurement.run("jvm", () -> ticks++, 400, 1);
        assertThat(report.json())
                .isEqualTo("{\"bench\":\"two branches\",\"runtime\":\"jvm\",\"verified\":true,\"operations\":400,"
                        + "\"merge_ms\":1,\"merge_least_ms\":1}");
    }
}
