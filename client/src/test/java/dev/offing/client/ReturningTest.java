package dev.offing.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many devices that were away come back at one moment: nothing is lost, doubled or out of order (statement 31). */
class ReturningTest extends WorkspaceFixture {

    private static final int DEVICES = 24;
    private static final int LINES = 12;

    @Test
    void sync1_manyDevicesThatReturnAtOnceLoseAndReorderNothing() throws Exception {
        Workspace ada = signedIn("ada");
        PageId shared = ada.createPage(Optional.empty(), "Log").id();
        assertSynced(ada);
        List<Workspace> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            Workspace device = signedIn("device " + i);
            arrived(device, shared);
            devices.add(device);
        }

        server.stop();
        for (int i = 0; i < DEVICES; i++) {
            Page log = devices.get(i).page(shared);
            Page own = devices.get(i).createPage(Optional.of(shared), "Own " + i);
            for (int line = 0; line < LINES; line++) {
                append(log, line(i, line));
                append(own, line(i, line));
            }
        }
        server.start();
        devices.parallelStream().forEach(Workspace::syncNow);

        for (Workspace device : devices) {
            await(
                    device,
                    () -> device.status().isSynced()
                            && device.pages().size() == DEVICES + 1
                            && paragraphs(device.page(shared)).size() == DEVICES * LINES);
        }
        byte[] first = devices.getFirst().page(shared).snapshot();
        for (Workspace device : devices) {
            assertThat(device.page(shared).snapshot()).isEqualTo(first);
        }
        List<String> paragraphs = paragraphs(devices.getFirst().page(shared));
        for (int i = 0; i < DEVICES; i++) {
            int device = i;
            assertThat(paragraphs.stream().filter(text -> text.startsWith(device + ": ")))
                    .containsExactlyElementsOf(lines(device));
            PageEntry own = ada.pages().stream()
                    .filter(entry -> entry.title().equals("Own " + device))
                    .findFirst()
                    .orElseThrow();
            assertThat(paragraphs(arrived(ada, own.id()))).containsExactlyElementsOf(lines(device));
        }
    }

    private static List<String> lines(int device) {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            lines.add(line(device, line));
        }
        return lines;
    }

    private static String line(int device, int line) {
        return device + ": " + line;
    }
}
