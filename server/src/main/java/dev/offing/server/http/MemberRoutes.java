package dev.offing.server.http;

import dev.offing.engine.ReplicaId;
import dev.offing.server.access.Access;
import dev.offing.server.account.SignedIn;
import dev.offing.server.store.Identities;
import dev.offing.server.store.Identities.IssuedReplica;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who the members are and which replica ids are whose: what a device needs to say who wrote something. */
final class MemberRoutes {

    /** An id is recorded as issued at a moment before it can be read: so much is told twice. */
    private static final long OVERLAP_MILLIS = 60_000;

    record MemberAnswer(String id, String name) {}

    /** Its account is null where the server itself wrote: imports, first pages. */
    record AuthorAnswer(String account, List<String> replicas) {}

    record MembersAnswer(List<MemberAnswer> members, List<AuthorAnswer> authors, long asOf) {}

    private final Identities identities;
    private final Access access;
    private final Function<Context, SignedIn> requireSignedIn;
    private final InstantSource clock;

    MemberRoutes(
            Identities identities, Access access, Function<Context, SignedIn> requireSignedIn, InstantSource clock) {
        this.identities = identities;
        this.access = access;
        this.requireSignedIn = requireSignedIn;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/members", this::members);
    }

    private void members(Context context) {
        if (!access.mayReadMembers(requireSignedIn.apply(context))) {
            throw new ApiException(ApiException.Code.FORBIDDEN, "The list of members is not open to this account.");
        }
        long asOf = clock.millis();
        long since = since(context) - OVERLAP_MILLIS;
        List<AuthorAnswer> authors = identities.replicasIssuedSince(since).stream()
                .collect(Collectors.groupingBy(IssuedReplica::account))
                .entrySet()
                .stream()
                .map(entry -> new AuthorAnswer(
                        entry.getKey().orElse(null),
                        entry.getValue().stream()
                                .map(replica -> new ReplicaId(replica.id()).toString())
                                .sorted()
                                .toList()))
                .toList();
        List<MemberAnswer> members = identities.accounts().stream()
                .map(account -> new MemberAnswer(account.id(), account.name()))
                .toList();
        Json.write(context, new MembersAnswer(members, authors, asOf));
    }

    private static long since(Context context) {
        String since = context.queryParam("issuedSince");
        try {
            return since == null ? 0 : Long.parseLong(since);
        } catch (NumberFormatException e) {
            throw new ApiException(ApiException.Code.INVALID, "issuedSince is a time in milliseconds.");
        }
    }
}
