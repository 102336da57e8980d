import { useEffect } from "react";
import { parseRoute } from "./routes";
import { useParts } from "./workspace-context";

/** Rest on a link by keyboard after which it may be the one that is followed. */
const REST_MILLIS = 100;

/** Reads a page as soon as its link is pressed or rested on by keyboard, wherever the link is: it opens that much sooner. */
export function useReadAhead(): void {
  const { workspace, prepareEditor } = useParts();
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;

    const read = (target: EventTarget | null): void => {
      const link = linkAt(target);
      if (link === null || link.origin !== location.origin) return;
      const route = parseRoute(link.pathname, link.hash);
      if (route.kind !== "page") return;
      void workspace.readAhead(route.page).then((handle) => {
        if (handle !== null) prepareEditor?.(handle);
      });
    };
    const pressed = (event: PointerEvent): void => {
      if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) read(event.target);
    };
    const focused = ({ target }: FocusEvent): void => {
      clearTimeout(resting);
      resting = setTimeout(() => {
        if (document.activeElement === target) read(target);
      }, REST_MILLIS);
    };

    document.addEventListener("pointerdown", pressed, true);
    document.addEventListener("focusin", focused);
    return () => {
      clearTimeout(resting);
      document.removeEventListener("pointerdown", pressed, true);
      document.removeEventListener("focusin", focused);
    };
  }, [workspace, prepareEditor]);
}

/** In the tree the row has the focus, and the link in it is followed. */
function linkAt(target: EventTarget | null): HTMLAnchorElement | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLAnchorElement>("a[href]") ?? target.querySelector<HTMLAnchorElement>(":scope > a[href]");
}
