package dev.offing.server.store;

import java.util.List;
import java.util.Optional;

/**
 * Accounts, their devices, sessions and invitations, and the replica ids issued to devices. Every
 * write returns when it is durable. Times are epoch milliseconds. Tokens never get here: only their
 * SHA-256 hashes do.
 */
public interface Identities {

    /** What an account may do beyond reading and writing. */
    enum Role {
        OWNER,
        MEMBER
    }

    /**
     * A person who can sign in.
     *
     * @param id 32 lower-case hexadecimal digits
     * @param email trimmed and in lower case; unique
     * @param passwordHash Argon2id in PHC form
     */
    record Account(String id, String email, String name, Role role, String passwordHash, long createdAtMillis) {}

    /**
     * One signed-in browser.
     *
     * @param device empty until the browser has named itself
     */
    record Session(String account, Optional<String> device, long createdAtMillis, long seenAtMillis) {}

    /**
     * A replica id and whose it is.
     *
     * @param account empty if issued to the server itself
     * @param frozen whether nothing more is taken from it
     */
    record IssuedReplica(long id, Optional<String> account, Optional<String> device, boolean frozen) {}

    /**
     * What is said about the whole.
     *
     * @param epoch changes whenever the logs may differ from what devices remember of them
     */
    record Workspace(String epoch, String name) {}

    Workspace workspace();

    /** Whether an owner exists. */
    boolean isSetUp();

    /**
     * Names the workspace and creates its owner, unless there is one.
     *
     * @return false if the workspace has an owner already; nothing changed then
     */
    boolean setUp(String workspaceName, Account owner);

    Optional<Account> account(String id);

    /**
     * Finds an account.
     *
     * @param email trimmed and in lower case
     */
    Optional<Account> accountByEmail(String email);

    /** Replaces the password hash, for example with one of newer parameters. */
    void changePasswordHash(String account, String passwordHash);

    void addInvitation(byte[] tokenHash, String createdBy, long nowMillis, long expiresAtMillis);

    /** Whether the invitation exists, is unused and not expired. */
    boolean isOpenInvitation(byte[] tokenHash, long nowMillis);

    /**
     * Creates the account and uses the invitation up, both or neither.
     *
     * @return false if the invitation is unknown, used or expired
     * @throws StoreException TAKEN if the email address has an account
     */
    boolean join(byte[] tokenHash, Account account, long nowMillis);

    void addSession(byte[] tokenHash, String account, long nowMillis);

    Optional<Session> session(byte[] tokenHash);

    /** Notes that a session was used. */
    void touchSession(byte[] tokenHash, long nowMillis);

    /**
     * Ends a session.
     *
     * @return false if there is no such session
     */
    boolean removeSession(byte[] tokenHash);

    /** Removes sessions created or last used before these times. */
    void removeExpiredSessions(long createdBeforeMillis, long seenBeforeMillis);

    /**
     * A device somebody is signed in on.
     *
     * @param lastSeenMillis when it last spoke to the server, to about an hour
     */
    record Device(String id, String name, long lastSeenMillis) {}

    /** Devices on which the account is signed in, the one seen last first. */
    List<Device> devices(String account);

    /**
     * Binds a session to a device, making the device if it is new.
     *
     * @return false if the device exists and is another account's; nothing changed then
     */
    boolean bindDevice(byte[] tokenHash, String account, String device, String name, long nowMillis);

    /**
     * Records ids as issued.
     *
     * @param account empty for the server itself
     * @throws StoreException TAKEN if one of them was issued before; none is recorded then
     */
    void addReplicas(List<Long> ids, Optional<String> account, Optional<String> device, long nowMillis);

    Optional<IssuedReplica> replica(long id);

    /**
     * Who can sign in.
     *
     * @return every account, by the time it was made
     */
    List<Account> accounts();

    /**
     * Replica ids issued at or after a time.
     *
     * @return in no order
     */
    List<IssuedReplica> replicasIssuedSince(long millis);

    /** Stops taking changes of a replica. */
    void freezeReplica(long id, long nowMillis);

    /**
     * Adds a line to the audit log.
     *
     * @param subject an id or a count, never content or a secret
     */
    void audit(long nowMillis, Optional<String> account, Optional<String> device, String action, String subject);
}
