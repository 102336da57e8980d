package dev.offing.lab;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A long page: {@value #PARAGRAPHS} paragraphs of {@value #LENGTH} characters, {@value #MARKS} marks on
 * random ranges, each committed by itself; then loading the snapshot up to the whole view, and keys in
 * random paragraphs, each committed and its patch taken.
 */
public final class RichTextMeasurement {

    private static final int PARAGRAPHS = 10_000;
    private static final int LENGTH = 100;
    private static final int MARKS = 20_000;
    private static final int KEYS = 500;
    private static final int FIRST_MARK = 5;
    private static final String[] TYPES = {"bold", "italic", "link", "comment"};

    private final Clock clock;
    private final Lcg random = new Lcg(42);
    private final List<TextTarget> paragraphs = new ArrayList<>();
    private final Samples perMark = new Samples();
    private final Samples loading = new Samples();
    private final Samples keys = new Samples();

    private RichTextMeasurement(Clock clock) {
        this.clock = clock;
    }

    /** @param rounds how often the page is marked and loaded; the first of several rounds only warms up */
    public static FigureReport run(String runtime, Clock clock, int rounds) {
        RichTextMeasurement measurement = new RichTextMeasurement(clock);
        boolean verified = true;
        for (int round = 0; round < rounds; round++) {
            verified &= measurement.round(round > 0 || rounds == 1);
        }
        return new FigureReport(
                "rich text",
                runtime,
                verified,
                List.of(
                        new FigureReport.Figure("mark_us", measurement.perMark.median()),
                        new FigureReport.Figure("load_ms", measurement.loading.median()),
                        new FigureReport.Figure("keystroke_median_ms", measurement.keys.median()),
                        new FigureReport.Figure("keystroke_p95_ms", measurement.keys.percentile(95))));
    }

    private boolean round(boolean counts) {
        Document document = page();
        document.takePatch();
        double start = clock.millis();
        for (int i = 0; i < MARKS; i++) {
            mark(document, i);
        }
        double marked = clock.millis() - start;
        byte[] snapshot = document.save();
        start = clock.millis();
        Document loaded = Document.load(snapshot, new ReplicaId(2));
        List<BlockView> shown = loaded.view().blocks();
        double load = clock.millis() - start;
        boolean right = shown.equals(document.view().blocks()) && shown.size() == PARAGRAPHS;
        if (counts) {
            perMark.add(marked * 1000 / MARKS);
            loading.add(load);
        }
        type(loaded, counts);
        return right;
    }

    private Document page() {
        Document document = Document.create(new ReplicaId(1));
        paragraphs.clear();
        BlockId last = null;
        for (int i = 0; i < PARAGRAPHS; i++) {
            last = document.newBlock(null, last, "paragraph");
            TextTarget target = new TextTarget.Block(last);
            paragraphs.add(target);
            StringBuilder text = new StringBuilder();
            while (text.length() < LENGTH) {
                text.append((char) ('a' + random.next(26)));
            }
            document.insert(target, 0, text.toString());
            document.commit(0);
        }
        return document;
    }

    private void mark(Document document, int number) {
        int length = FIRST_MARK + random.next(56);
        int start = random.next(LENGTH - length + 1);
        String type = TYPES[random.next(TYPES.length)];
        Value value = switch (type) {
            case "link" -> new Value.Text("https://example.org/" + number);
            case "comment" -> new Value.Text("c" + number);
            default -> new Value.Bool(true);
        };
        document.mark(paragraphs.get(random.next(PARAGRAPHS)), start, start + length, type, value);
        document.commit(0);
    }

    private void type(Document document, boolean counts) {
        document.takePatch();
        for (int i = 0; i < KEYS; i++) {
            TextTarget target = paragraphs.get(random.next(PARAGRAPHS));
            double start = clock.millis();
            document.insert(target, LENGTH / 2, "x");
            document.commit(0);
            document.takePatch();
            if (counts) {
                keys.add(clock.millis() - start);
            }
        }
    }
}
