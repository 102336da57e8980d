/** Comments beside the page: the button that shows them, the one in the toolbar of a selection, the panel. */
import {
  DesktopFormattingToolbarController,
  FormattingToolbar,
  FormattingToolbarController,
  getFormattingToolbarItems,
  useComponentsContext,
} from "@blocknote/react";
import { useEffect, useId, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { CommentAuthor, EditorServices } from "../services";
import type { Comments, Draft } from "./comments";
import { MentionedText, MentionField } from "./MentionField";
import { NO_TEXT, type CommentText } from "./mentions";
import type { Thread, ThreadComment } from "./threads";
import { commentsLabel, placeWords, timeWords } from "./words";

const useComments = (comments: Comments) => useSyncExternalStore(comments.subscribe, comments.state);

/** Stands in the bar above the page (`#page-tools`), or above the title where there is no bar. */
export function CommentButton({ comments }: { comments: Comments }) {
  const { threads, open } = useComments(comments);
  const [bar, setBar] = useState<HTMLElement | null>(null);
  // eslint-disable-next-line react-hooks/set-state-in-effect -- the bar is another part of the page, there once this is mounted
  useEffect(() => setBar(document.getElementById("page-tools")), []);
  const count = threads.filter((thread) => !thread.resolved).length;
  const button = (
    <button
      type="button"
      className="offing-comments-button"
      aria-expanded={open}
      aria-label={commentsLabel(count)}
      data-tip="Comments"
      onClick={() => comments.show(!open)}
    >
      <Bubble />
      {count > 0 && <span aria-hidden="true">{count}</span>}
    </button>
  );
  return bar === null ? <div className="offing-comments-bar">{button}</div> : createPortal(button, bar);
}

/** What BlockNote offers for a selection, and a comment on it. */
export function Toolbar({ comments }: { comments: Comments }) {
  const [toolbar] = useState(() => () => (
    <FormattingToolbar>
      {getFormattingToolbarItems()}
      <ToolbarButton key="comment" comments={comments} />
    </FormattingToolbar>
  ));
  return touched() ? (
    <FormattingToolbarController formattingToolbar={toolbar} />
  ) : (
    <DesktopFormattingToolbarController formattingToolbar={toolbar} />
  );
}

/**
 * Only there can a keyboard cover the page. The controller that looks out for one measures the page and styles it in
 * turn when it is mounted, which lays a long page out several times before it is shown.
 */
const touched = (): boolean => navigator.maxTouchPoints > 0 && matchMedia("(pointer: coarse)").matches;

function ToolbarButton({ comments }: { comments: Comments }) {
  const Components = useComponentsContext();
  if (!Components) return null;
  return (
    <Components.FormattingToolbar.Button
      className="bn-button"
      mainTooltip="Comment"
      secondaryTooltip={isApple ? "⌘⌥M" : "Ctrl+Alt+M"}
      label="Comment"
      icon={<Bubble />}
      onClick={() => comments.begin()}
    />
  );
}

interface PanelProps {
  readonly comments: Comments;
  readonly services: EditorServices;
  readonly readOnly: boolean;
}

export function CommentsPanel({ comments, services, readOnly }: PanelProps) {
  const { threads, draft, open } = useComments(comments);
  const heading = useId();
  const [showsResolved, setShowsResolved] = useState(false);
  if (!open) return null;
  const live = threads.filter((thread) => !thread.resolved);
  const resolved = threads.filter((thread) => thread.resolved);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (draft !== null) comments.giveUp();
    else comments.show(false);
  };
  const list = (some: readonly Thread[]) =>
    some.map((thread) => (
      <ThreadCard key={thread.id} thread={thread} comments={comments} services={services} readOnly={readOnly} />
    ));
  return (
    <aside className="offing-comments" aria-labelledby={heading} onKeyDown={onKeyDown}>
      <header>
        <h2 id={heading}>Comments</h2>
        <button
          type="button"
          className="offing-comments-close"
          aria-label="Close the comments"
          onClick={() => comments.show(false)}
        >
          <Cross />
        </button>
      </header>
      {draft !== null && <DraftCard draft={draft} comments={comments} services={services} />}
      {live.length === 0 && draft === null && (
        <p className="offing-comments-none">
          No open comments. Select some text and choose Comment, or write one about the page.
        </p>
      )}
      {list(live)}
      {draft === null && !readOnly && (
        <button type="button" className="offing-comments-new" onClick={() => comments.begin()}>
          Comment on the selection, or on the page
        </button>
      )}
      {resolved.length > 0 && (
        <section aria-label="Resolved comments">
          <button
            type="button"
            className="offing-comments-more"
            aria-expanded={showsResolved}
            onClick={() => setShowsResolved(!showsResolved)}
          >
            {showsResolved ? "Hide" : "Show"} {resolved.length} resolved
          </button>
          {showsResolved && list(resolved)}
        </section>
      )}
    </aside>
  );
}

function DraftCard({ draft, comments, services }: Omit<PanelProps, "readOnly"> & { readonly draft: Draft }) {
  return (
    <section className="offing-thread" data-active aria-label="New comment">
      {draft.quote === "" ? (
        <p className="offing-thread-place">About the page</p>
      ) : (
        <blockquote>{draft.quote}</blockquote>
      )}
      <Composer
        label="Your comment"
        action="Comment"
        services={services}
        focused
        onDone={(comment) => comments.publish(comment)}
        onGiveUp={() => comments.giveUp()}
      />
    </section>
  );
}

function ThreadCard({ thread, comments, services, readOnly }: PanelProps & { readonly thread: Thread }) {
  const { active } = useComments(comments);
  const isActive = active === thread.id;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isActive) card.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  const place = placeWords(thread);
  return (
    <section
      ref={card}
      className="offing-thread"
      data-active={isActive || undefined}
      data-thread={thread.id}
      aria-label={thread.quote === "" ? "Comment on the page" : `Comment on “${thread.quote}”`}
    >
      {thread.quote !== "" && (
        <button type="button" className="offing-thread-quote" onClick={() => comments.activate(thread.id)}>
          {thread.quote}
        </button>
      )}
      {place !== null && <p className="offing-thread-place">{place}</p>}
      {thread.comments.map((comment) => (
        <OneComment
          key={comment.id}
          thread={thread}
          comment={comment}
          comments={comments}
          services={services}
          readOnly={readOnly}
        />
      ))}
      {!readOnly && !thread.resolved && (
        <Composer
          label="Reply"
          action="Reply"
          services={services}
          onDone={(comment) => comments.reply(thread.id, comment)}
        />
      )}
      {!readOnly && (
        <button
          type="button"
          className="offing-thread-resolve"
          onClick={() => comments.resolve(thread.id, !thread.resolved)}
        >
          {thread.resolved ? "Open again" : "Resolve"}
        </button>
      )}
    </section>
  );
}

function OneComment({
  thread,
  comment,
  comments,
  services,
  readOnly,
}: PanelProps & { readonly thread: Thread; readonly comment: ThreadComment }) {
  const author = useAuthor(comments.writer(thread.id, comment.id), services);
  const [editing, setEditing] = useState(false);
  const mine = author?.you === true;
  const [now] = useState(() => Date.now());
  return (
    <article className="offing-comment">
      <p className="offing-comment-head">
        <strong>{author === null ? "Somebody" : author.you ? "You" : (author.name ?? "Somebody")}</strong>{" "}
        <time dateTime={new Date(comment.at).toISOString()}>{timeWords(comment.at, now)}</time>
      </p>
      {editing ? (
        <Composer
          label="Your comment"
          action="Save"
          services={services}
          focused
          initial={comment}
          onDone={(changed) => {
            comments.rewrite(thread.id, comment.id, changed);
            setEditing(false);
          }}
          onGiveUp={() => setEditing(false)}
        />
      ) : (
        <MentionedText comment={comment} services={services} />
      )}
      {mine && !readOnly && !editing && (
        <p className="offing-comment-tools">
          <button type="button" onClick={() => setEditing(true)}>
            Edit
          </button>
          <button type="button" onClick={() => comments.remove(thread.id, comment.id)}>
            Delete
          </button>
        </p>
      )}
    </article>
  );
}

function useAuthor(replica: string | null, services: EditorServices): CommentAuthor | null {
  const [author, setAuthor] = useState<CommentAuthor | null>(null);
  useEffect(() => {
    if (replica === null) return;
    let current = true;
    services.authorOf(replica).then(
      (found) => current && setAuthor(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [replica, services]);
  return author;
}

interface ComposerProps {
  readonly label: string;
  readonly action: string;
  readonly services: EditorServices;
  readonly initial?: CommentText;
  readonly focused?: boolean;
  readonly onDone: (comment: CommentText) => void;
  readonly onGiveUp?: () => void;
}

function Composer({ label, action, services, initial = NO_TEXT, focused = false, onDone, onGiveUp }: ComposerProps) {
  const [comment, setComment] = useState(initial);
  const isEmpty = comment.text.trim() === "";
  const send = () => {
    if (isEmpty) return;
    onDone(comment);
    setComment(NO_TEXT);
  };
  const shown = comment.text !== "" || focused;
  return (
    <div className="offing-composer">
      <MentionField
        label={label}
        rows={shown ? 2 : 1}
        focused={focused}
        comment={comment}
        services={services}
        onChange={setComment}
        onSend={send}
      />
      {shown && (
        <p>
          <button type="button" className="offing-composer-send" aria-disabled={isEmpty} onClick={send}>
            {action}
          </button>
          {onGiveUp !== undefined && (
            <button type="button" onClick={onGiveUp}>
              Cancel
            </button>
          )}
        </p>
      )}
    </div>
  );
}

const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

function Line({ children }: { children: ReactNode }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

const Bubble = () => (
  <Line>
    <path d="M4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H10l-3.5 3v-3h-2A1.5 1.5 0 0 1 3 12.5v-7A1.5 1.5 0 0 1 4.5 4ZM6.5 7.5h7M6.5 10.5h4.5" />
  </Line>
);

const Cross = () => (
  <Line>
    <path d="M5.5 5.5l9 9M14.5 5.5l-9 9" />
  </Line>
);
