package dev.offing.torture;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A JVM of our own that starts fast and stays small. None outlives this one if it ends in good order. */
final class JavaProcess {

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param cache of loaded and linked classes (the JVM's AOT cache), which is most of a start: used if it is
     *     there; else, if it is to be made, this process leaves it when it ends in good order
     * @param log where its standard error is appended to
     */
    static JavaProcess start(
            String classPath,
            int heapMegabytes,
            Path cache,
            boolean makesCache,
            Path log,
            String main,
            List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xlog:disable", // standard output is the program's
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main));
        if (Files.exists(cache) || makesCache) {
            command.add(1, (Files.exists(cache) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + cache);
        }
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(log.toFile()))
                .start();
        RUNNING.add(process);
        return new JavaProcess(process);
    }

    /** An orderly end on request (SIGTERM). */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
        RUNNING.remove(process);
    }

    /**
     * SIGKILL; returns when the process is gone.
     *
     * @throws TortureException if it had ended by itself
     */
    void kill() throws InterruptedException {
        boolean alive = process.isAlive();
        process.destroyForcibly();
        int exit = process.waitFor();
        RUNNING.remove(process);
        if (!alive) {
            throw new TortureException("a process ended by itself with " + exit);
        }
    }
}
