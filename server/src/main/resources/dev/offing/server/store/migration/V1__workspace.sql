-- Times are epoch milliseconds of the server's clock. Tokens are kept as SHA-256 hashes only.

CREATE TABLE workspace (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    -- Changes whenever this log may differ from what devices remember of it (a restored backup).
    epoch       TEXT    NOT NULL,
    -- Counts every change of every document.
    head        INTEGER NOT NULL DEFAULT 0,
    name        TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
    id          TEXT    PRIMARY KEY,
    email       TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'member')),
    -- Argon2id in PHC form; it names its own parameters.
    password    TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
    id          TEXT    PRIMARY KEY,
    account     TEXT    NOT NULL REFERENCES accounts (id),
    name        TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash  BLOB    PRIMARY KEY,
    account     TEXT    NOT NULL REFERENCES accounts (id),
    device      TEXT    REFERENCES devices (id),
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_account ON sessions (account);

-- Issued once, never again: the row stays when its device is gone.
CREATE TABLE replicas (
    id          INTEGER PRIMARY KEY,
    -- Null: the server itself (import, first pages).
    account     TEXT    REFERENCES accounts (id),
    device      TEXT    REFERENCES devices (id),
    issued_at   INTEGER NOT NULL,
    -- Set when one id was seen with two contents; nothing more is taken from it.
    frozen_at   INTEGER
) STRICT;

CREATE INDEX replicas_by_device ON replicas (device);

CREATE TABLE invitations (
    token_hash  BLOB    PRIMARY KEY,
    created_by  TEXT    NOT NULL REFERENCES accounts (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_by     TEXT    REFERENCES accounts (id)
) STRICT;

CREATE TABLE documents (
    number      INTEGER PRIMARY KEY,
    -- 'p:' or 'r:' and the page id.
    id          TEXT    NOT NULL UNIQUE,
    -- Sequence of its newest change; the first change has 1.
    head        INTEGER NOT NULL,
    -- Workspace sequence of its newest change: "what changed since I last looked" is one range of it.
    workspace_head INTEGER NOT NULL UNIQUE,
    -- When the newest change was taken.
    changed_at  INTEGER NOT NULL,
    -- Plain copy of a page document's title, derived.
    title       TEXT    NOT NULL
) STRICT;

CREATE TABLE changes (
    document      INTEGER NOT NULL REFERENCES documents (number),
    sequence      INTEGER NOT NULL,
    replica       INTEGER NOT NULL REFERENCES replicas (id),
    first_counter INTEGER NOT NULL,
    id_count      INTEGER NOT NULL,
    bytes         BLOB    NOT NULL,
    received_at   INTEGER NOT NULL,
    -- Null: the server itself.
    account       TEXT    REFERENCES accounts (id),
    PRIMARY KEY (document, sequence)
) STRICT, WITHOUT ROWID;

-- The last line of defence against one operation id with two contents.
CREATE UNIQUE INDEX changes_by_id ON changes (document, replica, first_counter);

-- Derived from the log; may be deleted at any time.
CREATE TABLE snapshots (
    document    INTEGER PRIMARY KEY REFERENCES documents (number),
    sequence    INTEGER NOT NULL,
    bytes       BLOB    NOT NULL
) STRICT;

-- The bytes lie in the folder 'files' under the same id, the SHA-256 of the content.
CREATE TABLE files (
    id          TEXT    PRIMARY KEY,
    size_bytes  INTEGER NOT NULL,
    account     TEXT    REFERENCES accounts (id),
    created_at  INTEGER NOT NULL
) STRICT;

-- Both contents of an operation id that was used twice.
CREATE TABLE evidence (
    number        INTEGER PRIMARY KEY,
    document      TEXT    NOT NULL,
    replica       INTEGER NOT NULL,
    first_counter INTEGER NOT NULL,
    bytes         BLOB    NOT NULL,
    received_at   INTEGER NOT NULL,
    account       TEXT
) STRICT;

-- Who did what, never what was written: no content, no tokens.
CREATE TABLE audit (
    number      INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    account     TEXT,
    device      TEXT,
    action      TEXT    NOT NULL,
    subject     TEXT    NOT NULL
) STRICT;
