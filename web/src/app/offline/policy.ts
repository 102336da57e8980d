/** What the form of the policy decides. Pure. */
import { presetPolicies, type OfflinePolicy } from "../../data/api";

const terms = (policy: OfflinePolicy) => JSON.stringify({ ...policy, plan: "" }, Object.keys(policy).sort());

/** Whether both allow the same, whatever they are called. */
export const samePolicy = (a: OfflinePolicy, b: OfflinePolicy): boolean => terms(a) === terms(b);

/** Named after the plan whose terms it has, else "Custom". */
export function custom(policy: OfflinePolicy): OfflinePolicy {
  return { ...policy, plan: presetPolicies.find((preset) => samePolicy(preset, policy))?.plan ?? "Custom" };
}
