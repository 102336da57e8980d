package dev.offing.server.importing;

import dev.offing.server.importing.ImportException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of an import, by path. Every entry of an archive is inflated once and counted before
 * anything is used, so that a bomb, a lying header or an escaping path is found while nothing has
 * changed yet. Names are labels only: no file is ever created under a name from the import.
 *
 * <p>A zip at the top of an archive that consists of such parts (a Notion export in several files) is
 * read as part of it; a zip anywhere else is somebody's attachment and stays a file.
 */
final class ImportSource implements Closeable {

    /** A file of the import, read on demand. */
    interface SourceFile {
        InputStream open() throws IOException;
    }

    private final NavigableMap<String, SourceFile> files = new TreeMap<>();
    private final List<Closeable> open = new ArrayList<>();
    private final List<Path> temporary = new ArrayList<>();
    private final ImportReport report;
    private int entries;
    private long unpackedBytes;

    private ImportSource(ImportReport report) {
        this.report = report;
    }

    /**
     * Opens a folder or a zip.
     *
     * @throws ImportException if it cannot be read or breaks a limit
     */
    static ImportSource open(Path path, ImportReport report) {
        ImportSource source = new ImportSource(report);
        try {
            if (Files.isDirectory(path)) {
                source.readFolder(path);
            } else if (Files.isRegularFile(path)) {
                source.readArchive(path, "", path.getFileName().toString(), 1);
            } else {
                throw new ImportException(Reason.NOT_FOUND, path.toString());
            }
            return source;
        } catch (RuntimeException | Error failure) {
            source.close();
            throw failure;
        }
    }

    /** Files by path, separators are slashes. */
    NavigableMap<String, SourceFile> files() {
        return files;
    }

    /** @throws ImportException if the file cannot be read or is larger than {@code limitBytes} */
    byte[] bytes(String path, long limitBytes) {
        try (InputStream in = files.get(path).open()) {
            byte[] bytes = in.readNBytes((int) Math.min(limitBytes + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > limitBytes) {
                throw new ImportException(Reason.TOO_LARGE, path);
            }
            return bytes;
        } catch (IOException e) {
            throw new ImportException(Reason.UNREADABLE, path, e);
        }
    }

    private void readFolder(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : (Iterable<Path>) walk.sorted()::iterator) {
                String name = root.relativize(path).toString().replace('\\', '/');
                if (name.isEmpty() || inHiddenFolder(name)) {
                    continue;
                }
                count(name);
                if (Files.isSymbolicLink(path)) {
                    report.leftOut(name, "symbolic links are not followed");
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    unpacked(name, Files.size(path));
                    add(name, () -> Files.newInputStream(path));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ImportException(Reason.UNREADABLE, root.toString(), e);
        }
    }

    private static boolean inHiddenFolder(String name) {
        return name.startsWith(".git/") || name.equals(".git") || name.contains("/.git/") || name.endsWith("/.git");
    }

    private void readArchive(Path file, String prefix, String place, int depth) {
        if (depth > ImportLimits.NESTING_MAX) {
            throw new ImportException(Reason.NESTED_TOO_DEEP, place);
        }
        ZipFile zip = openZip(file, place);
        open.add(zip);
        List<ZipEntry> kept = new ArrayList<>();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            String name = safeName(entry.getName(), place);
            count(prefix + name);
            if (!entry.isDirectory() && !name.isEmpty()) {
                inflate(zip, entry, prefix + name);
                kept.add(entry);
            }
        }
        boolean parts = consistsOfParts(kept);
        for (ZipEntry entry : kept) {
            String name = safeName(entry.getName(), place);
            if (parts && isZip(name)) {
                readArchive(extract(zip, entry, prefix + name), prefix, prefix + name, depth + 1);
            } else {
                add(prefix + name, () -> zip.getInputStream(entry));
            }
        }
    }

    /** Whether the archive is a wrapper: zips at its top, and beside them nothing but leftovers or an index. */
    private static boolean consistsOfParts(List<ZipEntry> entries) {
        boolean found = false;
        for (ZipEntry entry : entries) {
            String name = entry.getName().replace('\\', '/');
            if (isLeftover(name) || name.equalsIgnoreCase("index.html")) {
                continue;
            }
            if (name.indexOf('/') >= 0 || !isZip(name)) {
                return false;
            }
            found = true;
        }
        return found;
    }

    private static boolean isZip(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    private static ZipFile openZip(Path file, String place) {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException first) {
            // Old tools write names in the IBM code page without saying so.
            try {
                return new ZipFile(file.toFile(), Charset.forName("IBM437"));
            } catch (IOException | RuntimeException second) {
                throw new ImportException(Reason.NOT_AN_ARCHIVE, place, first);
            }
        } catch (IOException | RuntimeException e) {
            throw new ImportException(Reason.NOT_AN_ARCHIVE, place, e);
        }
    }

    /** Inflates once and throws away, to know the true size and that the entry is whole. */
    private void inflate(ZipFile zip, ZipEntry entry, String name) {
        long packed = Math.max(1, entry.getCompressedSize());
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > ImportLimits.FILE_BYTES_MAX) {
                    throw new ImportException(Reason.TOO_LARGE, name);
                }
                if (size > ImportLimits.RATIO_FROM_BYTES && size / packed > ImportLimits.RATIO_MAX) {
                    throw new ImportException(Reason.SUSPICIOUS_COMPRESSION, name);
                }
                unpacked(name, read);
            }
        } catch (IOException | IllegalStateException e) {
            throw new ImportException(Reason.NOT_AN_ARCHIVE, name, e);
        }
    }

    private Path extract(ZipFile zip, ZipEntry entry, String name) {
        try {
            Path file = Files.createTempFile("offing-import", ".zip");
            temporary.add(file);
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
            return file;
        } catch (IOException e) {
            throw new ImportException(Reason.UNREADABLE, name, e);
        }
    }

    /** Slashes only, no empty or dot segments. Refuses what could point elsewhere. */
    private static String safeName(String raw, String place) {
        String name = raw.replace('\\', '/');
        if (name.startsWith("/") || name.indexOf('\0') >= 0 || name.matches("^[A-Za-z]:.*")) {
            throw new ImportException(Reason.UNSAFE_PATH, place + " → " + printable(raw));
        }
        StringBuilder safe = new StringBuilder();
        for (String segment : name.split("/")) {
            if (segment.equals("..")) {
                throw new ImportException(Reason.UNSAFE_PATH, place + " → " + printable(raw));
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                safe.append(safe.isEmpty() ? "" : "/").append(segment);
            }
        }
        return safe.toString();
    }

    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "\uFFFD");
        return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
    }

    private void count(String name) {
        if (++entries > ImportLimits.ENTRIES_MAX) {
            throw new ImportException(Reason.TOO_MANY_FILES, name);
        }
    }

    private void unpacked(String name, long bytes) {
        unpackedBytes += bytes;
        if (unpackedBytes > ImportLimits.UNPACKED_BYTES_MAX) {
            throw new ImportException(Reason.TOO_LARGE, name);
        }
    }

    private void add(String name, SourceFile file) {
        if (isLeftover(name)) {
            report.leftover();
        } else if (files.putIfAbsent(name, file) != null) {
            report.leftOut(name, "the archive holds this path twice; the first one was taken");
        }
    }

    private static boolean isLeftover(String name) {
        String base = name.substring(name.lastIndexOf('/') + 1);
        return name.startsWith("__MACOSX/")
                || name.contains("/__MACOSX/")
                || base.startsWith("._")
                || base.equals(".DS_Store")
                || base.equalsIgnoreCase("Thumbs.db")
                || base.equalsIgnoreCase("desktop.ini");
    }

    @Override
    public void close() {
        for (Closeable closeable : open) {
            try {
                closeable.close();
            } catch (IOException e) {
                report.leftOut("", "an archive could not be closed");
            }
        }
        for (Path file : temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
