package dev.offing.server.access;

import dev.offing.server.account.SignedIn;
import dev.offing.server.store.Identities.Role;
import dev.offing.sync.DocumentId;

/**
 * The one place that answers who may read or write what. It is asked for every change received and
 * every byte delivered, at that moment; nobody keeps its answer. Today a workspace has one circle of
 * members: each of them may read and write every page and file. What one of them chose is his alone,
 * and what the workspace allows is written by its owner and read by all.
 */
public final class Access {

    /**
     * Whether a document's changes may be delivered.
     *
     * @param document the text of a {@link DocumentId}
     */
    public boolean mayRead(SignedIn who, String document) {
        DocumentId id = new DocumentId(document);
        return !id.isUser() || isOwn(who, id);
    }

    /**
     * Whether changes of a document may be taken.
     *
     * @param document the text of a {@link DocumentId}
     */
    public boolean mayWrite(SignedIn who, String document) {
        DocumentId id = new DocumentId(document);
        if (id.isUser()) {
            return isOwn(who, id);
        }
        if (id.isPolicy()) {
            return id.equals(DocumentId.POLICY) && who.account().role() == Role.OWNER;
        }
        return true;
    }

    private static boolean isOwn(SignedIn who, DocumentId user) {
        return user.equals(DocumentId.user(who.account().id()));
    }

    /** Whether the names of all members, and which replica ids are whose, may be told. */
    public boolean mayReadMembers(SignedIn who) {
        return true;
    }

    /**
     * Whether a file may be delivered.
     *
     * @param file the file's id
     */
    public boolean mayReadFile(SignedIn who, String file) {
        return true;
    }

    public boolean mayAddFiles(SignedIn who) {
        return true;
    }
}
