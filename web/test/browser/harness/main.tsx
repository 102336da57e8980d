/**
 * Two editors on two replicas of one page, with a link between them that can be cut. `?engine=fake` uses
 * the test double (one shared state, no merging) instead of the compiled engine.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import PageEditor from "../../../src/editor/PageEditor";
import { FakeLink } from "./fake-link";
import { MergingLink } from "./merging-link";
import "../../../src/app/tokens.css";
import "../../../src/app/base.css";
import type { Harness, HarnessLink } from "./link";
import { inspectEditor, inspectEngine, viewOf } from "./inspect";

const query = new URLSearchParams(location.search);
const theme = query.get("theme") === "dark" ? "dark" : "light";
const link: HarnessLink = query.get("engine") === "fake" ? new FakeLink() : await MergingLink.open();
document.documentElement.dataset["theme"] = theme;
document.body.style.overflow = "auto";
// Two panels at one edge would lie on each other.
document.head.append(
  Object.assign(document.createElement("style"), { textContent: ".offing-comments { position: static }" }),
);

const known = [
  { account: "a", name: "Ada Rask" },
  { account: "b", name: "Gréta Holm" },
  { account: "c", name: "Greta Lund" },
];
const members = query.get("members") === "unknown" ? null : known;
const opened: string[] = [];
const repaired: string[] = [];
const harness: Harness = {
  link,
  opened,
  repaired,
  editor: inspectEditor,
  engine: (peer) => inspectEngine(link, peer),
  caret: (peer) => {
    const { $head } = viewOf(peer).state.selection;
    return [$head.parent.textContent, $head.parentOffset];
  },
};
Object.assign(window, { harness });

const editor = (name: "a" | "b") => (
  <section data-peer={name} style={{ minHeight: "40vh" }}>
    <PageEditor
      handle={link.handle(name)}
      resolveFile={(url) => Promise.resolve(url)}
      uploadFile={(file) => Promise.resolve(`/files/${file.name}`)}
      onOpenPage={(page) => opened.push(page)}
      members={() => Promise.resolve(members?.map((member) => ({ ...member, you: member.account === name })) ?? null)}
      theme={theme}
      readOnly={query.get("readonly") !== null}
      onRepaired={(what) => repaired.push(`${name}: ${what}`)}
    />
  </section>
);
const root = document.getElementById("root");
if (!root) throw new Error("no root");
createRoot(root).render(
  <StrictMode>
    {editor("a")}
    {query.get("one") === null && editor("b")}
  </StrictMode>,
);
