/** Earlier versions of pages, for the tab that asks: read from the log on this device, not from the open page. */
import { pageDocument, type DocumentId } from "../../engine/sync";
import type { ChangeFacts, Difference, DocumentView, EngineDocument } from "../../engine/types";
import { DataError, type Author, type PageHistory, type PageId, type VersionComparison } from "../api";
import { READER } from "../document-calls";
import { sittingsOf } from "../history/timeline";
import type { WorkspaceStore } from "../store/workspace-store";
import type { Authors } from "./authors";
import { assemble } from "./documents";

const NOTHING: DocumentView = { title: { text: "", marks: [] }, properties: {}, blocks: [] };

interface Opened {
  readonly id: DocumentId;
  readonly order: number;
  readonly document: EngineDocument;
}

export class PageHistories {
  /** The page somebody looks back at: the next question is about it again. */
  private last: Opened | null = null;

  constructor(
    private readonly store: WorkspaceStore,
    private readonly authors: Authors,
    private readonly reachable: () => boolean,
  ) {}

  async history(page: PageId): Promise<PageHistory> {
    const { document } = await this.open(page);
    const history = document.history();
    if (history === null) {
      return { versions: [], whole: false };
    }
    const changes = JSON.parse(history) as readonly ChangeFacts[];
    const authorOf = await this.authors.know(new Set(changes.map(([replica]) => replica)), this.reachable());
    const personOf = (replica: string): string => authorOf(replica).account ?? replica;
    const versions = sittingsOf(changes, personOf).map(({ replicas, ...sitting }) => {
      const people = new Map(replicas.map((replica) => [personOf(replica), authorOf(replica)]));
      return { ...sitting, authors: [...people.values()] };
    });
    return { versions: versions.reverse(), whole: true };
  }

  async author(replica: string): Promise<Author> {
    return (await this.authors.know([replica], this.reachable()))(replica);
  }

  async view(page: PageId, version: string): Promise<DocumentView> {
    const { document } = await this.open(page);
    return JSON.parse(document.viewAt(version)) as DocumentView;
  }

  async compare(page: PageId, from: string | null, to: string): Promise<VersionComparison> {
    const { document } = await this.open(page);
    const found = JSON.parse(document.differences(from ?? "", to)) as readonly Difference[];
    const replicas = found.flatMap(({ by }) => (by === null ? [] : [by.replica]));
    const authorOf = await this.authors.know(replicas, this.reachable());
    return {
      before: from === null ? NOTHING : (JSON.parse(document.viewAt(from)) as DocumentView),
      after: JSON.parse(document.viewAt(to)) as DocumentView,
      differences: found.map((each) => ({ ...each, author: each.by === null ? null : authorOf(each.by.replica) })),
    };
  }

  private async open(page: PageId): Promise<Opened> {
    const id = pageDocument(page);
    const record = await this.store.document(id);
    if (record?.present !== true) {
      throw new DataError("invalid", "This page is not on this device yet.");
    }
    if (this.last?.id !== id || this.last.order !== record.lastOrder) {
      const stored = await this.store.read(id);
      this.last = { id, order: stored.lastOrder, document: assemble(stored, READER) };
    }
    return this.last;
  }
}
