/**
 * The address bar as state. Few addresses, no library: `/` (the last page), `/p/<id>`, `/p/<id>/history`,
 * `/trash`, `/offline` and its parts, `/join#<token>`. The token stays in the fragment, which no server log sees.
 */
import { useSyncExternalStore } from "react";
import type { PageId } from "../data/api";

/** Parts of the offline centre; the first has the short address. */
export const offlineParts = ["pages", "check", "device", "policy"] as const;
export type OfflinePart = (typeof offlineParts)[number];

export type Route =
  | { readonly kind: "home" }
  | { readonly kind: "page"; readonly page: PageId }
  | { readonly kind: "history"; readonly page: PageId }
  | { readonly kind: "trash" }
  | { readonly kind: "offline"; readonly part: OfflinePart }
  | { readonly kind: "join"; readonly token: string }
  | { readonly kind: "nowhere"; readonly path: string };

export function parseRoute(pathname: string, hash: string): Route {
  const path = pathname.length > 1 && pathname.endsWith("/") ? pathname.slice(0, -1) : pathname;
  if (path === "/" || path === "/index.html") return { kind: "home" };
  if (path === "/trash") return { kind: "trash" };
  if (path === "/offline") return { kind: "offline", part: "pages" };
  const part = offlineParts.find((each) => path === offlinePath(each));
  if (part !== undefined) return { kind: "offline", part };
  if (path === "/join") return { kind: "join", token: hash.startsWith("#") ? hash.slice(1) : hash };
  const [, page, history] = /^\/p\/([^/]+?)(\/history)?$/.exec(path) ?? [];
  if (page !== undefined) {
    try {
      return { kind: history === undefined ? "page" : "history", page: decodeURIComponent(page) as PageId };
    } catch {
      return { kind: "nowhere", path }; // a stray % sign
    }
  }
  return { kind: "nowhere", path };
}

export const offlinePath = (part: OfflinePart): string => (part === "pages" ? "/offline" : `/offline/${part}`);
export const pagePath = (page: PageId): string => `/p/${encodeURIComponent(page)}`;

export const historyPath = (page: PageId): string => `${pagePath(page)}/history`;

const listeners = new Set<() => void>();
let cachedKey = "";
let cached: Route = { kind: "home" };

/** Same object until the address changes, as useSyncExternalStore wants it. */
function currentRoute(): Route {
  const key = location.pathname + location.hash;
  if (key !== cachedKey) {
    cachedKey = key;
    cached = parseRoute(location.pathname, location.hash);
  }
  return cached;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("popstate", listener);
  addEventListener("hashchange", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("popstate", listener);
    removeEventListener("hashchange", listener);
  };
}

/** @param replace true when the present address should not be come back to (redirects, a used-up invitation) */
export function navigate(path: string, replace = false): void {
  if (path === location.pathname + location.hash) return;
  if (replace) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  for (const listener of listeners) listener();
}

export const useRoute = (): Route => useSyncExternalStore(subscribe, currentRoute);

/** For links: plain clicks stay in the app; with a modifier or another button the browser does as ever. */
export function followInApp(event: React.MouseEvent<HTMLAnchorElement>, path: string): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(path);
}
