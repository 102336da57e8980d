package dev.offing.client;

import dev.offing.sync.DocumentId;

/**
 * The identity of a page: 128 random bits, made on the device that made the page.
 *
 * @param text 32 lower-case hexadecimal digits
 */
public record PageId(String text) {

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if the text has another one
     */
    public PageId {
        if (!DocumentId.isPageId(text)) {
            throw new IllegalArgumentException("a page id is 32 lower-case hexadecimal digits");
        }
    }

    /** The digits. */
    @Override
    public String toString() {
        return text;
    }
}
