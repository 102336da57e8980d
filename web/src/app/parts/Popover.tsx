import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { placeBeside, type Align, type Box, type Side } from "./place";
import styles from "./popover.module.css";

export type Anchor = HTMLElement | { readonly x: number; readonly y: number };

interface PopoverProps {
  anchor: Anchor;
  onClose: () => void;
  children: ReactNode;
  /** Accessible name; with it the panel is a dialog that takes the focus. Without, the content has its own role. */
  label?: string;
  side?: Side;
  align?: Align;
  className?: string | undefined;
}

function boxOf(anchor: Anchor): Box {
  if (anchor instanceof HTMLElement) return anchor.getBoundingClientRect();
  return { left: anchor.x, top: anchor.y, width: 0, height: 0 };
}

/**
 * A panel in the browser's top layer, beside its anchor. Closes on Escape, on a press outside,
 * when the window changes size and when the focus leaves it; the focus goes back to where it was
 * unless it has already gone elsewhere.
 */
export function Popover({
  anchor,
  onClose,
  children,
  label,
  side = "below",
  align = "start",
  className,
}: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const before = document.activeElement;
    element.showPopover();
    const place = () => {
      const { left, top } = placeBeside(
        boxOf(anchor),
        { width: element.offsetWidth, height: element.offsetHeight },
        { width: innerWidth, height: innerHeight },
        side,
        align,
      );
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(element);
    const first = element.querySelector<HTMLElement>("[data-autofocus]");
    (first ?? element).focus({ preventScroll: true });

    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (element.contains(target) || (anchor instanceof HTMLElement && anchor.contains(target))) return;
      close.current();
    };
    const keys = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close.current();
    };
    const shut = () => close.current();
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("keydown", keys, true);
    addEventListener("resize", shut);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("keydown", keys, true);
      removeEventListener("resize", shut);
      sizes.disconnect();
      const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
      element.hidePopover();
      if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [anchor, side, align]);

  return (
    <div
      ref={panel}
      popover="manual"
      className={[styles.popover, className].filter(Boolean).join(" ")}
      tabIndex={-1}
      data-quiet-focus
      {...(label === undefined ? {} : { role: "dialog", "aria-label": label })}
    >
      {children}
    </div>
  );
}
