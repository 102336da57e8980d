import { useId, useState } from "react";
import { presetPolicies, type OfflinePolicy } from "../../data/api";
import { Button } from "../parts/Button";
import { Switch } from "../parts/Switch";
import { showToast } from "../parts/toasts";
import { actionProblem } from "../wording";
import { useOffline, useSession, useWorkspace } from "../workspace-context";
import { policyWords } from "./offline-words";
import { custom, samePolicy } from "./policy";
import styles from "./offline.module.css";

/** What the workspace lets devices keep: readable by everyone, changed by the owner. */
export function PolicyPart() {
  const session = useSession();
  const { policy } = useOffline();
  const owner = session.kind === "open" && session.account.role === "owner";
  return (
    <section aria-label="Policy" className={styles.settings}>
      <div className={styles.block}>
        <h2>Now in force: {policy.plan}</h2>
        <ul className={styles.sentences}>
          {policyWords(policy).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {!owner && <p className={styles.soft}>The owner of the workspace decides this.</p>}
      </div>
      {owner && <PolicyForm key={JSON.stringify(policy)} present={policy} />}
    </section>
  );
}

function PolicyForm({ present }: { present: OfflinePolicy }) {
  const workspace = useWorkspace();
  const [draft, setDraft] = useState(present);
  const [saving, setSaving] = useState(false);
  const group = useId();
  const changed = !samePolicy(draft, present);
  const alter = (part: Partial<OfflinePolicy>) => setDraft(custom({ ...draft, ...part }));
  const keeps = draft.keep !== "nobody";

  async function save() {
    setSaving(true);
    try {
      await workspace.setPolicy(draft);
      showToast({ text: "The policy is changed. Devices follow at their next contact." });
    } catch (error) {
      showToast({ text: actionProblem("Changing the policy", error), tone: "problem" });
    } finally {
      setSaving(false);
    }
  }

  return (
    <form
      className={styles.block}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !saving) void save();
      }}
    >
      <h2>Change it</h2>
      <fieldset className={styles.plans}>
        <legend className="visually-hidden">Plan</legend>
        {presetPolicies.map((preset) => (
          <label key={preset.plan} className={styles.plan}>
            <input type="radio" name={group} checked={samePolicy(draft, preset)} onChange={() => setDraft(preset)} />
            <span>
              <strong>{preset.plan}</strong>
              <span>{policyWords(preset)[preset.keep === "nobody" ? 0 : 1]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className={styles.details}>
        <h3>In detail</h3>
        <div className={styles.choice}>
          <label htmlFor={`${group}-keep`}>Who may keep pages offline</label>
          <select
            id={`${group}-keep`}
            value={draft.keep}
            onChange={(event) => alter({ keep: event.target.value as OfflinePolicy["keep"] })}
          >
            <option value="everyone">Everyone</option>
            <option value="administrators">Only the owner</option>
            <option value="nobody">Nobody</option>
          </select>
        </div>
        {keeps && (
          <>
            <Switch
              label="Pages come by themselves"
              on={draft.automatic}
              onChange={(automatic) => alter({ automatic })}
            >
              Favourites, what was opened lately, or everything.
            </Switch>
            {draft.automatic && (
              <>
                <Switch
                  label="The whole workspace"
                  on={draft.everything}
                  onChange={(everything) => alter({ everything })}
                >
                  As long as it fits the budget; what was used longest ago stays away first.
                </Switch>
                {!draft.everything && (
                  <>
                    <NumberChoice
                      label="Pages opened lately"
                      value={draft.recents}
                      most={1000}
                      onChange={(recents) => alter({ recents })}
                    />
                    <NumberChoice
                      label="Favourites"
                      value={draft.favourites}
                      most={1000}
                      onChange={(favourites) => alter({ favourites })}
                    />
                  </>
                )}
                <NumberChoice
                  label="Budget of a device for them, MB"
                  value={Math.round(draft.budgetBytes / 1_000_000)}
                  most={1_000_000}
                  onChange={(megabytes) => alter({ budgetBytes: megabytes * 1_000_000 })}
                />
              </>
            )}
            <NumberChoice
              label="Largest file that comes with a page, MB"
              value={Math.round(draft.largestFileBytes / 1_000_000)}
              most={10_000}
              onChange={(megabytes) => alter({ largestFileBytes: megabytes * 1_000_000 })}
            />
          </>
        )}
      </div>
      <p className={styles.soft}>
        Where the new policy allows less, a device first sends what was written on it, then removes what it may no
        longer keep. Titles and places of pages always stay.
      </p>
      <div className={styles.actions}>
        <Button
          kind="primary"
          type="submit"
          busy={saving}
          unavailable={changed ? null : "Nothing was changed; choose something else first."}
        >
          Save the policy
        </Button>
        {changed && (
          <Button kind="quiet" onClick={() => setDraft(present)}>
            As it was
          </Button>
        )}
      </div>
    </form>
  );
}

function NumberChoice({
  label,
  value,
  most,
  onChange,
}: {
  label: string;
  value: number;
  most: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={0}
        max={most}
        step={1}
        required
        value={value}
        onChange={(event) => {
          const typed = event.target.valueAsNumber;
          if (Number.isSafeInteger(typed) && typed >= 0 && typed <= most) onChange(typed);
        }}
      />
    </div>
  );
}
