package dev.offing.server.http;

import dev.offing.server.account.Accounts;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * Carries the session token. Under https its name has the prefix that lets no other host or path set
 * it; on plain http, where browsers refuse that prefix, a plain name.
 */
final class SessionCookie {

    private final String name;
    private final String attributes;

    SessionCookie(boolean https) {
        this.name = https ? "__Host-offing_session" : "offing_session";
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (https ? "; Secure" : "");
    }

    Optional<String> token(Context context) {
        return Optional.ofNullable(context.cookie(name)).filter(value -> !value.isEmpty());
    }

    void set(Context context, String token) {
        long seconds = Accounts.SESSION_MILLIS_MAX / 1_000;
        context.res().addHeader("Set-Cookie", name + "=" + token + "; Max-Age=" + seconds + attributes);
    }

    void clear(Context context) {
        context.res().addHeader("Set-Cookie", name + "=; Max-Age=0" + attributes);
    }
}
