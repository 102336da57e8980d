package dev.offing.server.http;

import dev.offing.server.importing.ImportException;
import dev.offing.server.importing.ImportLimits;
import dev.offing.server.importing.ImportSink;
import dev.offing.server.importing.Importer;
import dev.offing.server.importing.LocalKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Routes for commands on the server's own machine, which hold the key of the data folder. */
final class LocalRoutes {

    private final LocalKey key;
    private final Function<Optional<String>, ImportSink> sinks;

    /** @param sinks makes a sink for the page an import is put under; empty for the top level */
    LocalRoutes(LocalKey key, Function<Optional<String>, ImportSink> sinks) {
        this.key = key;
        this.sinks = sinks;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/local/import", this::importArchive);
    }

    private void importArchive(Context context) throws IOException {
        if (!key.isIn(context.header("Authorization"))) {
            throw new ApiException(ApiException.Code.FORBIDDEN, "This is for commands on the server's machine.");
        }
        String name = Optional.ofNullable(context.queryParam("name")).orElse("Import");
        Path archive = Files.createTempFile("offing-import", ".zip");
        try {
            receive(context, archive);
            ImportSink sink = sinks.apply(Optional.ofNullable(context.queryParam("under")));
            context.contentType("text/plain; charset=utf-8")
                    .result(Importer.run(archive, name, sink, pages -> {}).toText());
        } catch (ImportException e) {
            // People know the archive by their own name for it.
            String explained = e.explain().replace(archive.getFileName().toString(), name);
            throw new ApiException(ApiException.Code.INVALID, explained);
        } catch (IllegalArgumentException e) {
            throw new ApiException(ApiException.Code.INVALID, e.getMessage());
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static void receive(Context context, Path archive) throws IOException {
        try (InputStream in = context.bodyInputStream();
                OutputStream out = Files.newOutputStream(archive)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > ImportLimits.UNPACKED_BYTES_MAX) {
                    throw new ApiException(ApiException.Code.TOO_LARGE, "The archive is too large.");
                }
                out.write(buffer, 0, read);
            }
        }
    }
}
