import { useEffect, useRef } from "react";
import { placeBeside } from "./place";
import styles from "./tips.module.css";

const restMillis = 350;

/**
 * One tip for the whole shell: shows the `data-tip` of what the pointer rests on or the keyboard
 * has reached. It only repeats what the control says to a screen reader, so it is hidden from one.
 */
export function Tips() {
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = tip.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shownFor: Element | null = null;

    const hide = () => {
      clearTimeout(timer);
      shownFor = null;
      if (element.matches(":popover-open")) element.hidePopover();
    };
    const show = (target: HTMLElement) => {
      if (!target.isConnected || target.dataset["tip"] === undefined) return;
      element.textContent = target.dataset["tip"];
      element.showPopover();
      const { left, top } = placeBeside(
        target.getBoundingClientRect(),
        { width: element.offsetWidth, height: element.offsetHeight },
        { width: innerWidth, height: innerHeight },
        "below",
        "center",
      );
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    const over = (event: Event) => {
      const target = (event.target as Element).closest<HTMLElement>("[data-tip]");
      if (target === shownFor) return;
      hide();
      if (target === null) return;
      if (event.type === "pointerover" && (event as PointerEvent).pointerType !== "mouse") return;
      if (event.type === "focusin" && !target.matches(":focus-visible")) return;
      shownFor = target;
      timer = setTimeout(() => show(target), restMillis);
    };
    document.addEventListener("pointerover", over);
    document.addEventListener("focusin", over);
    document.addEventListener("pointerdown", hide, true);
    document.addEventListener("keydown", hide, true);
    document.addEventListener("scroll", hide, true);
    return () => {
      hide();
      document.removeEventListener("pointerover", over);
      document.removeEventListener("focusin", over);
      document.removeEventListener("pointerdown", hide, true);
      document.removeEventListener("keydown", hide, true);
      document.removeEventListener("scroll", hide, true);
    };
  }, []);

  return <div ref={tip} popover="manual" aria-hidden="true" className={styles.tip} />;
}
