/** What the page around the editor does for it. */
import type { Member, PageId } from "../data/api";
import { isAllowedLink, isFileLink, linkedPage } from "./links";

export interface CommentAuthor {
  /** Null: not known on this device. */
  readonly name: string | null;
  readonly you: boolean;
}

export interface PageServices {
  /** Address to load a file of the workspace from, null if it is neither here nor reachable. */
  resolveFile(url: string): Promise<string | null>;
  /** @returns the file's `/files/<id>` address */
  uploadFile(file: File): Promise<string>;
  onOpenPage(page: PageId): void;
  /** Whose changes a replica's are; absent or null: not known on this device. */
  authorOf?(replica: string): Promise<CommentAuthor | null>;
  /** Who can be mentioned; absent or null: not known on this device. */
  members?(): Promise<readonly Member[] | null>;
  /** Called once for each kind of mismatch that had to be put right; for logs and tests. */
  onRepaired?(what: string): void;
}

/**
 * The newest services of the page. The editor outlives a render and draws before the first effect runs,
 * so what it asks for early waits.
 */
export class EditorServices {
  readonly #reported = new Set<string>();
  #page: PageServices | null = null;
  #connected: (page: PageServices) => void = () => undefined;
  readonly #first = new Promise<PageServices>((resolve) => {
    this.#connected = resolve;
  });

  connect(page: PageServices): void {
    this.#page = page;
    this.#connected(page);
  }

  async resolveFile(url: string): Promise<string | null> {
    return (this.#page ?? (await this.#first)).resolveFile(url);
  }

  async uploadFile(file: File): Promise<string> {
    return (this.#page ?? (await this.#first)).uploadFile(file);
  }

  async authorOf(replica: string): Promise<CommentAuthor | null> {
    return (await (this.#page ?? (await this.#first)).authorOf?.(replica)) ?? null;
  }

  async members(): Promise<readonly Member[] | null> {
    return (await (this.#page ?? (await this.#first)).members?.()) ?? null;
  }

  repaired(what: string): void {
    if (this.#reported.has(what)) return;
    this.#reported.add(what);
    this.#page?.onRepaired?.(what);
  }

  openLink(href: string): void {
    const page = linkedPage(href);
    if (page !== null) this.#page?.onOpenPage(page as PageId);
    else if (isFileLink(href)) void this.resolveFile(href).then((url) => url !== null && openOutside(url));
    else if (isAllowedLink(href)) openOutside(href);
  }
}

function openOutside(url: string): void {
  window.open(url, "_blank", "noopener,noreferrer");
}
