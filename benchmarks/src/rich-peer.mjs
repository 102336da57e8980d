// node rich-peer.mjs yjs|loro: a long page as the engine's bench makes it, in one rich text of lines.
import { Lcg, median, round, time } from "./common.mjs";

const name = process.argv[2];
const PARAGRAPHS = 10_000;
const LENGTH = 100;
const MARKS = 20_000;
const random = new Lcg(42);

const libraries = {
  async yjs() {
    const Y = await import("yjs");
    return {
      make: () => new Y.Doc(),
      insert: (doc, at, text) => doc.getText("t").insert(at, text),
      mark: (doc, from, to, type, value) => doc.getText("t").format(from, to - from, { [type]: value }),
      save: (doc) => Y.encodeStateAsUpdate(doc),
      load(bytes) {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, bytes);
        return doc;
      },
      read: (doc) => doc.getText("t").toDelta(),
    };
  },
  async loro() {
    const { LoroDoc } = await import("loro-crdt");
    const expand = { bold: "after", italic: "after", link: "none", comment: "none" };
    const make = () => {
      const doc = new LoroDoc();
      doc.configTextStyle(Object.fromEntries(Object.entries(expand).map(([type, value]) => [type, { expand: value }])));
      return doc;
    };
    return {
      make,
      insert(doc, at, text) {
        doc.getText("t").insert(at, text);
        doc.commit();
      },
      mark(doc, start, end, type, value) {
        doc.getText("t").mark({ start, end }, type, value);
        doc.commit();
      },
      save: (doc) => doc.export({ mode: "snapshot" }),
      load(bytes) {
        const doc = make();
        doc.import(bytes);
        return doc;
      },
      read: (doc) => doc.getText("t").toDelta(),
    };
  },
};

const library = await libraries[name]();
const doc = library.make();
for (let i = 0; i < PARAGRAPHS; i++) {
  let text = "";
  while (text.length < LENGTH) text += String.fromCharCode(97 + random.next(26));
  library.insert(doc, i * (LENGTH + 1), text + "\n");
}
const [marked] = time(() => {
  for (let i = 0; i < MARKS; i++) {
    const length = 5 + random.next(56);
    const start = random.next(LENGTH - length + 1);
    const type = ["bold", "italic", "link", "comment"][random.next(4)];
    const value = type === "link" ? `https://example.org/${i}` : type === "comment" ? `c${i}` : true;
    const from = random.next(PARAGRAPHS) * (LENGTH + 1) + start;
    library.mark(doc, from, from + length, type, value);
  }
});
const saved = library.save(doc).slice();
const loads = [];
for (let i = 0; i < 5; i++) {
  const [millis, runs] = time(() => library.read(library.load(saved)));
  if (runs.reduce((sum, run) => sum + run.insert.length, 0) !== PARAGRAPHS * (LENGTH + 1)) throw new Error("wrong length");
  loads.push(millis);
}
const keys = [];
for (let i = 0; i < 500; i++) {
  const at = random.next(PARAGRAPHS) * (LENGTH + 1) + LENGTH / 2;
  keys.push(time(() => library.insert(doc, at, "x"))[0]);
}
keys.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    bench: "rich text",
    runtime: name,
    verified: true,
    mark_us: round((marked * 1000) / MARKS),
    load_ms: round(median(loads)),
    keystroke_median_ms: round(keys[keys.length >> 1]),
    keystroke_p95_ms: round(keys[Math.floor(keys.length * 0.95)]),
  }),
);
