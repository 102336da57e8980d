package dev.offing.client;

import dev.offing.sync.DocumentId;
import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.directory.PageRecordView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of pages: a function of the page records and titles in the store. Views of records are remembered. */
final class PageList {

    private record Seen(long position, PageRecordView view) {}

    private final WorkspaceStore store;
    private final OpenDocuments documents;
    private final Map<DocumentId, Seen> views = new HashMap<>();

    PageList(WorkspaceStore store, OpenDocuments documents) {
        this.store = store;
        this.documents = documents;
    }

    DirectoryTree tree() {
        return tree(store.list());
    }

    private DirectoryTree tree(List<WorkspaceStore.Listed> listed) {
        List<PageRecordView> records = new ArrayList<>();
        for (WorkspaceStore.Listed document : listed) {
            if (document.id().isRecord() && document.lastPosition() > 0) {
                records.add(view(document));
            }
        }
        return DirectoryTree.of(records);
    }

    private PageRecordView view(WorkspaceStore.Listed document) {
        Seen seen = views.get(document.id());
        if (seen == null || seen.position() != document.lastPosition()) {
            OpenDocuments.Open open = documents.read(document.id());
            seen = new Seen(
                    document.lastPosition(),
                    PageRecordView.of(document.id().pageId(), open.document().view()));
            views.put(document.id(), seen);
        }
        return seen.view();
    }

    /** Depth first, as shown. Cost: the documents known, and reading the pages whose titles have changed. */
    List<PageEntry> entries() {
        List<WorkspaceStore.Listed> listed = store.list();
        Map<DocumentId, WorkspaceStore.Listed> byId = new HashMap<>();
        listed.forEach(document -> byId.put(document.id(), document));
        DirectoryTree tree = tree(listed);
        List<PageEntry> entries = new ArrayList<>();
        Map<String, Integer> depths = new HashMap<>();
        for (String top : tree.topLevel()) {
            depths.put(top, 0);
            entries.add(entry(byId, top, Optional.empty(), 0));
            for (String page : tree.subtree(top)) {
                String parent = tree.shownParent(page).orElseThrow();
                int depth = depths.get(parent) + 1;
                depths.put(page, depth);
                entries.add(entry(byId, page, Optional.of(new PageId(parent)), depth));
            }
        }
        return entries;
    }

    private PageEntry entry(
            Map<DocumentId, WorkspaceStore.Listed> byId, String page, Optional<PageId> parent, int depth) {
        WorkspaceStore.Listed record = byId.get(DocumentId.record(page));
        Optional<WorkspaceStore.Listed> content = Optional.ofNullable(byId.get(DocumentId.page(page)));
        return new PageEntry(
                new PageId(page),
                content.map(this::title).orElse(""),
                view(record).icon(),
                parent,
                depth,
                content.map(WorkspaceStore.Listed::present).orElse(false),
                record.unsent() + content.map(WorkspaceStore.Listed::unsent).orElse(0));
    }

    private String title(WorkspaceStore.Listed page) {
        if (page.titleExact() || page.lastPosition() == 0) {
            return page.title().orElse("");
        }
        OpenDocuments.Open open = documents.read(page.id());
        String title = open.document().title().text();
        store.putTitle(page.id(), title, page.lastPosition());
        return title;
    }
}
