package dev.offing.server.http;

import dev.offing.server.account.SignedIn;
import dev.offing.server.search.PageSearch;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;

/** The search over all pages, for devices that have not got them all. */
final class SearchRoutes {

    record SearchAnswer(List<PageSearch.Hit> hits) {}

    private final PageSearch search;
    private final Function<Context, SignedIn> requireSignedIn;

    SearchRoutes(PageSearch search, Function<Context, SignedIn> requireSignedIn) {
        this.search = search;
        this.requireSignedIn = requireSignedIn;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/search", this::search);
    }

    private void search(Context context) {
        SignedIn who = requireSignedIn.apply(context);
        String query = context.queryParam("q");
        if (query == null || query.isBlank()) {
            throw new ApiException(ApiException.Code.INVALID, "q holds the words to look for.");
        }
        Json.write(context, new SearchAnswer(search.find(who, query)));
    }
}
