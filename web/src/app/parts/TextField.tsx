import { useId, useState, type InputHTMLAttributes, type Ref } from "react";
import { IconButton } from "./Button";
import styles from "./field.module.css";

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "className"> {
  label: string;
  hint?: string;
  /** What is wrong with what was typed, null = nothing known to be. */
  problem?: string | null;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, hint, problem = null, type = "text", ...rest }: TextFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const described = [hint === undefined ? null : `${id}-hint`, problem === null ? null : `${id}-problem`]
    .filter((part) => part !== null)
    .join(" ");
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.box} data-wrong={problem !== null || undefined}>
        <input
          {...rest}
          id={id}
          type={type === "password" && shown ? "text" : type}
          className={styles.input}
          aria-invalid={problem !== null || undefined}
          aria-describedby={described === "" ? undefined : described}
        />
        {type === "password" && (
          <IconButton
            icon="eye"
            label={shown ? "Hide the password" : "Show the password"}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        )}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {problem !== null && (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
