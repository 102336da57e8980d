package dev.offing.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The server as people run it, {@code offing serve}, in a process of its own on one data folder. */
final class ServerProcess {

    private static final int HEAP_MEGABYTES = 192;
    private static final String RUNNING = "Offing is running at ";

    private final String classPath;
    private final Path data;
    private final Path log;
    private final Path cache;
    private JavaProcess process;

    ServerProcess(String classPath, Path folder) {
        this.classPath = classPath;
        this.data = folder.resolve("data");
        this.log = folder.resolve("server.log");
        this.cache = folder.resolve("server.aot");
    }

    void launch() throws IOException {
        launch(false);
    }

    /** @param makesCache whether it leaves a cache of classes when it is stopped */
    void launch(boolean makesCache) throws IOException {
        process = JavaProcess.start(
                classPath,
                HEAP_MEGABYTES,
                cache,
                makesCache,
                log,
                "dev.offing.app.OffingCommand",
                List.of("serve", "--port", "0", "--data", data.toString()));
    }

    /**
     * Waits until it answers.
     *
     * @return its port
     */
    int awaitRunning() throws IOException {
        String line = process.process.inputReader().readLine();
        if (line == null || !line.startsWith(RUNNING)) {
            throw new TortureException("the server did not start, see " + log);
        }
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
    }

    /** The one-time code that a server without an owner prints after it runs. */
    String setupCode() throws IOException {
        BufferedReader out = process.process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("      ")) {
                return line.strip();
            }
        }
        throw new TortureException("the server printed no code, see " + log);
    }

    void stop() throws InterruptedException {
        process.terminate();
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    /** For the end of a run, whatever came of it. */
    void end() {
        if (process != null) {
            process.process.destroyForcibly();
            try {
                process.process.getInputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
