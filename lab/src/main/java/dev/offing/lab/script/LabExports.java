package dev.offing.lab.script;

import dev.offing.lab.BranchMeasurement;
import dev.offing.lab.EditingTrace;
import dev.offing.lab.ReplayMeasurement;
import dev.offing.lab.ReplayMeasurement.Effort;
import dev.offing.lab.RichTextMeasurement;
import org.teavm.jso.JSExport;

/** The functions of the compiled lab. A trace is handed over piece by piece; there is one at a time. */
public final class LabExports {

    private static EditingTrace.Builder builder;

    private LabExports() {}

    /** Entry point the compiler asks for; importing the module runs nothing. */
    public static void main(String[] arguments) {}

    @JSExport
    public static void beginTrace(String name, boolean concurrent, int agents) {
        builder = new EditingTrace.Builder(name, concurrent, agents);
    }

    @JSExport
    public static void beginTransaction() {
        builder.begin();
    }

    @JSExport
    public static void addPatch(int position, int deleted, String inserted) {
        builder.patch(position, deleted, inserted);
    }

    @JSExport
    public static void endTransaction(int agent, int[] parents) {
        builder.end(agent, parents);
    }

    /** The report as JSON. */
    @JSExport
    public static String replay(String endText, String runtime, Now now, int warmUps, int rounds, double stepMillis) {
        EditingTrace trace = builder.build(endText);
        builder = null;
        Effort effort = new Effort(warmUps, rounds, stepMillis);
        return ReplayMeasurement.run(trace, runtime, now::millis, effort, step -> {})
                .json();
    }

    /** The report as JSON. */
    @JSExport
    public static String richText(String runtime, Now now, int rounds) {
        return RichTextMeasurement.run(runtime, now::millis, rounds).json();
    }

    /** The report as JSON. */
    @JSExport
    public static String branches(String runtime, Now now, int operations, int rounds) {
        return BranchMeasurement.run(runtime, now::millis, operations, rounds).json();
    }
}
