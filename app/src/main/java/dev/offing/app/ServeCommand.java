package dev.offing.app;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a server until it is told to stop. */
@Command(
        name = "serve",
        description = "Starts a server and prints its address. Stop it with Ctrl+C.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]");

    @Option(
            names = "--port",
            defaultValue = "8420",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}, this machine only")
    private String host;

    @Option(
            names = "--data",
            defaultValue = "data",
            paramLabel = "FOLDER",
            description = "Where everything is kept; made if missing. Default: ./${DEFAULT-VALUE}")
    private Path data;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description =
                    "What people type when a proxy stands in front, like https://pages.example.org. Browsers keep pages"
                            + " offline only over https or on localhost.")
    private URI publicUrl;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            description =
                    "Proxy whose X-Forwarded-For is believed; may be repeated. With --public-url the default is this"
                            + " machine.")
    private List<String> trustedProxies = List.of();

    @Option(names = "--demo", description = "Puts a few pages into a workspace that has none.")
    private boolean demo;

    @Option(names = "--web", hidden = true, paramLabel = "FOLDER", description = "The built web app")
    private Path web;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HttpOptions http = new HttpOptions(host, port, Optional.ofNullable(publicUrl), proxies(), web());
        OffingServer server = OffingServer.start(new ServerOptions(data, http, Version.text()), InstantSource.system());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
        }));
        if (demo && DemoPages.addTo(server) == 0) {
            spec.commandLine().getErr().println("--demo: this workspace has pages already, nothing was added");
        }
        greet(server);
        stopped.await();
        return 0;
    }

    private Set<String> proxies() {
        return trustedProxies.isEmpty() && publicUrl != null ? LOOPBACK : new HashSet<>(trustedProxies);
    }

    private Optional<Path> web() {
        return Optional.ofNullable(web)
                .or(() -> Optional.ofNullable(System.getProperty("offing.web")).map(Path::of));
    }

    private void greet(OffingServer server) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Offing is running at " + address(server.port()));
        server.setupCode().ifPresent(code -> {
            out.println();
            out.println("  This workspace has no owner yet. Open the address and enter this one-time code:");
            out.println();
            out.println("      " + code);
            out.println();
        });
        out.flush();
    }

    private String address(int actualPort) {
        if (publicUrl != null) {
            return publicUrl + " (listening on " + host + ":" + actualPort + ")";
        }
        boolean local = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("0.0.0.0");
        return "http://" + (local ? "localhost" : host) + ":" + actualPort;
    }
}
