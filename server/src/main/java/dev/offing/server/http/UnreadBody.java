package dev.offing.server.http;

import dev.offing.server.store.FileShelf;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a request that is answered before it was read. A connection with bytes that nobody took is reset
 * when it is closed, and the answer on its way with it: the client would be told of a broken line instead.
 */
final class UnreadBody {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);

    /** More than the largest file; who sends more than that gets no answer. */
    private static final long DISCARDED_BYTES_MAX = FileShelf.FILE_BYTES_MAX + (8L << 20);

    private UnreadBody() {}

    /** Reads it to its end and keeps nothing; nothing if it was read. Cost: the bytes that are still to come. */
    static void discard(Context context) {
        try (InputStream body = context.bodyInputStream()) {
            body.skip(DISCARDED_BYTES_MAX);
        } catch (IOException e) {
            LOG.debug("the client left, or the body had been closed", e);
        }
    }
}
