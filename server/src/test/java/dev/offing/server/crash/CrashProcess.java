package dev.offing.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * A {@link CrashServer} in a process of its own, started again and again on one data folder. Most of a
 * start is loading and linking classes: the first run, ended by {@link #stop}, leaves a cache of those it
 * used (the JVM's AOT cache), and the later runs map it. Without it they only start more slowly.
 */
final class CrashProcess {

    private final Path data;
    private final Path cache;
    private final String classPath;
    private Process process;
    private String origin;
    private String setupCode;

    /** @param folder an empty one, for the data, the cache and what it is made of */
    CrashProcess(Path folder) throws IOException {
        data = folder.resolve("data");
        cache = folder.resolve("classes.aot");
        classPath = ofJars(System.getProperty("java.class.path"), folder);
    }

    /** Returns when the server answers; until then nothing else holds. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:disable", // standard output is the server's
                        (Files.exists(cache) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + cache,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        CrashServer.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertThat(line).as("the server starts").isNotNull();
        int space = line.indexOf(' ');
        origin = "http://127.0.0.1:" + line.substring(0, space);
        setupCode = line.substring(space + 1);
    }

    /** Where the running server answers; another place after each start. */
    String origin() {
        return origin;
    }

    /** What the server's console shows as long as there is no owner. */
    String setupCode() {
        return setupCode;
    }

    /** An orderly end. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** The same class path with every folder packed: the cache takes jars alone. */
    private static String ofJars(String classPath, Path folder) throws IOException {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) {
                String packed =
                        folder.resolve("classes-" + entries.size() + ".jar").toString();
                assertThat(jar.run(System.out, System.err, "--create", "--file", packed, "-C", path.toString(), "."))
                        .isZero();
                entries.add(packed);
            } else {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
