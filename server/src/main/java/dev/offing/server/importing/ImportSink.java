package dev.offing.server.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where an import goes. Everything is read and checked before the first call. */
public interface ImportSink {

    /** A fresh page id. */
    String newPageId();

    /**
     * Keeps a file.
     *
     * @return its address in the workspace, for example {@code /files/…}; the same content gives the same address
     */
    String keepFile(String name, InputStream content) throws IOException;

    /** The largest file {@link #keepFile} takes. */
    long fileBytesMax();

    /**
     * Writes the pages, all or none.
     *
     * @param pages parents before children; siblings in order
     */
    void write(List<PageDraft> pages);
}
