package dev.offing.server.access;

import dev.offing.server.account.SignedIn;

/**
 * The one place that answers who may read or write what. It is asked for every change received and
 * every byte delivered, at that moment; nobody keeps its answer. Today a workspace has one circle of
 * members and each of them may read and write every document and file.
 */
public final class Access {

    /**
     * Whether a document's changes may be delivered.
     *
     * @param document {@code p:} or {@code r:} and a page id
     */
    public boolean mayRead(SignedIn who, String document) {
        return true;
    }

    /**
     * Whether changes of a document may be taken.
     *
     * @param document {@code p:} or {@code r:} and a page id
     */
    public boolean mayWrite(SignedIn who, String document) {
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
