// The globals of IndexedDB (IDBKeyRange and the rest), which a browser has.
import "fake-indexeddb/auto";
