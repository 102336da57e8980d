/**
 * Dragging rows with mouse or pen. Touch scrolls the list; fingers and keyboards have "Move to…".
 * The pointer is followed on the window, so that it may leave the list; near its upper and lower
 * end the list scrolls; resting on a closed page opens it; Escape gives up.
 */
import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from "react";
import type { PageId } from "../../data/api";
import { dropTarget, type DropTarget } from "./drop";
import type { TreeRow } from "./flatten";

const startDistance = 5;
const edge = 36;
const openAfterMillis = 650;

export interface Drag {
  readonly page: PageId;
  readonly pointer: { readonly x: number; readonly y: number };
  readonly target: DropTarget | null;
}

interface Options {
  scroller: RefObject<HTMLElement | null>;
  rows: readonly TreeRow[];
  rowHeight: number;
  /** Distance of one level, px. */
  indent: number;
  expand(page: PageId): void;
  drop(page: PageId, target: DropTarget): void;
}

export function useTreeDrag(options: Options) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  function onPointerDown(event: ReactPointerEvent, page: PageId) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    if ((event.target as Element).closest("button, input") !== null) return;
    stop.current?.();
    const start = { x: event.clientX, y: event.clientY };
    let pointer = start;
    let dragging = false;
    let target: DropTarget | null = null;
    let frame = 0;
    let resting: { page: PageId; timer: ReturnType<typeof setTimeout> } | null = null;

    const rest = (on: PageId | null) => {
      if (resting?.page === on) return;
      if (resting !== null) clearTimeout(resting.timer);
      resting = on === null ? null : { page: on, timer: setTimeout(() => latest.current.expand(on), openAfterMillis) };
    };
    const update = () => {
      const { scroller, rows, rowHeight, indent } = latest.current;
      const list = scroller.current;
      if (list === null) return;
      const box = list.getBoundingClientRect();
      const inside = pointer.x >= box.left - 40 && pointer.x <= box.right + 40;
      const y = (pointer.y - box.top + list.scrollTop) / rowHeight;
      const depth = rows.find((row) => row.id === page)?.depth ?? 0;
      target = inside ? dropTarget(rows, page, y, depth + (pointer.x - start.x) / indent) : null;
      const over = target?.kind === "inside" ? rows[target.row] : undefined;
      rest(over !== undefined && over.hasChildren && !over.expanded ? over.id : null);
      setDrag({ page, pointer, target });
    };
    const scroll = () => {
      const list = latest.current.scroller.current;
      if (list !== null) {
        const box = list.getBoundingClientRect();
        const up = box.top + edge - pointer.y;
        const down = pointer.y - (box.bottom - edge);
        const speed = up > 0 ? -Math.min(up, edge) : down > 0 ? Math.min(down, edge) : 0;
        if (speed !== 0) {
          const before = list.scrollTop;
          list.scrollTop += speed / 4;
          if (list.scrollTop !== before) update();
        }
      }
      frame = requestAnimationFrame(scroll);
    };
    const move = (next: PointerEvent) => {
      pointer = { x: next.clientX, y: next.clientY };
      if (!dragging) {
        if (Math.hypot(pointer.x - start.x, pointer.y - start.y) < startDistance) return;
        dragging = true;
        document.documentElement.style.cursor = "grabbing";
        frame = requestAnimationFrame(scroll);
      }
      update();
    };
    const end = () => {
      rest(null);
      cancelAnimationFrame(frame);
      document.documentElement.style.cursor = "";
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", end);
      removeEventListener("keydown", escape, true);
      stop.current = null;
      setDrag(null);
    };
    const up = () => {
      const landed = dragging ? target : null;
      // The press must not also open the page it was made on.
      if (dragging) addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, true));
      end();
      if (landed !== null) latest.current.drop(page, landed);
    };
    const escape = (key: KeyboardEvent) => {
      if (key.key !== "Escape") return;
      key.preventDefault();
      key.stopPropagation();
      end();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", end);
    addEventListener("keydown", escape, true);
    stop.current = end;
  }

  return { drag, onPointerDown };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
