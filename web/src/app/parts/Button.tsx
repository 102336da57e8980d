import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { Icon, type IconName } from "./icons";
import styles from "./button.module.css";

type Native = ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> };

interface ButtonProps extends Omit<Native, "disabled"> {
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  busy?: boolean;
  /** Why it cannot be used now. The button stays reachable by keyboard and says it. */
  unavailable?: string | null;
  children: ReactNode;
}

export function Button({ kind = "plain", icon, busy = false, unavailable = null, children, ...rest }: ButtonProps) {
  const off = unavailable !== null || busy;
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, styles[kind], rest.className].filter(Boolean).join(" ")}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      data-tip={unavailable ?? undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else rest.onClick?.(event);
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {unavailable !== null && <span className="visually-hidden">, not available: {unavailable}</span>}
    </button>
  );
}

interface IconButtonProps extends Omit<Native, "disabled" | "aria-label"> {
  icon: IconName;
  /** Its name, also shown as a tip. */
  label: string;
  keys?: string;
  size?: number;
}

export function IconButton({ icon, label, keys, size, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={[styles.icon, rest.className].filter(Boolean).join(" ")}
      aria-label={label}
      data-tip={keys === undefined ? label : `${label}  ${keys}`}
    >
      <Icon name={icon} {...(size === undefined ? {} : { size })} />
    </button>
  );
}
