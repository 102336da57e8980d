-- What pages say, for the search; derived from the log, may be emptied at any time.
CREATE TABLE texts (
    document    INTEGER PRIMARY KEY REFERENCES documents (number),
    -- The last change it was read from.
    sequence    INTEGER NOT NULL,
    -- A line for each block.
    body        TEXT    NOT NULL
) STRICT;

-- The words of texts.body under the same number, folded and separated by spaces; the index alone.
CREATE VIRTUAL TABLE words USING fts5 (
    terms,
    content = '',
    contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 0'
);
