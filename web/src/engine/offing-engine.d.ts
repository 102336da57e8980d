/** Generated from the exports of the browser module; its TypeDeclarationsTest writes and checks it. */
declare module "offing-engine" {
  export class EngineDocument {
    private constructor();
    addOption(property: string, option: string, name: string): void;
    addProperty(property: string, type: string, name: string): void;
    addToCell(row: string, property: string, member: string): void;
    adoptReplica(replica: string): void;
    apply(change: Uint8Array): "done" | "duplicate" | "pending";
    canRedo(): boolean;
    canUndo(): boolean;
    caret(target: string, offset: number, afterLeft: boolean): string;
    cellLosers(row: string, property: string): string;
    changes(): Uint8Array[];
    commit(wallMillis: number): Uint8Array | null;
    deleteBlock(block: string): void;
    deleteOption(property: string, option: string): void;
    deleteProperty(property: string): void;
    deleteText(target: string, start: number, end: number): void;
    differences(from: string, to: string): string;
    disagreements(): string;
    endUndoGroup(): void;
    hasRoom(utf16Length: number): boolean;
    history(): string | null;
    insert(target: string, offset: number, text: string, marks: string | null): void;
    join(block: string, into: string): void;
    loadUndo(stacks: Uint8Array): "done" | "other-replica" | "unknown-operation";
    mark(target: string, start: number, end: number, type: string, value: string): void;
    move(block: string, parent: string | null, after: string | null): void;
    moveOption(property: string, option: string, after: string | null): void;
    moveProperty(property: string, after: string | null): void;
    newBlock(parent: string | null, after: string | null, type: string): string;
    propertyWriter(block: string | null, key: string): string;
    redo(): boolean;
    removeFromCell(row: string, property: string, member: string): void;
    renameOption(property: string, option: string, name: string): void;
    renameProperty(property: string, name: string): void;
    replica(): string;
    resolveCaret(caret: string): string | null;
    restoreBlock(block: string): void;
    restoreOption(property: string, option: string): void;
    restoreProperty(property: string): void;
    restoreVersion(version: string): boolean;
    save(): Uint8Array;
    saveUndo(): Uint8Array;
    setCell(row: string, property: string, value: string | null): void;
    setOptionColor(property: string, option: string, color: string): void;
    setProperty(block: string | null, key: string, value: string | null): void;
    setPropertyType(property: string, type: string): void;
    setType(block: string, type: string): void;
    split(block: string, offset: number, type: string): string;
    startView(): string;
    takePatch(): string;
    title(): string;
    trash(): string;
    undo(): boolean;
    unmark(target: string, start: number, end: number, type: string, value: string | null): void;
    view(): string;
    viewAt(version: string): string;
  }
  export class SyncMachine {
    private constructor();
    changesRead(document: string, changes: readonly Uint8Array[]): void;
    choose(decider: OfflineDecider, paused: boolean): void;
    connected(connection: number, ticket: string): void;
    disconnected(connection: number, reason: "NETWORK" | "SIGN_IN" | "UPDATE"): void;
    document(document: string): string;
    documentsToFetch(): number;
    drain(): [effects: string, ...bytes: Uint8Array[]];
    frame(connection: number, frame: Uint8Array): void;
    lead(leading: boolean): void;
    localChange(document: string, change: Uint8Array): void;
    networkHint(online: boolean): void;
    opened(read: number, epoch: string, workspaceSequence: number, complete: boolean, freeReplicaIds: number): void;
    persistFailed(write: number, full: boolean): void;
    persisted(write: number): void;
    replicaIdsFree(count: number): void;
    rescan(): void;
    status(): string;
    stayed(document: string): void;
    stored(document: string, known: number, head: number, changedAtMillis: number, held: boolean, wanted: boolean, reoffer: boolean, outbox: readonly Uint8Array[]): void;
    syncNow(): void;
    tick(): void;
    wantDocument(document: string): void;
  }
  export class PageDirectory {
    private constructor();
    add(page: string, parent: string | null, order: string | null, moved: number, trashed: boolean, trashedWith: string | null): void;
    build(): void;
    children(): string;
    nextMove(): number;
    orderAfter(page: string, parent: string | null, after: string | null, replica: string, unique: number): string;
    subtree(page: string): string;
    trash(): string;
  }
  export class OfflineDecider {
    private constructor();
    decide(directory: PageDirectory): string;
    device(administrator: boolean, automatic: boolean, optedOut: string, roomBytes: number, outOfTouch: boolean): void;
    favourite(page: string): void;
    page(page: string, sizeBytes: number, changedAtMillis: number, open: boolean, unsent: boolean): void;
    pin(page: string, subpages: boolean): void;
    pinWorkspace(): void;
    policy(keep: "everyone" | "administrators" | "nobody", automatic: boolean, everything: boolean, recentPages: number, favouritePages: number, budgetBytes: number): void;
    recent(page: string): void;
  }
  export function changeKey(change: Uint8Array): string;
  export function createDirectory(): PageDirectory;
  export function createDocument(replica: string): EngineDocument;
  export function createOfflineDecider(): OfflineDecider;
  export function createSyncMachine(now: () => number, random: (bound: number) => number, deviceId: string): SyncMachine;
  export function openDocument(snapshot: Uint8Array, replica: string): EngineDocument;
  export function presetPolicies(): string;
  export function readPage(snapshot: Uint8Array): string;
  export function readPolicy(record: EngineDocument): string;
  export function readRecord(page: string, record: EngineDocument): string;
  export function readUser(record: EngineDocument): string;
}
