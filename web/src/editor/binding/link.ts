/**
 * The engine document and what the binding keeps beside it: the shadow, and the editor's own names for
 * blocks that were made here.
 *
 * The engine issues block ids, but BlockNote needs an id the moment it makes a block and hands it out
 * (a menu command inserts a block and then puts the caret into it by id). So a block made here keeps
 * BlockNote's id in the editor, and this class translates. Blocks that came from the engine have one id.
 */
import type { BlockId, EngineDocument, PatchEdit } from "../../engine/types";
import type { Shadow } from "./shadow";

export class EngineLink {
  readonly #engineOf = new Map<string, BlockId>();
  readonly #editorOf = new Map<BlockId, string>();

  constructor(
    readonly engine: EngineDocument,
    public shadow: Shadow,
  ) {}

  /** The engine's id of an editor's block, undefined while the engine shows no such block. */
  engineId(editorId: string): BlockId | undefined {
    const id = this.#engineOf.get(editorId) ?? (editorId as BlockId);
    return this.shadow.block(id) ? id : undefined;
  }

  /** The id a block has, or will get, in the editor. */
  readonly editorId = (id: BlockId): string => this.#editorOf.get(id) ?? id;

  /** The editor's block is from now on shown for this one of the engine. */
  name(editorId: string, id: BlockId): void {
    const earlier = this.#engineOf.get(editorId);
    if (earlier !== undefined) this.#editorOf.delete(earlier);
    this.#engineOf.set(editorId, id);
    this.#editorOf.set(id, editorId);
  }

  /** Takes the engine's patch into the shadow. @throws PatchMismatch if it does not fit */
  take(): readonly PatchEdit[] {
    const edits = JSON.parse(this.engine.takePatch()) as readonly PatchEdit[];
    for (const edit of edits) this.shadow.apply(edit);
    return edits;
  }

  /**
   * Ends the deletion that a survivor outlived, so that it is an ordinary block again. What was deleted
   * together with it by the same command comes back, too. The caller takes the patch.
   */
  keep(id: BlockId): void {
    const block = this.shadow.block(id);
    if (!block?.survivor) return;
    try {
      this.engine.restoreBlock(id);
    } catch {
      // Not deleted itself: a block around it was, and it leaves that one for good where it is shown.
      const siblings = this.shadow.children(block.parent);
      this.engine.move(id, block.parent, siblings[siblings.indexOf(id) - 1] ?? null);
    }
  }
}
