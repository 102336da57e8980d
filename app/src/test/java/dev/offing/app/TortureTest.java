package dev.offing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.torture.Torture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few seconds of the ring of real processes; `offing lab torture --minutes 10` is the long one. */
class TortureTest {

    @TempDir
    Path folder;

    @Test
    void nothingSavedOrAcknowledgedIsLostWhateverIsKilled() throws Exception {
        StringWriter printed = new StringWriter();
        Path data = Files.createDirectory(folder.resolve("torture"));
        Torture.Plan plan =
                new Torture.Plan(data, System.getProperty("java.class.path"), Duration.ofSeconds(5), 2, 2, 20_261_126);
        boolean held = Torture.run(plan, new PrintWriter(printed));
        assertThat(held).as("%s", printed).isTrue();
        assertThat(printed.toString()).contains("passed, 0 failed");
        assertThat(data).doesNotExist();
    }
}
