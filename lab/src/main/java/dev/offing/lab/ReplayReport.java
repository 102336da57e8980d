package dev.offing.lab;

import java.util.List;

/**
 * What the replay of one trace gave.
 *
 * @param runtime {@code jvm}, {@code js} or {@code wasm}
 * @param verified whether every run left the right text; if not, no figure counts
 * @param times of each step, in the order they were measured
 * @param snapshot the saved document with its history
 * @param bytesWithoutHistory size of the saved document without its history
 * @param heapMegabytes memory of one loaded document in 2^20 bytes, null if it was not measured
 */
public record ReplayReport(
        String trace,
        String runtime,
        boolean verified,
        List<Timed> times,
        byte[] snapshot,
        int bytesWithoutHistory,
        Double heapMegabytes) {

    /** Times of one step. @param name its key in JSON, ending in the unit */
    public record Timed(String name, Samples samples) {}

    public ReplayReport {
        times = List.copyOf(times);
    }

    /** The same with the memory of a loaded document. */
    public ReplayReport withHeap(double megabytes) {
        return new ReplayReport(trace, runtime, verified, times, snapshot, bytesWithoutHistory, megabytes);
    }

    /**
     * One line of JSON: for each step its median, then least and most of all of them under {@code least}
     * and {@code most}, and the number of runs. Without {@code verified} there are no times.
     */
    public String json() {
        StringBuilder out = new StringBuilder();
        out.append("{\"trace\":").append(quoted(trace));
        out.append(",\"runtime\":").append(quoted(runtime));
        out.append(",\"verified\":").append(verified);
        if (verified) {
            for (Timed timed : times) {
                member(out, timed.name(), timed.samples().median());
            }
            out.append(",\"bytes_history\":").append(snapshot.length);
            out.append(",\"bytes\":").append(bytesWithoutHistory);
            out.append(",\"heap_mb\":").append(heapMegabytes == null ? "null" : number(heapMegabytes));
            out.append(",\"least\":{");
            for (Timed timed : times) {
                member(out, timed.name(), timed.samples().least());
            }
            out.append("},\"most\":{");
            for (Timed timed : times) {
                member(out, timed.name(), timed.samples().most());
            }
            out.append("},\"runs\":{");
            for (Timed timed : times) {
                member(out, timed.name(), timed.samples().count());
            }
            out.append('}');
        }
        return out.append('}').toString();
    }

    private static void member(StringBuilder out, String name, double value) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        out.append(quoted(name)).append(':').append(number(value));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                String hex = "000" + Integer.toHexString(c);
                out.append("\\u").append(hex.substring(hex.length() - 4));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** At most three decimals; times and sizes are far from where a double needs an exponent. */
    static String number(double value) {
        long thousandths = Math.round(value * 1000);
        long rest = thousandths % 1000;
        StringBuilder out = new StringBuilder().append(thousandths / 1000);
        if (rest != 0) {
            String digits = "00" + rest;
            out.append('.').append(digits.substring(digits.length() - 3));
        }
        return out.toString();
    }
}
