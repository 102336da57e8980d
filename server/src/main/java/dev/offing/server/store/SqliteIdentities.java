package dev.offing.server.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** {@link Identities} in SQLite. Reads go to the pool, writes through the one writer. */
final class SqliteIdentities implements Identities {

    private static final RowMapper<Account> ACCOUNT = (row, context) -> new Account(
            row.getString("id"),
            row.getString("email"),
            row.getString("name"),
            Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
            row.getString("password"),
            row.getLong("created_at"));

    private static final RowMapper<Session> SESSION = (row, context) -> new Session(
            row.getString("account"),
            Optional.ofNullable(row.getString("device")),
            row.getLong("created_at"),
            row.getLong("seen_at"));

    private static final RowMapper<IssuedReplica> REPLICA = (row, context) -> new IssuedReplica(
            row.getLong("id"),
            Optional.ofNullable(row.getString("account")),
            Optional.ofNullable(row.getString("device")),
            row.getObject("frozen_at") != null);

    private final Jdbi reads;
    private final GroupCommit writes;

    SqliteIdentities(Jdbi reads, GroupCommit writes) {
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public Workspace workspace() {
        return reads.withHandle(handle -> handle.createQuery("SELECT epoch, name FROM workspace")
                .map((row, context) -> new Workspace(row.getString("epoch"), row.getString("name")))
                .one());
    }

    @Override
    public boolean isSetUp() {
        return reads.withHandle(SqliteIdentities::hasOwner);
    }

    private static boolean hasOwner(Handle handle) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM accounts WHERE role = 'owner')")
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public boolean setUp(String workspaceName, Account owner) {
        return writes.call(handle -> {
            if (hasOwner(handle)) {
                return false;
            }
            handle.execute("UPDATE workspace SET name = ?", workspaceName);
            insert(handle, owner);
            return true;
        });
    }

    private static void insert(Handle handle, Account account) {
        handle.execute(
                "INSERT INTO accounts (id, email, name, role, password, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                account.id(),
                account.email(),
                account.name(),
                account.role().name().toLowerCase(Locale.ROOT),
                account.passwordHash(),
                account.createdAtMillis());
    }

    @Override
    public Optional<Account> account(String id) {
        return reads.withHandle(handle -> handle.createQuery("SELECT * FROM accounts WHERE id = ?")
                .bind(0, id)
                .map(ACCOUNT)
                .findOne());
    }

    @Override
    public Optional<Account> accountByEmail(String email) {
        return reads.withHandle(handle -> handle.createQuery("SELECT * FROM accounts WHERE email = ?")
                .bind(0, email)
                .map(ACCOUNT)
                .findOne());
    }

    @Override
    public void changePasswordHash(String account, String passwordHash) {
        writes.call(handle -> handle.execute("UPDATE accounts SET password = ? WHERE id = ?", passwordHash, account));
    }

    @Override
    public void addInvitation(byte[] tokenHash, String createdBy, long nowMillis, long expiresAtMillis) {
        writes.call(handle -> handle.execute(
                "INSERT INTO invitations (token_hash, created_by, created_at, expires_at) VALUES (?, ?, ?, ?)",
                tokenHash,
                createdBy,
                nowMillis,
                expiresAtMillis));
    }

    @Override
    public boolean isOpenInvitation(byte[] tokenHash, long nowMillis) {
        return reads.withHandle(handle -> isOpen(handle, tokenHash, nowMillis));
    }

    private static boolean isOpen(Handle handle, byte[] tokenHash, long nowMillis) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM invitations"
                        + " WHERE token_hash = ? AND used_by IS NULL AND expires_at > ?)")
                .bind(0, tokenHash)
                .bind(1, nowMillis)
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public boolean join(byte[] tokenHash, Account account, long nowMillis) {
        return writes.call(handle -> {
            if (!isOpen(handle, tokenHash, nowMillis)) {
                return false;
            }
            insert(handle, account);
            handle.execute("UPDATE invitations SET used_by = ? WHERE token_hash = ?", account.id(), tokenHash);
            return true;
        });
    }

    @Override
    public void addSession(byte[] tokenHash, String account, long nowMillis) {
        writes.call(handle -> handle.execute(
                "INSERT INTO sessions (token_hash, account, created_at, seen_at) VALUES (?, ?, ?, ?)",
                tokenHash,
                account,
                nowMillis,
                nowMillis));
    }

    @Override
    public Optional<Session> session(byte[] tokenHash) {
        return reads.withHandle(handle -> handle.createQuery("SELECT * FROM sessions WHERE token_hash = ?")
                .bind(0, tokenHash)
                .map(SESSION)
                .findOne());
    }

    @Override
    public void touchSession(byte[] tokenHash, long nowMillis) {
        writes.call(
                handle -> handle.execute("UPDATE sessions SET seen_at = ? WHERE token_hash = ?", nowMillis, tokenHash));
    }

    @Override
    public boolean removeSession(byte[] tokenHash) {
        return writes.call(handle -> handle.execute("DELETE FROM sessions WHERE token_hash = ?", tokenHash)) > 0;
    }

    @Override
    public void removeExpiredSessions(long createdBeforeMillis, long seenBeforeMillis) {
        writes.call(handle -> handle.execute(
                "DELETE FROM sessions WHERE created_at < ? OR seen_at < ?", createdBeforeMillis, seenBeforeMillis));
    }

    @Override
    public boolean bindDevice(byte[] tokenHash, String account, String device, String name, long nowMillis) {
        return writes.call(handle -> {
            Optional<String> holder = handle.createQuery("SELECT account FROM devices WHERE id = ?")
                    .bind(0, device)
                    .mapTo(String.class)
                    .findOne();
            if (holder.isPresent() && !holder.get().equals(account)) {
                return false;
            }
            handle.execute(
                    "INSERT INTO devices (id, account, name, created_at) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                    device,
                    account,
                    name,
                    nowMillis);
            handle.execute(
                    "UPDATE sessions SET device = ? WHERE token_hash = ? AND account = ?", device, tokenHash, account);
            return true;
        });
    }

    @Override
    public List<Device> devices(String account) {
        return reads.withHandle(handle -> handle.createQuery(
                        "SELECT d.id, d.name, coalesce(max(s.seen_at), d.created_at) AS seen FROM devices d"
                                + " JOIN sessions s ON s.device = d.id WHERE d.account = ? GROUP BY d.id ORDER BY seen DESC")
                .bind(0, account)
                .map((row, context) -> new Device(row.getString("id"), row.getString("name"), row.getLong("seen")))
                .list());
    }

    @Override
    public void addReplicas(List<Long> ids, Optional<String> account, Optional<String> device, long nowMillis) {
        writes.call(handle -> {
            for (long id : ids) {
                handle.execute(
                        "INSERT INTO replicas (id, account, device, issued_at) VALUES (?, ?, ?, ?)",
                        id,
                        account.orElse(null),
                        device.orElse(null),
                        nowMillis);
            }
            return ids.size();
        });
    }

    @Override
    public Optional<IssuedReplica> replica(long id) {
        return reads.withHandle(handle -> handle.createQuery("SELECT * FROM replicas WHERE id = ?")
                .bind(0, id)
                .map(REPLICA)
                .findOne());
    }

    @Override
    public List<Account> accounts() {
        return reads.withHandle(handle -> handle.createQuery("SELECT * FROM accounts ORDER BY created_at, id")
                .map(ACCOUNT)
                .list());
    }

    @Override
    public List<IssuedReplica> replicasIssuedSince(long millis) {
        return reads.withHandle(handle -> handle.createQuery("SELECT * FROM replicas WHERE issued_at >= ?")
                .bind(0, millis)
                .map(REPLICA)
                .list());
    }

    @Override
    public void freezeReplica(long id, long nowMillis) {
        writes.call(handle ->
                handle.execute("UPDATE replicas SET frozen_at = ? WHERE id = ? AND frozen_at IS NULL", nowMillis, id));
    }

    @Override
    public void audit(
            long nowMillis, Optional<String> account, Optional<String> device, String action, String subject) {
        // Nobody waits for the line: it shares the next commit.
        var _ = writes.submit(handle -> handle.execute(
                "INSERT INTO audit (at, account, device, action, subject) VALUES (?, ?, ?, ?, ?)",
                nowMillis,
                account.orElse(null),
                device.orElse(null),
                action,
                subject));
    }
}
