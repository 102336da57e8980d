/** An editor over an open page: BlockNote, the binding and the plugins, before any of it is on screen. */
import { BlockNoteEditor, createExtension } from "@blocknote/core";
import { en } from "@blocknote/core/locales";
import { EditorState, TextSelection } from "prosemirror-state";
import type { PageHandle } from "../data/api";
import { Binding } from "./binding/binding";
import { BoundView } from "./binding/plugin";
import { Comments } from "./comments/comments";
import { isAllowedLink } from "./links";
import { EditorServices } from "./services";
import { schema, type PageBlockEditor } from "./schema";
import { Spotlight } from "./spotlight";
import { SurvivorBadges } from "./survivors";
import { Title } from "./title";

export interface OpenEditor {
  readonly editor: PageBlockEditor;
  readonly binding: Binding;
  readonly view: BoundView;
  readonly title: Title;
  readonly services: EditorServices;
  readonly spotlight: Spotlight;
  readonly comments: Comments;
}

/** Editors that were made before anybody asked for them, null once somebody did. */
const prepared = new WeakMap<PageHandle, OpenEditor | null>();

/** Makes the editor of a page that is likely to be shown. What changes until then it learns when it is mounted. */
export function prepareEditor(handle: PageHandle): void {
  if (!prepared.has(handle)) prepared.set(handle, openEditor(handle));
}

/** The editor that was prepared for the page, the first time; else another one. */
export function editorOf(handle: PageHandle): OpenEditor {
  const ready = prepared.get(handle) ?? null;
  prepared.set(handle, null);
  return ready ?? openEditor(handle);
}

function openEditor(handle: PageHandle): OpenEditor {
  const services = new EditorServices();
  const view = new BoundView(handle);
  const badges = new SurvivorBadges();
  const spotlight = new Spotlight();
  const comments = new Comments();
  const engine = createExtension({
    key: "engine",
    runsBefore: ["default"],
    prosemirrorPlugins: [view.plugin, badges.plugin, spotlight.plugin, comments.plugin],
    keyboardShortcuts: {
      "Mod-z": () => view.undo(),
      "Mod-y": () => view.redo(),
      "Shift-Mod-z": () => view.redo(),
      "Mod-Alt-m": () => comments.begin(),
      ArrowUp: () => leaveUp(true),
      ArrowLeft: () => leaveUp(false),
      Backspace: () => backspace(),
    },
  });
  const editor: PageBlockEditor = BlockNoteEditor.create({
    schema,
    extensions: [engine],
    disableExtensions: ["history"],
    tabBehavior: "prefer-indent",
    animations: false,
    domAttributes: { editor: { "aria-label": "Page text", "aria-multiline": "true" } },
    dictionary: { ...en, placeholders: { ...en.placeholders, ...PLACEHOLDERS } },
    links: { isValidLink: isAllowedLink, onClick: (event) => clickedLink(event, services) },
    tables: { headers: true },
    resolveFileUrl: async (url) => (await services.resolveFile(url)) ?? UNAVAILABLE,
    uploadFile: (file) => services.uploadFile(file),
  });
  const title = new Title();
  const binding = new Binding(handle.document, editor.pmSchema, {
    committed: () => handle.committed(),
    // The commit is made at once; whether it became durable is told by the save state.
    checkpoint: () => void handle.flush().catch(() => undefined),
    title: (caret) => title.changed(caret),
    repaired: (what) => services.repaired(what),
    failed: (error) => reportError(error),
  });
  title.bind(binding, view);
  view.bind(binding);
  badges.bind(binding, {
    keep: (block) => view.dispatch(binding.keep(block, editor.prosemirrorState)),
    remove: (block) => editor.removeBlocks([binding.link.editorId(block)]),
  });
  comments.bind(binding, view);
  editor._tiptapEditor.view.updateState(EditorState.create({ doc: binding.shown }));

  /** From the first line of the body into the title; `line`: from anywhere in it. */
  function leaveUp(line: boolean): boolean {
    const { selection, doc } = editor.prosemirrorState;
    const start = TextSelection.atStart(doc);
    if (!(selection instanceof TextSelection) || !selection.empty || !selection.$head.sameParent(start.$head))
      return false;
    if (line ? !editor.prosemirrorView.endOfTextblock("up") : selection.head !== start.head) return false;
    title.focusEnd();
    return true;
  }
  /** Backspace there first undoes the block's type, as everywhere. */
  function backspace(): boolean {
    const { $head } = editor.prosemirrorState.selection;
    return $head.parent.type.name === "paragraph" && leaveUp(false);
  }
  return { editor, binding, view, title, services, spotlight, comments };
}

/** What stands where an image would be that is neither on this device nor reachable. */
const UNAVAILABLE = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="120" viewBox="0 0 480 120">
    <rect x=".5" y=".5" width="479" height="119" rx="8" fill="#8494a0" fill-opacity=".1" stroke="#8494a0" stroke-opacity=".4"/>
    <text x="240" y="56" text-anchor="middle" font-family="system-ui,sans-serif" font-size="15" fill="#74838d">This file is not on this device yet</text>
    <text x="240" y="80" text-anchor="middle" font-family="system-ui,sans-serif" font-size="13" fill="#74838d">It is fetched when the server can be reached</text>
  </svg>`,
)}`;

const PLACEHOLDERS = {
  default: "Write, or press / for blocks",
  emptyDocument: "Write, or press / for blocks",
  heading: "Heading",
  bulletListItem: "List item",
  numberedListItem: "List item",
  checkListItem: "To do",
  toggleListItem: "Toggle",
  quote: "Quote",
};

function clickedLink(event: MouseEvent, services: EditorServices): boolean {
  const anchor = (event.target as Element).closest("a");
  const href = anchor?.getAttribute("href") ?? "";
  if (isAllowedLink(href)) services.openLink(href);
  return true;
}
