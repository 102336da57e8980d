import { useSyncExternalStore } from "react";
import { deviceMemory, type ThemeChoice } from "./device-memory";

export type Theme = "light" | "dark";

const listeners = new Set<() => void>();
let choice: ThemeChoice = "system";

function resolve(): Theme {
  if (choice !== "system") return choice;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function paint(): void {
  const theme = resolve();
  const root = document.documentElement;
  root.dataset["theme"] = theme;
  root.dataset["mantineColorScheme"] = theme; // read by the editor's own component library
  document
    .querySelector<HTMLMetaElement>('meta[name="theme-color"]')
    ?.setAttribute("content", theme === "dark" ? "#0b1317" : "#f3f6f7");
  for (const listener of listeners) listener();
}

/** Takes over from public/theme.js: follows the system, and other tabs of this device. */
export function startTheme(): void {
  choice = deviceMemory.theme();
  paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  addEventListener("storage", (event) => {
    if (event.key !== "offing.theme") return;
    choice = deviceMemory.theme();
    paint();
  });
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  deviceMemory.rememberTheme(next);
  paint();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);
/** The theme as painted: what the editor must match. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, resolve);
