/**
 * The one place that imports the compiled module. The assignment below is the proof that what
 * `browser` exports is what types.ts promises to the editor.
 */
import * as compiled from "offing-engine";
import type { EngineModule } from "./types";

export const engine: EngineModule = compiled;
export {
  changeKey,
  createDirectory,
  createOfflineDecider,
  createSyncMachine,
  presetPolicies,
  readPolicy,
  readRecord,
  readUser,
} from "offing-engine";
export type { OfflineDecider, PageDirectory, SyncMachine } from "offing-engine";
