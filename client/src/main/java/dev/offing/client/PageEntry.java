package dev.offing.client;

import java.util.Optional;

/**
 * One page in the list of pages.
 *
 * @param id the page
 * @param title its title as far as this device knows; may be empty
 * @param icon a short text, mostly an emoji
 * @param parent the page it is shown under; empty = top level
 * @param depth how many pages are above it, 0 = top level
 * @param here whether this device holds its content, so that {@link Workspace#page} opens it without a server
 * @param unsent changes of it that the server has not acknowledged
 */
public record PageEntry(
        PageId id, String title, Optional<String> icon, Optional<PageId> parent, int depth, boolean here, int unsent) {}
