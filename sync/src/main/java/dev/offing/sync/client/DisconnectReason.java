package dev.offing.sync.client;

/** What a transport knows about why there is no connection. */
public enum DisconnectReason {
    /** The attempt failed or the connection ended: no network, no server, a proxy, a closed socket. */
    NETWORK,
    /** The ticket was not given: the account has to sign in again. */
    SIGN_IN,
    /** The ticket was not given: the server wants a newer client. */
    UPDATE
}
