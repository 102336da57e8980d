package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.ChangeCodec;
import dev.offing.engine.CodecException;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files with one fault each: {@code FAULT.KIND.ANSWER}. Every version gives the typed answer in the name. */
class HostileFilesTest {

    private static final Path FILES = Path.of("hostile");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFilesAreThere() throws IOException {
        assertThat(files()).hasSizeGreaterThan(30);
    }

    @TestFactory
    Stream<DynamicTest> eachIsRefusedAsItsNameSays() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        String[] name = file.getFileName().toString().split("\\.", -1);
        byte[] bytes = Files.readAllBytes(file);
        String answer = name[2].replace('-', '_').toUpperCase(Locale.ROOT);

        assertThatThrownBy(() -> read(name[1], bytes)).isInstanceOfSatisfying(CodecException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(CodecException.Kind.valueOf(answer));
            assertThat(refused.offsetBytes()).isBetween(0, bytes.length);
        });
    }

    private static void read(String kind, byte[] bytes) {
        switch (kind) {
            case "snapshot" -> Document.load(bytes, new ReplicaId(0xee));
            case "change" -> ChangeCodec.decode(bytes);
            default -> throw new IllegalArgumentException("no such kind of file: " + kind);
        }
    }
}
