package dev.offing.server.account;

import dev.offing.server.store.Identities.Account;
import java.util.Optional;

/**
 * Who a request speaks for.
 *
 * @param session the hash of the session's token, in hexadecimal: its name inside the server
 * @param device empty until the browser has named itself
 */
public record SignedIn(String session, Account account, Optional<String> device) {}
