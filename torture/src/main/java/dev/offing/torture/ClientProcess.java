package dev.offing.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One device: a folder, and the {@link Typist} that works on it, started again after each kill. */
final class ClientProcess {

    private static final int HEAP_MEGABYTES = 128;
    private static final int END_SECONDS_MAX = 30;
    private static final int WARM_UP_WORDS = 20;

    final Path folder;
    private final String classPath;
    private final Path log;
    private final Path cache;
    private final int number;
    private final String journals;
    private final String scratch;
    /** What it said before it was killed. */
    final Set<String> saved = ConcurrentHashMap.newKeySet();

    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private JavaProcess process;
    private Thread reader;
    private int generation;

    ClientProcess(String classPath, Path root, int number, String journals, String scratch) {
        this.classPath = classPath;
        this.folder = root.resolve("client-" + number);
        this.log = root.resolve("client-" + number + ".log");
        this.cache = root.resolve("client.aot");
        this.number = number;
        this.journals = journals;
        this.scratch = scratch;
    }

    void start(long seed) throws IOException {
        start(seed, false);
    }

    /** Types a few words and leaves a cache of classes, for all clients. */
    void makeCache(long seed) throws IOException, InterruptedException {
        start(seed, true);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS_MAX);
        while (saved.size() < WARM_UP_WORDS && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        end();
    }

    private void start(long seed, boolean makesCache) throws IOException {
        String prefix = "c" + number + "g" + generation++;
        process = JavaProcess.start(
                classPath,
                HEAP_MEGABYTES,
                cache,
                makesCache,
                log,
                Typist.class.getName(),
                List.of(folder.toString(), prefix, Long.toString(seed), journals, scratch));
        BufferedReader out = process.process.inputReader();
        reader = Thread.ofVirtual().start(() -> listen(out));
    }

    private void listen(BufferedReader out) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                int space = line.indexOf(' ');
                if (line.startsWith("saved ")) {
                    saved.add(line.substring(space + 1));
                } else if (line.startsWith("acknowledged ") && saved.contains(line.substring(space + 1))) {
                    acknowledged.add(line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            // It is gone, and has said what it said.
        }
    }

    void kill() throws InterruptedException {
        process.kill();
        reader.join();
    }

    /** An orderly end. */
    void end() throws IOException, InterruptedException {
        process.process.getOutputStream().close();
        if (!process.process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS) || process.process.exitValue() != 0) {
            process.process.destroyForcibly();
            throw new TortureException("a client did not end in good order, see " + log);
        }
        reader.join();
    }
}
