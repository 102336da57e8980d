package dev.offing.server.account;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Single-use tickets that open a WebSocket. A socket sends no custom header, so its cookie alone
 * would let any page of the same site open one; a ticket is asked for by an ordinary request that a
 * foreign page cannot make, and is the socket's first message.
 */
public final class SocketTickets {

    /** From the request to the socket's first message. */
    public static final long LIFETIME_MILLIS = 30_000;

    private static final int TICKETS_MAX = 10_000;

    /**
     * What a ticket stands for.
     *
     * @param device the socket speaks for it
     */
    public record Ticket(SignedIn who, String device, long expiresAtMillis) {}

    private final Tokens tokens;
    private final InstantSource clock;

    /** By hash of the secret; the oldest goes first when there are too many. */
    private final Map<String, Ticket> open = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ticket> eldest) {
            return size() > TICKETS_MAX || eldest.getValue().expiresAtMillis() < clock.millis();
        }
    };

    public SocketTickets(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Makes a ticket.
     *
     * @return the secret to send as the socket's first message
     * @throws AccountException INVALID if the session has no device yet
     */
    public String issue(SignedIn who) {
        String device = who.device()
                .orElseThrow(() ->
                        new AccountException(AccountException.Reason.INVALID, "This device has not been named yet."));
        String secret = tokens.token();
        synchronized (open) {
            open.put(key(secret), new Ticket(who, device, clock.millis() + LIFETIME_MILLIS));
        }
        return secret;
    }

    /** Takes a ticket: the second caller gets nothing, nor does one who comes too late. */
    public Optional<Ticket> redeem(String secret) {
        Ticket ticket;
        synchronized (open) {
            ticket = open.remove(key(secret));
        }
        return Optional.ofNullable(ticket).filter(found -> clock.millis() <= found.expiresAtMillis());
    }

    private static String key(String secret) {
        return HexFormat.of().formatHex(Tokens.hash(secret));
    }
}
