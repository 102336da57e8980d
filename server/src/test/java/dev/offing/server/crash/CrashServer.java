package dev.offing.server.crash;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The process that is killed: a server on a free port, which prints that port and its set-up code. */
final class CrashServer {

    private CrashServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        HttpOptions http = new HttpOptions("127.0.0.1", 0, Optional.empty(), Set.of(), Optional.empty());
        OffingServer server =
                OffingServer.start(new ServerOptions(Path.of(arguments[0]), http, "test"), InstantSource.system());
        System.out.println(server.port() + " " + server.setupCode().orElse("-"));
        new CountDownLatch(1).await();
    }
}
