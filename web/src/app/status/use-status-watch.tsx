import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { deviceMemory } from "../device-memory";
import { announce } from "../parts/toasts";
import { statusWords } from "../wording";
import { useStatus, useWorkspace } from "../workspace-context";
import { announcement, nextContact, type Contact } from "./contact";

/** A first attempt that lasts longer is told as what it is to the person: no server. */
const firstTryMillisMax = 4000;

const ContactContext = createContext<Contact>({ kind: "never", tried: false });
export const useContact = (): Contact => useContext(ContactContext);

/** Follows the status for the whole shell: remembers the last contact, announces what must be heard. */
export function StatusWatch({ children }: { children: ReactNode }) {
  const workspace = useWorkspace();
  const status = useStatus();
  const before = useRef(status);
  const [contact, setContact] = useState<Contact>(() =>
    nextContact({ kind: "never", tried: false }, status, Date.now()),
  );
  useEffect(
    () =>
      workspace.subscribe(() => {
        const next = workspace.status();
        if (next === before.current) return;
        const heard = announcement(before.current, next, statusWords(next, Date.now()).line);
        before.current = next;
        setContact((earlier) => nextContact(earlier, next, Date.now()));
        if (heard !== null) announce(heard);
      }),
    [workspace],
  );
  const toSend = status.kind === "synced" ? 0 : status.toSend;
  useEffect(() => deviceMemory.rememberKept({ toSend, at: Date.now() }), [toSend]);
  useEffect(() => {
    const timer = setTimeout(
      () => setContact((earlier) => (earlier.kind === "never" ? { kind: "never", tried: true } : earlier)),
      firstTryMillisMax,
    );
    return () => clearTimeout(timer);
  }, []);
  return <ContactContext.Provider value={contact}>{children}</ContactContext.Provider>;
}
