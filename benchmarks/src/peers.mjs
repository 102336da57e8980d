// One thin adapter a library, all with the same surface, for one shared text.
//   make(agent)            an empty replica; agents count from 0
//   edit(doc, patches)     patches [position, deleted, inserted] as one transaction; returns the document
//   updates(doc, edit)     runs edit(doc) and returns [document, bytes of what it did]
//   receive(doc, bytes)    merges one update; receiveAll(doc, list): several at once
//   save(doc), load(bytes) with history where the library keeps one; extra sizes in sizes(doc)
//   text(doc)              the plain text
//   free(doc)
//   adopt(doc, agent)      writes as another agent from now on; null: as none of them
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const splice = (remove, insert) => (patches) => {
  for (const [position, deleted, inserted] of patches) {
    if (deleted) remove(position, deleted);
    if (inserted) insert(position, inserted);
  }
};

const libraries = {
  async yjs() {
    const Y = await import("yjs");
    const text = (doc) => doc.getText("t");
    const merge = (doc, list) => {
      doc.transact(() => list.forEach((bytes) => Y.applyUpdate(doc, bytes)));
      return doc;
    };
    return {
      package: "yjs",
      make(agent) {
        const doc = new Y.Doc();
        doc.clientID = agent + 1;
        text(doc);
        return doc;
      },
      /** Yjs gives up an id when it hears of it from elsewhere, so a document has none of the trace's while it listens. */
      adopt(doc, agent) {
        doc.clientID = agent === null ? 0xfffffff : agent + 1;
        return doc;
      },
      edit(doc, patches) {
        const t = text(doc);
        doc.transact(() => splice((p, n) => t.delete(p, n), (p, s) => t.insert(p, s))(patches));
        return doc;
      },
      updates(doc, edit) {
        let sent = null;
        const listen = (bytes) => (sent = bytes);
        doc.on("update", listen);
        edit(doc);
        doc.off("update", listen);
        return [doc, sent];
      },
      receive(doc, bytes) {
        Y.applyUpdate(doc, bytes);
        return doc;
      },
      receiveAll: merge,
      save: (doc) => Y.encodeStateAsUpdate(doc),
      load: (bytes) => merge(new Y.Doc(), [bytes]),
      sizes: (doc) => ({ bytes: Y.encodeStateAsUpdateV2(doc).length }),
      history: (doc) => Y.encodeStateAsUpdate(doc),
      text: (doc) => text(doc).toString(),
      free: (doc) => doc.destroy(),
    };
  },

  async loro() {
    const { LoroDoc } = await import("loro-crdt");
    return {
      package: "loro-crdt",
      make(agent) {
        const doc = new LoroDoc();
        doc.setPeerId(BigInt(agent + 1));
        return doc;
      },
      edit(doc, patches) {
        const t = (doc.t ??= doc.getText("t"));
        splice((p, n) => t.delete(p, n), (p, s) => t.insert(p, s))(patches);
        doc.commit();
        return doc;
      },
      updates(doc, edit) {
        const before = doc.version();
        edit(doc);
        return [doc, doc.export({ mode: "update", from: before })];
      },
      receive(doc, bytes) {
        doc.import(bytes);
        return doc;
      },
      receiveAll(doc, list) {
        doc.importBatch(list);
        return doc;
      },
      save: (doc) => doc.export({ mode: "snapshot" }),
      load(bytes) {
        const doc = new LoroDoc();
        doc.import(bytes);
        return doc;
      },
      sizes: (doc) => ({
        bytes_history: doc.export({ mode: "snapshot" }).length,
        bytes: doc.export({ mode: "shallow-snapshot", frontiers: doc.frontiers() }).length,
      }),
      text: (doc) => doc.getText("t").toString(),
      free: (doc) => doc.free(),
    };
  },

  async automerge() {
    const A = await import("@automerge/automerge");
    const seed = A.save(A.change(A.init({ actor: "f".repeat(32) }), { time: 0 }, (d) => void (d.t = "")));
    return {
      package: "@automerge/automerge",
      make: (agent) => A.load(seed, { actor: (agent + 1).toString(16).padStart(32, "0") }),
      edit: (doc, patches) =>
        A.change(doc, { time: 0 }, (d) => {
          for (const [p, n, s] of patches) A.splice(d, ["t"], p, n, s || undefined);
        }),
      updates(doc, edit) {
        const after = edit(doc);
        return [after, A.getLastLocalChange(after)];
      },
      receive: (doc, bytes) => A.applyChanges(doc, [bytes])[0],
      receiveAll: (doc, list) => A.applyChanges(doc, list)[0],
      save: (doc) => A.save(doc),
      load: (bytes) => A.load(bytes),
      sizes: (doc) => ({ bytes_history: A.save(doc).length }),
      text: (doc) => doc.t.toString(),
      free: (doc) => A.free(doc),
    };
  },

  async jsonjoy() {
    const { Model } = require("json-joy/lib/json-crdt");
    const { Patch } = require("json-joy/lib/json-crdt-patch");
    const base = Model.create(undefined, 65536);
    base.api.set({ t: "" });
    base.api.flush();
    const seed = base.toBinary();
    return {
      package: "json-joy",
      make: (agent) => Model.load(seed, 65537 + agent),
      edit(doc, patches) {
        const t = (doc.t ??= doc.api.str(["t"]));
        splice((p, n) => t.del(p, n), (p, s) => t.ins(p, s))(patches);
        doc.sent = doc.api.flush();
        return doc;
      },
      updates(doc, edit) {
        edit(doc);
        return [doc, doc.sent.toBinary()];
      },
      receive(doc, bytes) {
        doc.applyPatch(Patch.fromBinary(bytes));
        return doc;
      },
      receiveAll(doc, list) {
        doc.applyBatch(list.map((bytes) => Patch.fromBinary(bytes)));
        return doc;
      },
      save: (doc) => doc.toBinary(),
      load: (bytes) => Model.fromBinary(bytes),
      sizes: (doc) => ({ bytes: doc.toBinary().length }),
      text: (doc) => doc.api.str(["t"]).view(),
      free() {},
    };
  },

  async dt() {
    const { Doc } = require("diamond-types-node");
    return {
      package: "diamond-types-node",
      make: (agent) => new Doc("a" + agent),
      edit(doc, patches) {
        splice((p, n) => doc.del(p, n), (p, s) => doc.ins(p, s))(patches);
        return doc;
      },
      updates(doc, edit) {
        const before = doc.getLocalVersion();
        edit(doc);
        return [doc, doc.getPatchSince(before)];
      },
      receive(doc, bytes) {
        doc.mergeBytes(bytes);
        return doc;
      },
      receiveAll(doc, list) {
        list.forEach((bytes) => doc.mergeBytes(bytes));
        return doc;
      },
      save: (doc) => doc.toBytes(),
      load: (bytes) => Doc.fromBytes(bytes, "loader"),
      sizes: (doc) => ({ bytes_history: doc.toBytes().length }),
      text: (doc) => doc.get(),
      free: (doc) => doc.free(),
    };
  },
};

export const peer = (name) => libraries[name]();

export function versionOf(packageName) {
  const root = new URL(`../node_modules/${packageName}/package.json`, import.meta.url);
  return require(root.pathname).version;
}
