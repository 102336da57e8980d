package dev.offing.server.crash;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * The process that is killed: a server on a free port, which prints that port and its set-up code. It ends in an
 * orderly way with its standard input, so that it does not outlive the test.
 */
final class CrashServer {

    private CrashServer() {}

    public static void main(String[] arguments) throws IOException {
        HttpOptions http = new HttpOptions("127.0.0.1", 0, Optional.empty(), Set.of(), Optional.empty());
        OffingServer server =
                OffingServer.start(new ServerOptions(Path.of(arguments[0]), http, "test"), InstantSource.system());
        System.out.println(server.port() + " " + server.setupCode().orElse("-"));
        System.in.transferTo(OutputStream.nullOutputStream());
        server.close();
        System.exit(0);
    }
}
