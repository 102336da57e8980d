package dev.offing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPagesTest {

    @TempDir
    Path folder;

    private OffingServer start() {
        HttpOptions http = new HttpOptions("127.0.0.1", 0, Optional.empty(), Set.of(), Optional.empty());
        return OffingServer.start(new ServerOptions(folder.resolve("data"), http, "test"), InstantSource.system());
    }

    @Test
    void theyComeOnceAndLeaveTheOwnerToBeCreated() throws Exception {
        try (OffingServer server = start()) {
            assertThat(DemoPages.addTo(server)).isEqualTo(5);
            assertThat(server.setupCode()).isPresent();
        }
        try (OffingServer server = start()) {
            assertThat(server.isEmpty()).isFalse();
            assertThat(DemoPages.addTo(server)).isZero();
        }
    }
}
