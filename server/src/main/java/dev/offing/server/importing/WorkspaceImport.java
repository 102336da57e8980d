package dev.offing.server.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offing.server.access.Access;
import dev.offing.server.account.Tokens;
import dev.offing.server.live.LiveWorkspace;
import dev.offing.server.store.DataFolder;
import dev.offing.server.store.SqliteStore;
import dev.offing.server.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An import from the command line. If no server runs on the data folder it is opened here; otherwise
 * the source is handed to that server, so that everybody connected sees the pages arrive, and nobody
 * else ever writes its database.
 */
public final class WorkspaceImport {

    private WorkspaceImport() {}

    /**
     * @param data the workspace's data folder
     * @param source a folder or a zip
     * @param under page id; empty for the top level
     * @param progress hears the number of pages read so far; not while a server does the work
     * @return the report, as text
     * @throws ImportException if the source cannot be read; nothing was changed
     * @throws IllegalArgumentException if there is no such page, or the server refuses
     * @throws StoreException if the data folder cannot be used
     */
    public static String run(Path data, Path source, Optional<String> under, IntConsumer progress)
            throws IOException, InterruptedException {
        if (!Files.exists(source)) {
            throw new ImportException(ImportException.Reason.NOT_FOUND, source.toString());
        }
        DataFolder folder;
        try {
            folder = DataFolder.open(data);
        } catch (StoreException e) {
            Optional<URI> server = DataFolder.announced(data);
            Optional<LocalKey> key = LocalKey.read(DataFolder.keyFile(data));
            if (e.reason() == StoreException.Reason.IN_USE && server.isPresent() && key.isPresent()) {
                return send(server.get(), key.get(), source, under);
            }
            throw e;
        }
        try (folder;
                SqliteStore store = SqliteStore.open(folder, InstantSource.system())) {
            Tokens tokens = new Tokens();
            InstantSource clock = InstantSource.system();
            LiveWorkspace workspace = new LiveWorkspace(store, new Access(), tokens, clock);
            WorkspaceSink sink = new WorkspaceSink(workspace, store.files(), tokens, clock, under);
            return Importer.run(source, nameOf(source), sink, progress).toText();
        }
    }

    /** What to call the page that holds an import of several pages. */
    public static String nameOf(Path source) {
        String name = source.toAbsolutePath().normalize().getFileName().toString();
        return name.endsWith(".zip") ? name.substring(0, name.length() - ".zip".length()) : name;
    }

    private static String send(URI server, LocalKey key, Path source, Optional<String> under)
            throws IOException, InterruptedException {
        Path packed = Files.isDirectory(source) ? pack(source) : source;
        try (HttpClient http = HttpClient.newHttpClient()) {
            String query = "?name=" + encode(nameOf(source))
                    + under.map(page -> "&under=" + encode(page)).orElse("");
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/local/import" + query))
                    .header("Authorization", key.authorization())
                    .header("X-Offing", "1")
                    .header("Content-Type", "application/zip")
                    .POST(HttpRequest.BodyPublishers.ofFile(packed))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalArgumentException(message(response.body()));
            }
            return response.body();
        } finally {
            if (!packed.equals(source)) {
                Files.deleteIfExists(packed);
            }
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String message(String error) {
        try {
            return JsonMapper.builder().build().readTree(error).path("message").asText(error);
        } catch (JsonProcessingException notOurs) {
            return "the server refused the import";
        }
    }

    /** A folder as a zip. Symbolic links are not followed: they could lead anywhere. */
    private static Path pack(Path folder) throws IOException {
        Path zip = Files.createTempFile("offing-import", ".zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out);
                Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.filter(WorkspaceImport::isPlainFile)::iterator) {
                packed.putNextEntry(
                        new ZipEntry(folder.relativize(path).toString().replace('\\', '/')));
                Files.copy(path, packed);
                packed.closeEntry();
            }
        } catch (IOException e) {
            Files.deleteIfExists(zip);
            throw e;
        }
        return zip;
    }

    private static boolean isPlainFile(Path path) {
        return Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }
}
