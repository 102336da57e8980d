package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The table of documents and what is derived from it: who has something to push, who something to
 * fetch, how much is pending. {@link #update} after every alteration of a document keeps all of it
 * right, in O(log n); nothing here is ever counted by walking the table.
 */
final class ClientDocuments {

    /** What a document contributed to the sums, and where it stood in the fetch order. */
    private record Share(int pending, boolean late, boolean refused, FetchPlace fetch, DocumentStatus status) {}

    private record FetchPlace(int rank, long changedAt, DocumentId document) implements Comparable<FetchPlace> {
        @Override
        public int compareTo(FetchPlace other) {
            int byRank = Integer.compare(rank, other.rank);
            if (byRank != 0) {
                return byRank;
            }
            int byTime = Long.compare(other.changedAt, changedAt);
            return byTime != 0 ? byTime : document.compareTo(other.document);
        }
    }

    private FetchPolicy policy;
    private final Map<DocumentId, ClientDocument> documents = new LinkedHashMap<>();
    private final Map<DocumentId, Share> shares = new HashMap<>();
    private final LinkedHashSet<ClientDocument> pushable = new LinkedHashSet<>();
    private final LinkedHashSet<ClientDocument> comparing = new LinkedHashSet<>();
    private final LinkedHashSet<ClientDocument> leaving = new LinkedHashSet<>();
    private final LinkedHashSet<ClientDocument> staying = new LinkedHashSet<>();
    private final TreeSet<FetchPlace> fetchable = new TreeSet<>();
    private final LinkedHashSet<DocumentId> altered = new LinkedHashSet<>();
    private int pending;
    private int late;
    private int refused;

    ClientDocuments(FetchPolicy policy) {
        this.policy = policy;
    }

    Optional<ClientDocument> find(DocumentId id) {
        return Optional.ofNullable(documents.get(id));
    }

    ClientDocument findOrAdd(DocumentId id) {
        return documents.computeIfAbsent(id, ClientDocument::new);
    }

    Collection<ClientDocument> all() {
        return documents.values();
    }

    /** Own changes not acknowledged, over all documents. */
    int pending() {
        return pending;
    }

    /** Whether something that should be here is not, or is still to be compared. */
    boolean isLate() {
        return late > 0 || !comparing.isEmpty();
    }

    boolean hasRefused() {
        return refused > 0;
    }

    int toFetch() {
        return fetchable.size();
    }

    /** Documents with something to push, the one that waits longest first. */
    Collection<ClientDocument> pushable() {
        return pushable;
    }

    /** Documents that are compared with the server's log. */
    Collection<ClientDocument> comparing() {
        return comparing;
    }

    /** Documents that are here, are not to be, and may leave now. */
    Collection<ClientDocument> leaving() {
        return leaving;
    }

    /**
     * Another policy holds from now on. Cost: the documents, each placed anew; if it is a choice after another one,
     * a look at the pages both name, and those it places otherwise.
     */
    void follow(FetchPolicy other) {
        FetchPolicy before = policy;
        policy = other;
        List<ClientDocument> stayed = new ArrayList<>(staying);
        staying.clear();
        for (ClientDocument document : stayed) {
            document.stays = false;
            update(document);
        }
        if (before instanceof Choice old && other instanceof Choice choice && old.paused() == choice.paused()) {
            for (String page : choice.differsFrom(old)) {
                find(DocumentId.page(page)).ifPresent(this::update);
            }
        } else {
            documents.values().forEach(this::update);
        }
    }

    /** What was to leave is still needed: it stays until the next decision. */
    void stays(ClientDocument document) {
        document.stays = true;
        staying.add(document);
        update(document);
    }

    /** The document to fetch next. */
    Optional<ClientDocument> nextToFetch() {
        return fetchable.isEmpty()
                ? Optional.empty()
                : Optional.of(documents.get(fetchable.first().document()));
    }

    /** The rank the policy gives a document; one that is compared cannot wait. */
    int rank(ClientDocument document) {
        if (document.comparing) {
            return 0;
        }
        return policy.rank(
                new FetchPolicy.Candidate(document.id, document.wanted, document.here(), document.changedAt));
    }

    /** Brings queues and sums in line with a document. */
    void update(ClientDocument document) {
        Share before = shares.get(document.id);
        Share after = share(document);
        if (before != null) {
            if (before.fetch() != null && !before.fetch().equals(after.fetch())) {
                fetchable.remove(before.fetch());
            }
            pending -= before.pending();
            late -= before.late() ? 1 : 0;
            refused -= before.refused() ? 1 : 0;
        }
        pending += after.pending();
        late += after.late() ? 1 : 0;
        refused += after.refused() ? 1 : 0;
        if (after.fetch() != null) {
            fetchable.add(after.fetch());
        }
        keep(pushable, document, document.pushable());
        keep(comparing, document, document.comparing);
        keep(leaving, document, document.mayLeave() && !policy.keeps(document.id));
        if (before == null || !before.status().equals(after.status())) {
            altered.add(document.id);
        }
        shares.put(document.id, after);
    }

    /** Documents whose status is another one since the last call. */
    Collection<DocumentId> takeAltered() {
        if (altered.isEmpty()) {
            return altered;
        }
        LinkedHashSet<DocumentId> taken = new LinkedHashSet<>(altered);
        altered.clear();
        return taken;
    }

    private Share share(ClientDocument document) {
        boolean behind = document.behind() && !document.takesNothing();
        int rank = behind ? rank(document) : FetchPolicy.NEVER;
        boolean fetch = rank != FetchPolicy.NEVER && !document.fetching && !document.awaitsLocalLog();
        boolean late = behind && (document.wanted || document.here() || !document.id.isPage());
        return new Share(
                document.pending(),
                late && rank != FetchPolicy.NEVER,
                document.refusal().isPresent(),
                fetch ? new FetchPlace(rank, document.changedAt, document.id) : null,
                document.status());
    }

    private static void keep(LinkedHashSet<ClientDocument> set, ClientDocument document, boolean member) {
        if (member) {
            set.add(document);
        } else {
            set.remove(document);
        }
    }
}
