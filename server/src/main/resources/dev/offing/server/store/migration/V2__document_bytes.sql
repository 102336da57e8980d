-- Bytes of all changes of a document: what a device without any of them would fetch.
ALTER TABLE documents ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;

UPDATE documents SET bytes =
    (SELECT coalesce(sum(length(changes.bytes)), 0) FROM changes WHERE changes.document = documents.number);
