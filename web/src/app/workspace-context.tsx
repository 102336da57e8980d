import { createContext, useContext, useMemo, useSyncExternalStore, type ComponentType } from "react";
import type {
  AwaySummary,
  Directory,
  OfflineOverview,
  PageHandle,
  PageId,
  Refusal,
  Session,
  SyncStatus,
  Upload,
  Workspace,
} from "../data/api";

/** A new version of the app, waiting to be let in (src/sw). */
export interface Updates {
  available(): boolean;
  subscribe(listener: () => void): () => void;
  /** Makes the work of all tabs durable, then reloads them. Rejects when some of it could not be. */
  apply(): Promise<void>;
}

/** What the shell is built on; the entry file puts in the real parts, tests put in theirs. */
export interface ShellParts {
  readonly workspace: Workspace;
  readonly updates: Updates;
  readonly Editor: ComponentType<{ handle: PageHandle }>;
  /** The page is likely to be shown in the editor in a moment. */
  readonly prepareEditor?: (handle: PageHandle) => void;
}

const PartsContext = createContext<ShellParts | null>(null);
export const ShellPartsProvider = PartsContext.Provider;

export function useParts(): ShellParts {
  const parts = useContext(PartsContext);
  if (parts === null) throw new Error("a component of the shell is used outside of it");
  return parts;
}

export const useWorkspace = (): Workspace => useParts().workspace;

function useValue<T>(read: (workspace: Workspace) => T): T {
  const workspace = useWorkspace();
  const subscribe = useMemo(() => (listener: () => void) => workspace.subscribe(listener), [workspace]);
  return useSyncExternalStore(subscribe, () => read(workspace));
}

export const useSession = (): Session => useValue((workspace) => workspace.session());
export const useDirectory = (): Directory => useValue((workspace) => workspace.directory());
export const useAway = (): AwaySummary<PageId> | null => useValue((workspace) => workspace.away());
export const useRefusals = (): readonly Refusal<PageId>[] => useValue((workspace) => workspace.refusals());
export const useStatus = (): SyncStatus => useValue((workspace) => workspace.status());
export const useUpload = (): Upload | null => useValue((workspace) => workspace.upload());
export const useOffline = (): OfflineOverview => useValue((workspace) => workspace.offline());

export function useUpdateAvailable(): boolean {
  const { updates } = useParts();
  const subscribe = useMemo(() => (listener: () => void) => updates.subscribe(listener), [updates]);
  return useSyncExternalStore(subscribe, () => updates.available());
}
