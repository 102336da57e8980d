/**
 * A page on screen: its title and its body, bound to the engine document of an open page. The default
 * export of a chunk of its own; the shell loads it when a page is opened.
 */
import { BlockNoteView } from "@blocknote/mantine";
import "@blocknote/mantine/style.css";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore, type MouseEvent } from "react";
import type { Member, PageHandle, PageId } from "../data/api";
import type { BlockId } from "../engine/types";
import { BlockHandle } from "./BlockMenu";
import { CommentButton, CommentsPanel, Toolbar } from "./comments/CommentsPanel";
import { linkedPage } from "./links";
import { editorOf } from "./open-editor";
import type { CommentAuthor } from "./services";
import { TitleLine } from "./TitleLine";
import { unroll } from "./unroll";
import "./comments/comments.css";
import "./editor.css";
import "./spotlight.css";

export { prepareEditor } from "./open-editor";

export interface PageEditorProps {
  /** An open page; another handle is another editor. */
  readonly handle: PageHandle;
  resolveFile(url: string): Promise<string | null>;
  /** @returns the file's `/files/<id>` address */
  uploadFile(file: File): Promise<string>;
  onOpenPage(page: PageId): void;
  /** Whose changes a replica's are; null: not known on this device. */
  authorOf?(replica: string): Promise<CommentAuthor | null>;
  /** Who can be mentioned; null: not known on this device. */
  members?(): Promise<readonly Member[] | null>;
  readonly readOnly?: boolean;
  readonly theme?: "light" | "dark";
  /** Brought into view and marked, with these words of it; each object once. */
  readonly target?: { readonly block: BlockId; readonly words: readonly string[] } | null;
  /** Called once for each kind of mismatch that had to be put right; for logs and tests. */
  onRepaired?(what: string): void;
}

export default function PageEditor(props: PageEditorProps) {
  const { handle, theme = "light" } = props;
  // A new device may get its identity as a writer while the page is open; the save state tells.
  const subscribe = useCallback((listener: () => void) => handle.onSaveState(listener), [handle]);
  const canWrite = useSyncExternalStore(subscribe, () => handle.canWrite);
  const readOnly = props.readOnly === true || !canWrite;
  const { editor, binding, title, services, spotlight, comments } = useMemo(() => editorOf(handle), [handle]);
  useEffect(() => services.connect(props));
  const page = useRef<HTMLDivElement>(null);
  const layOut = useRef<() => void>(null);
  useLayoutEffect(() => {
    if (page.current === null) return;
    layOut.current = unroll(page.current);
    return () => layOut.current?.();
  }, [editor]);
  useTarget();

  /** The caret goes there too, so that the keyboard goes on from it. */
  function useTarget() {
    const target = props.target ?? null;
    useEffect(() => {
      // Where a block is, is known when those above it are laid out.
      if (target !== null) layOut.current?.();
      if (target === null || !spotlight.show(editor.prosemirrorView, binding, target.block, target.words)) return;
      editor.focus();
      editor.setTextCursorPosition(binding.link.editorId(target.block), "start");
    }, [target]);
  }

  const toBody = () => {
    editor.focus();
    const first = editor.document[0];
    if (first) editor.setTextCursorPosition(first, "start");
  };
  const readOnlyLinks = (event: MouseEvent) => {
    const href = (event.target as Element).closest("a[href]")?.getAttribute("href");
    if (!readOnly || href == null || linkedPage(href) === null) return;
    event.preventDefault();
    services.openLink(href);
  };
  return (
    <div ref={page} className="offing-page" data-theme={theme} onClick={readOnlyLinks}>
      <CommentButton comments={comments} />
      <TitleLine title={title} readOnly={readOnly} onLeave={toBody} />
      <BlockNoteView
        editor={editor}
        editable={!readOnly}
        theme={theme}
        sideMenu={false}
        comments={false}
        formattingToolbar={false}
      >
        <BlockHandle />
        <Toolbar comments={comments} />
      </BlockNoteView>
      <CommentsPanel comments={comments} services={services} readOnly={readOnly} />
    </div>
  );
}
