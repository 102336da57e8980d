import { useMemo, useSyncExternalStore } from "react";

export function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  const subscribe = useMemo(
    () => (listener: () => void) => {
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [list],
  );
  return useSyncExternalStore(subscribe, () => list.matches);
}

/** Same bounds as in tokens.css. */
export const useNarrow = (): boolean => useMedia("(width < 760px)");
export const useRowHeight = (): number => (useMedia("(pointer: coarse), (width < 760px)") ? 44 : 32);
