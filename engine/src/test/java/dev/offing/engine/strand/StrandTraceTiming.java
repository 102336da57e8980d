package dev.offing.engine.strand;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Replays a sequential editing trace (gzipped JSON: {@code endContent}, {@code txns} of {@code patches}
 * {@code [position, deleted, inserted]}) through one strand and prints how long that takes: <em>local</em>
 * finds the place by its visible offset, <em>remote</em> gets the recorded operations, one a keystroke,
 * by id. The text is compared with {@code endContent} before any time is printed. A program to run by
 * hand, not a test: {@code StrandTraceTiming trace.json.gz [rounds] [leaf capacity] [fanout]}.
 */
final class StrandTraceTiming {

    private static final Strand.AgentOrder ONE_AGENT = Integer::compare;

    /** Operations as flat columns, so that the replay measures the strand and not records. */
    private static final class Log {
        final List<String> texts = new ArrayList<>();
        int[] columns = new int[1 << 20];
        int size;

        void add(String text, int a, int b, int c, int d, int e) {
            if (size + 5 > columns.length) {
                columns = java.util.Arrays.copyOf(columns, 2 * columns.length);
            }
            texts.add(text);
            columns[size++] = a;
            columns[size++] = b;
            columns[size++] = c;
            columns[size++] = d;
            columns[size++] = e;
        }
    }

    private record Patch(int position, int deleted, String inserted) {}

    private final List<Patch> patches = new ArrayList<>();
    private String endContent = "";
    private final String json;
    private int at;

    private StrandTraceTiming(String json) {
        this.json = json;
    }

    public static void main(String[] args) throws IOException {
        StrandTraceTiming trace = new StrandTraceTiming(read(Path.of(args[0])));
        trace.parse();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int leafSpans = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        int fanout = args.length > 3 ? Integer.parseInt(args[3]) : 32;
        double bestLocal = Double.MAX_VALUE;
        double bestRemote = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            Log log = round == 0 ? new Log() : null;
            Strand strand = new Strand(ONE_AGENT, leafSpans, fanout);
            long start = System.nanoTime();
            trace.local(strand, log);
            double local = (System.nanoTime() - start) / 1e6;
            trace.verify(strand);
            log = round == 0 ? trace.log = log : trace.log;
            Strand copy = new Strand(ONE_AGENT, leafSpans, fanout);
            start = System.nanoTime();
            remote(copy, log);
            double remote = (System.nanoTime() - start) / 1e6;
            trace.verify(copy);
            bestLocal = Math.min(bestLocal, local);
            bestRemote = Math.min(bestRemote, remote);
            if (round == 0) {
                System.out.println("first: local " + local + " ms (recording too), remote " + remote + " ms");
                SpanTree tree = strand.tree();
                System.out.println(
                        trace.patches.size() + " patches, " + tree.spanCount() + " spans, " + tree.leafCount()
                                + " leaves, height " + tree.height() + ", " + tree.idEntryCount() + " id entries");
            }
        }
        System.out.println("best of " + rounds + ": local " + bestLocal + " ms, remote " + bestRemote + " ms");
    }

    private Log log;

    private void local(Strand strand, Log log) {
        int counter = 0;
        for (int i = 0; i < patches.size(); i++) {
            Patch patch = patches.get(i);
            int left = patch.deleted;
            while (left > 0) {
                left -= deleteRun(strand, patch.position, left, log);
            }
            if (!patch.inserted.isEmpty()) {
                int gap = patch.position == 0 ? 0 : strand.elementAtVisibleUtf16(patch.position - 1) + 1;
                int la = gap == 0 ? Strand.NONE : 0;
                int lc = gap == 0 ? 0 : strand.counterAt(gap - 1);
                boolean end = gap == strand.elementCount();
                int ra = end ? Strand.NONE : 0;
                int rc = end ? 0 : strand.counterAt(gap);
                strand.insertText(0, counter, la, lc, ra, rc, patch.inserted);
                if (log != null) {
                    log.add(patch.inserted, counter, la, lc, ra, rc);
                }
                counter += patch.inserted.codePointCount(0, patch.inserted.length());
            }
        }
    }

    private static int deleteRun(Strand strand, int position, int limit, Log log) {
        Strand.Cursor cursor = strand.cursor(strand.elementAtVisibleUtf16(position));
        cursor.next();
        int length = Math.min(limit, cursor.length());
        int counter = cursor.counter();
        strand.delete(0, counter, length, Strand.VisibilityListener.NONE);
        if (log != null) {
            log.add("", counter, length, 0, 0, 0);
        }
        return length;
    }

    private static void remote(Strand strand, Log log) {
        for (int i = 0, at = 0; at < log.size; i++, at += 5) {
            String text = log.texts.get(i);
            int[] c = log.columns;
            if (text.isEmpty()) {
                strand.delete(0, c[at], c[at + 1], Strand.VisibilityListener.NONE);
            } else {
                strand.insertText(0, c[at], c[at + 1], c[at + 2], c[at + 3], c[at + 4], text);
            }
        }
    }

    private void verify(Strand strand) {
        if (!strand.text(0, strand.elementCount()).equals(endContent)) {
            throw new IllegalStateException("the text is not endContent");
        }
    }

    private static String read(Path path) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[1 << 16];
        try (Reader reader = new InputStreamReader(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(path))), StandardCharsets.UTF_8)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
        }
        return text.toString();
    }

    // ---- As much JSON as the traces use

    private void parse() {
        at = json.indexOf("\"endContent\"") + 12;
        skipTo('"');
        endContent = string();
        at = json.indexOf("\"txns\"");
        for (int txn = json.indexOf("\"patches\"", at); txn >= 0; txn = json.indexOf("\"patches\"", at)) {
            at = txn + 9;
            skipTo('[');
            at++;
            while (json.charAt(at) != ']') {
                if (json.charAt(at++) != '[') {
                    continue;
                }
                int position = integer();
                int deleted = integer();
                skipTo('"');
                patches.add(new Patch(position, deleted, string()));
                skipTo(']');
                at++;
            }
        }
    }

    private void skipTo(char c) {
        at = json.indexOf(c, at);
    }

    private int integer() {
        while (!Character.isDigit(json.charAt(at))) {
            at++;
        }
        int value = 0;
        while (Character.isDigit(json.charAt(at))) {
            value = 10 * value + json.charAt(at++) - '0';
        }
        return value;
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (at++; json.charAt(at) != '"'; at++) {
            char c = json.charAt(at);
            if (c == '\\') {
                c = json.charAt(++at);
                switch (c) {
                    case 'n' -> c = '\n';
                    case 't' -> c = '\t';
                    case 'r' -> c = '\r';
                    case 'b' -> c = '\b';
                    case 'f' -> c = '\f';
                    case 'u' -> {
                        c = (char) Integer.parseInt(json.substring(at + 1, at + 5), 16);
                        at += 4;
                    }
                    default -> {}
                }
            }
            text.append(c);
        }
        at++;
        return text.toString();
    }
}
