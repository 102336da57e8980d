package dev.offing.client;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Operation;
import dev.offing.sync.client.DocumentStatus;
import dev.offing.sync.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.List;

/** What the server did not take, put into words. */
final class Drafts {

    private Drafts() {}

    static List<Draft> of(WorkspaceStore store, SyncDriver driver) {
        List<Draft> drafts = new ArrayList<>();
        for (WorkspaceStore.Listed document : store.list()) {
            DocumentStatus status = driver.document(document.id());
            if (document.unsent() > 0 && status.refused().isPresent()) {
                RefusalReason reason = status.refused().get();
                String text = text(store.outbox(document.id()));
                PageId page = new PageId(document.id().pageId());
                drafts.add(new Draft(page, reason, explain(reason), document.unsent(), text));
            }
        }
        return drafts;
    }

    private static String text(List<byte[]> changes) {
        StringBuilder text = new StringBuilder();
        for (byte[] bytes : changes) {
            Change change = ChangeCodec.decode(bytes);
            for (Operation operation : change.operations()) {
                if (operation instanceof Operation.InsertText typed) {
                    text.append(typed.text()).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String explain(RefusalReason reason) {
        return switch (reason) {
            case MISSING_CAUSES -> "It builds on changes that the server does not have.";
            case EQUIVOCATION -> "A copy of this device wrote something else under the same name.";
            case FOREIGN_REPLICA -> "The server does not know this device as its author.";
            case STAMP_NOT_EXACT, INVALID_CHANGE -> "It breaks a rule of the page.";
            case UNREADABLE -> "A part of it cannot be read on this device.";
            case LIMIT_EXCEEDED -> "It is larger than a page allows.";
            case WRONG_KIND -> "This kind of document does not take it.";
            case NO_RIGHT -> "This account may not change the page.";
            case QUOTA -> "The server has no room left for this account.";
        };
    }
}
