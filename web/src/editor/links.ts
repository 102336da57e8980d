/** Where a link may lead. Everything else is shown as text. */
const ALLOWED = /^(?:https?:|mailto:|tel:|\/p\/|\/files\/)/i;
const PAGE = /^\/p\/([0-9a-f]{32})$/;

/** Characters a browser drops from an address before it reads the scheme. */
// eslint-disable-next-line no-control-regex
const IGNORED = /[\u0000-\u0020\u00a0\u2028\u2029]/g;

export function isAllowedLink(href: string): boolean {
  return ALLOWED.test(href.replace(IGNORED, ""));
}

/** The page a link leads to, null if it leads elsewhere. */
export function linkedPage(href: string): string | null {
  return PAGE.exec(href)?.[1] ?? null;
}

export function isFileLink(href: string): boolean {
  return href.startsWith("/files/");
}
