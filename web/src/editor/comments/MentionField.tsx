/** The field a comment is written in. An `@` opens a list of the members below it; the focus stays in the field. */
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { Member } from "../../data/api";
import type { EditorServices } from "../services";
import { edited, matching, mentioned, piecesOf, wordAt, type CommentText } from "./mentions";
import { NAMES_UNKNOWN, namesWords } from "./words";

interface MentionFieldProps {
  readonly label: string;
  readonly rows: number;
  /** Takes the focus when it is made. */
  readonly focused: boolean;
  readonly comment: CommentText;
  readonly services: EditorServices;
  readonly onChange: (comment: CommentText) => void;
  readonly onSend: () => void;
}

/**
 * Enter makes a line, with Ctrl or ⌘ it sends; while the list is open it takes the marked name. A field of several
 * lines may not be a `combobox` and may not say that it is expanded: the status says that a list has opened.
 */
export function MentionField({ label, rows, focused, comment, services, onChange, onSend }: MentionFieldProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [index, setIndex] = useState(0);
  const { word, follow, leave, close, caretTo } = useWord(field, comment);
  const members = useMembers(services, word !== null);
  const choices = word === null ? [] : matching(members ?? [], word.query);
  const unknown = word !== null && members === null;
  const active = Math.min(index, choices.length - 1);
  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);

  function show(next: number) {
    setIndex(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  }
  function take(member: Member | undefined) {
    if (word === null || member === undefined) return;
    const { caret, ...changed } = mentioned(comment, word, member);
    caretTo(caret);
    onChange(changed);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    const open = plain && choices.length > 0;
    if (sends) onSend();
    else if (event.key === "Escape" && (choices.length > 0 || unknown)) {
      // The panel does not hear of it: the list is what closes.
      event.stopPropagation();
      close();
    } else if (open && event.key === "ArrowDown") show((active + 1) % choices.length);
    else if (open && event.key === "ArrowUp") show(active <= 0 ? choices.length - 1 : active - 1);
    else if (open && (event.key === "Enter" || event.key === "Tab")) take(choices[active]);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <textarea
        ref={field}
        aria-label={label}
        aria-haspopup="listbox"
        aria-controls={choices.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={choices.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={label}
        rows={rows}
        maxLength={10_000}
        value={comment.text}
        onChange={({ target }) => {
          const changed = edited(comment, target.value, target.selectionEnd);
          setIndex(0);
          follow(changed);
          onChange(changed);
        }}
        onSelect={() => follow(comment)}
        onBlur={leave}
        onKeyDown={onKeyDown}
      />
      {choices.length > 0 && (
        <ul ref={list} id={`${id}-list`} role="listbox" aria-label="People" className="offing-mention-list">
          {choices.map((member, at) => (
            <li
              key={member.account}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === active}
              onPointerMove={() => setIndex(at)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(member)}
            >
              {member.name}
              {member.you && <span> you</span>}
            </li>
          ))}
        </ul>
      )}
      <div role="status" className={unknown ? "offing-mention-unknown" : "offing-mention-heard"}>
        {unknown ? NAMES_UNKNOWN : namesWords(choices.length)}
      </div>
    </>
  );
}

/** A comment as it is shown, whoever is mentioned set off, the reader more so. */
export function MentionedText({ comment, services }: { comment: CommentText; services: EditorServices }) {
  const members = useMembers(services, comment.mentions.length > 0);
  const you = members?.find((member) => member.you)?.account;
  return (
    <p className="offing-comment-text">
      {piecesOf(comment).map(({ text, account }, at) =>
        account === null ? (
          text
        ) : (
          <span key={at} className={account === you ? "offing-mention offing-mention-you" : "offing-mention"}>
            {text}
          </span>
        ),
      )}
    </p>
  );
}

/** The word at the caret for which the list is open. */
function useWord(field: RefObject<HTMLTextAreaElement | null>, comment: CommentText) {
  const [caret, setCaret] = useState<number | null>(null);
  /** Where the word begins whose list was closed. */
  const [closed, setClosed] = useState<number | null>(null);
  const goTo = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (goTo.current !== null) field.current?.setSelectionRange(goTo.current, goTo.current);
    goTo.current = null;
  }, [field, comment]);
  const found = caret === null ? null : wordAt(comment, caret);
  return {
    word: found?.start === closed ? null : found,
    follow: (now: CommentText) => {
      const { selectionStart = 0, selectionEnd = 0 } = field.current ?? {};
      const at = selectionStart === selectionEnd ? selectionEnd : null;
      setCaret(at);
      if (at === null || wordAt(now, at)?.start !== closed) setClosed(null);
    },
    leave: () => setCaret(null),
    close: () => setClosed(found?.start ?? null),
    /** Once the field shows what was put into it. */
    caretTo: (position: number) => {
      goTo.current = position;
      setCaret(position);
    },
  };
}

/** @returns undefined until that is found out, null if the members are not known on this device */
function useMembers(services: EditorServices, wanted: boolean): readonly Member[] | null | undefined {
  const [members, setMembers] = useState<readonly Member[] | null>();
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    services.members().then(
      (found) => current && setMembers(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [services, wanted]);
  return members;
}
