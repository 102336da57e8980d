package dev.offing.server.account;

import dev.offing.server.account.AccountException.Reason;
import dev.offing.server.store.Identities;
import dev.offing.server.store.Identities.Account;
import dev.offing.server.store.Identities.Role;
import dev.offing.server.store.Identities.Session;
import dev.offing.server.store.StoreException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who exists and who is signed in. Owner set-up, sign-in, invitations, sessions and their devices.
 *
 * <p>Invariants: the answer to a wrong password, an unknown address and a closed account is the same
 * in text and in time; a session token is new at every sign-in and is kept as a hash; a session ends
 * after {@link #IDLE_MILLIS} without use and {@link #SESSION_MILLIS_MAX} in any case, and whoever listens
 * hears of its end at once.
 */
public final class Accounts {

    /** A laptop that stays in a drawer for a month still syncs when it comes back. */
    static final long IDLE_MILLIS = 30L * 24 * 3_600_000;

    /** The longest life of a session, and of its cookie. */
    public static final long SESSION_MILLIS_MAX = 90L * 24 * 3_600_000;

    static final long INVITATION_MILLIS = 7L * 24 * 3_600_000;

    /** How stale {@code seenAt} may be: one write an hour instead of one a request. */
    private static final long TOUCH_MILLIS = 3_600_000;

    private static final int FREE_ATTEMPTS_PER_ACCOUNT = 5;

    /** Many people may share one address, so it takes more. */
    private static final int FREE_ATTEMPTS_PER_ADDRESS = 30;

    private static final int NAME_LENGTH_MAX = 200;
    private static final int EMAIL_LENGTH_MAX = 254;
    private static final String SETUP_KEY = "setup";

    /** A fresh session: the token goes to the browser and nowhere else. */
    public record NewSession(String token, Account account) {}

    /**
     * A link that lets one person in.
     *
     * @param token the secret part of the link
     */
    public record Invitation(String token, long expiresAtMillis) {}

    private final Identities identities;
    private final InstantSource clock;
    private final Tokens tokens;
    private final Passwords passwords;
    private final AttemptLimiter perAccount;
    private final AttemptLimiter perAddress;
    private final SetupCode setupCode;
    private final List<SessionEndListener> sessionEndListeners = new CopyOnWriteArrayList<>();

    public Accounts(Identities identities, Tokens tokens, InstantSource clock) {
        this.identities = identities;
        this.clock = clock;
        this.tokens = tokens;
        this.passwords = new Passwords(tokens);
        this.perAccount = new AttemptLimiter(FREE_ATTEMPTS_PER_ACCOUNT, clock);
        this.perAddress = new AttemptLimiter(FREE_ATTEMPTS_PER_ADDRESS, clock);
        this.setupCode = new SetupCode(tokens);
    }

    /** The code that creates the owner; empty once there is one. */
    public Optional<String> setupCode() {
        return identities.isSetUp() ? Optional.empty() : Optional.of(setupCode.text());
    }

    /** Hears of each session that ends. */
    @FunctionalInterface
    public interface SessionEndListener {
        /**
         * A session has ended; nothing it asks is answered any more.
         *
         * @param session its name ({@link SignedIn#session})
         * @param expired whether it ended by time; otherwise a person ended it
         */
        void ended(String session, boolean expired);
    }

    /** Adds a listener, for ever. */
    public void onSessionEnd(SessionEndListener listener) {
        sessionEndListeners.add(listener);
    }

    /**
     * Creates the owner.
     *
     * @param address network address of the caller
     * @throws AccountException WRONG_CODE, INVALID, TAKEN (there is an owner), TOO_MANY_ATTEMPTS
     */
    public NewSession setUp(
            String code, String workspaceName, String name, String email, String password, String address) {
        if (identities.isSetUp()) {
            throw new AccountException(Reason.TAKEN, "This workspace has an owner already. Please sign in.");
        }
        admit(SETUP_KEY, address);
        if (!setupCode.matches(code)) {
            throw new AccountException(Reason.WRONG_CODE, "That is not the code on the server's console.");
        }
        settle(SETUP_KEY, address);
        String workspace = requireName(workspaceName, "The workspace needs a name of at most 200 characters.");
        Account owner = newAccount(name, email, password, Role.OWNER);
        if (!identities.setUp(workspace, owner)) {
            throw new AccountException(Reason.TAKEN, "This workspace has an owner already. Please sign in.");
        }
        audit(owner, "setup");
        return newSession(owner);
    }

    /**
     * Begins a session.
     *
     * @throws AccountException WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS
     */
    public NewSession signIn(String email, String password, String address) {
        String normal = normalEmail(email);
        String accountKey = "account:" + normal;
        admit(accountKey, address);
        Optional<Account> account = identities.accountByEmail(normal);
        if (!passwords.matches(password, account.map(Account::passwordHash)) || account.isEmpty()) {
            throw new AccountException(Reason.WRONG_CREDENTIALS, "The email address or the password is wrong.");
        }
        settle(accountKey, address);
        if (passwords.isOutdated(account.get().passwordHash())) {
            identities.changePasswordHash(account.get().id(), passwords.hash(password));
        }
        audit(account.get(), "sign-in");
        return newSession(account.get());
    }

    /**
     * Makes an invitation.
     *
     * @throws AccountException INVALID if the account is not the owner
     */
    public Invitation invite(Account by) {
        if (by.role() != Role.OWNER) {
            throw new AccountException(Reason.INVALID, "Only the owner of the workspace can invite.");
        }
        String token = tokens.token();
        long now = clock.millis();
        identities.addInvitation(Tokens.hash(token), by.id(), now, now + INVITATION_MILLIS);
        audit(by, "invite");
        return new Invitation(token, now + INVITATION_MILLIS);
    }

    /**
     * Creates a member.
     *
     * @throws AccountException EXPIRED (unknown, used or old invitation), INVALID, TAKEN,
     *     TOO_MANY_ATTEMPTS
     */
    public NewSession join(String invitation, String name, String email, String password, String address) {
        if (!perAddress.admit(address)) {
            throw tooMany();
        }
        byte[] tokenHash = Tokens.hash(invitation);
        if (!identities.isOpenInvitation(tokenHash, clock.millis())) {
            throw new AccountException(
                    Reason.EXPIRED, "This invitation was used or has expired. Please ask for a new one.");
        }
        perAddress.takeBack(address);
        Account member = newAccount(name, email, password, Role.MEMBER);
        try {
            if (!identities.join(tokenHash, member, clock.millis())) {
                throw new AccountException(
                        Reason.EXPIRED, "This invitation was used or has expired. Please ask for a new one.");
            }
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.TAKEN) {
                throw new AccountException(Reason.TAKEN, "There is an account with this email address already.");
            }
            throw e;
        }
        audit(member, "join");
        return newSession(member);
    }

    private void admit(String accountKey, String address) {
        if (!perAddress.admit(address)) {
            throw tooMany();
        }
        if (!perAccount.admit(accountKey)) {
            throw tooMany();
        }
    }

    private void settle(String accountKey, String address) {
        perAccount.clear(accountKey);
        perAddress.takeBack(address);
    }

    private static AccountException tooMany() {
        return new AccountException(
                Reason.TOO_MANY_ATTEMPTS, "Too many attempts. Please wait a few minutes and try again.");
    }

    private Account newAccount(String name, String email, String password, Role role) {
        String normal = normalEmail(email);
        if (normal.length() > EMAIL_LENGTH_MAX || !looksLikeEmail(normal)) {
            throw new AccountException(Reason.INVALID, "That is not an email address.");
        }
        String person = requireName(name, "Please give a name of at most 200 characters.");
        Passwords.objection(password, normal).ifPresent(objection -> {
            throw new AccountException(Reason.INVALID, objection);
        });
        return new Account(tokens.id(), normal, person, role, passwords.hash(password), clock.millis());
    }

    private static String requireName(String name, String otherwise) {
        String stripped = name.strip();
        if (stripped.isEmpty()
                || stripped.length() > NAME_LENGTH_MAX
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new AccountException(Reason.INVALID, otherwise);
        }
        return stripped;
    }

    /** Something, one @, something: whether it exists only a mail could tell. */
    private static boolean looksLikeEmail(String email) {
        int at = email.indexOf('@');
        return at > 0
                && at == email.lastIndexOf('@')
                && at < email.length() - 1
                && email.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    private static String normalEmail(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private NewSession newSession(Account account) {
        String token = tokens.token();
        identities.addSession(Tokens.hash(token), account.id(), clock.millis());
        return new NewSession(token, account);
    }

    /** Who a session token speaks for; empty if the session is unknown, ended or too old. */
    public Optional<SignedIn> authenticate(String token) {
        return signedIn(Tokens.hash(token));
    }

    /** As {@link #authenticate}, by the session's name. */
    public Optional<SignedIn> signedIn(String session) {
        return signedIn(HexFormat.of().parseHex(session));
    }

    private Optional<SignedIn> signedIn(byte[] tokenHash) {
        Optional<Session> found = identities.session(tokenHash);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Session session = found.get();
        long now = clock.millis();
        if (now - session.createdAtMillis() > SESSION_MILLIS_MAX || now - session.seenAtMillis() > IDLE_MILLIS) {
            end(tokenHash, true);
            return Optional.empty();
        }
        if (now - session.seenAtMillis() > TOUCH_MILLIS) {
            identities.touchSession(tokenHash, now);
        }
        String name = HexFormat.of().formatHex(tokenHash);
        return identities.account(session.account()).map(account -> new SignedIn(name, account, session.device()));
    }

    /** Ends a session; its sockets are closed before this returns. */
    public void signOut(SignedIn who) {
        end(HexFormat.of().parseHex(who.session()), false);
        audit(who.account(), "sign-out");
    }

    private void end(byte[] tokenHash, boolean expired) {
        if (identities.removeSession(tokenHash)) {
            String name = HexFormat.of().formatHex(tokenHash);
            sessionEndListeners.forEach(listener -> listener.ended(name, expired));
        }
    }

    /**
     * Binds the session to a device of the account.
     *
     * @param device the id this browser got earlier; empty on its first sign-in
     * @param name for the person's list of devices
     * @return the device's id: the given one, or a new one if none was given or it is not this account's
     * @throws AccountException INVALID if the name is empty or too long
     */
    public String nameDevice(SignedIn who, Optional<String> device, String name) {
        String deviceName = requireName(name, "The device needs a name of at most 200 characters.");
        byte[] session = HexFormat.of().parseHex(who.session());
        String account = who.account().id();
        if (device.filter(Accounts::isId).isPresent()
                && identities.bindDevice(session, account, device.get(), deviceName, clock.millis())) {
            return device.get();
        }
        String made = tokens.id();
        identities.bindDevice(session, account, made, deviceName, clock.millis());
        return made;
    }

    private static boolean isId(String text) {
        return text.length() == 32 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Removes sessions that nobody asked about since they expired. */
    public void removeExpiredSessions() {
        long now = clock.millis();
        identities.removeExpiredSessions(now - SESSION_MILLIS_MAX, now - IDLE_MILLIS);
    }

    private void audit(Account account, String action) {
        identities.audit(clock.millis(), Optional.of(account.id()), Optional.empty(), action, account.id());
    }
}
