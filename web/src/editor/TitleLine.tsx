import { useLayoutEffect, useRef, useSyncExternalStore, type KeyboardEvent } from "react";
import { commonPrefix, commonSuffix } from "./binding/text";
import type { Title } from "./title";

/** Otherwise its height is measured, which lays the page out once more. */
const SIZES_ITSELF = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

/**
 * The page's title as the first line of the page: Enter and the arrows lead on into the body. A text
 * area rather than an editable element: plain text only, with the caret and composition of the browser.
 */
export function TitleLine({ title, readOnly, onLeave }: { title: Title; readOnly: boolean; onLeave: () => void }) {
  const text = useSyncExternalStore(title.subscribe, title.text);
  const element = useRef<HTMLTextAreaElement>(null);
  const typed = useRef(text);

  useLayoutEffect(() => {
    const area = element.current;
    if (!area) return;
    if (typed.current !== text) keepCaret(area, typed.current, text, document.activeElement === area);
    typed.current = text;
    const caret = title.takeCaret();
    if (caret !== null) {
      area.focus();
      area.setSelectionRange(caret, caret);
    }
    if (!SIZES_ITSELF) {
      area.style.height = "auto";
      area.style.height = `${String(area.scrollHeight)}px`;
    }
  }, [text, title]);
  useLayoutEffect(() => {
    title.attach(element.current);
    return () => title.attach(null);
  }, [title]);

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const area = event.currentTarget;
    const mod = event.metaKey || event.ctrlKey;
    const key = event.key.toLowerCase();
    const atEnd = area.selectionStart === area.value.length && area.selectionEnd === area.value.length;
    if (mod && key === "z") {
      if (event.shiftKey) title.redo();
      else title.undo();
    } else if (mod && key === "y") title.redo();
    else if (event.key === "Enter" || (event.key === "ArrowDown" && (atEnd || isOneLine(area)))) onLeave();
    else if (event.key === "ArrowRight" && atEnd) onLeave();
    else return;
    event.preventDefault();
  };

  return (
    <textarea
      ref={element}
      className="offing-title"
      rows={1}
      aria-label="Page title"
      placeholder="Untitled"
      spellCheck
      readOnly={readOnly}
      value={text}
      onChange={(event) => {
        const value = event.currentTarget.value.replaceAll(/\r?\n/g, " ");
        typed.current = value;
        title.edit(value, event.currentTarget.selectionStart);
      }}
      onCompositionStart={() => title.composing(true)}
      onCompositionEnd={() => title.composing(false)}
      onKeyDown={keys}
    />
  );
}

/** A foreign change set the value, which throws the caret to the end: put it back beside its character. */
function keepCaret(area: HTMLTextAreaElement, before: string, now: string, focused: boolean): void {
  if (!focused) return;
  const caret = area.dataset["caret"] === undefined ? before.length : Number(area.dataset["caret"]);
  const prefix = commonPrefix(before, now);
  const suffix = commonSuffix(before.slice(prefix), now.slice(prefix));
  const at = caret <= prefix ? caret : caret >= before.length - suffix ? caret + now.length - before.length : prefix;
  area.setSelectionRange(at, at);
}

function isOneLine(area: HTMLTextAreaElement): boolean {
  return area.scrollHeight < 2 * Number.parseFloat(getComputedStyle(area).lineHeight);
}
