package dev.offing.client;

/**
 * Hears what changes in a workspace. All listeners of a workspace are called one after the other on one
 * thread of its own, in the order of the events; they may call any method of the workspace except {@link
 * Workspace#close}. What a listener throws goes to that thread's handler of uncaught exceptions, and the listener
 * goes on being called.
 */
public interface WorkspaceListener {

    /**
     * {@link Workspace#status} has another value.
     *
     * @param status the new one
     */
    default void statusChanged(WorkspaceStatus status) {}

    /**
     * A page shows something else, because of an edit here or of somebody else's.
     *
     * @param page which
     */
    default void pageChanged(PageId page) {}

    /** {@link Workspace#pages} may say something else. */
    default void pagesChanged() {}
}
