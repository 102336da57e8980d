import { useState, useSyncExternalStore } from "react";
import { Clock } from "./clock";

const clock = new Clock();
const silent = () => () => undefined;

/** The shell's clock, epoch ms; ticks each second while `running`, else stands at the moment this place came up. */
export function useNow(running: boolean): number {
  const [still] = useState(clock.read);
  return useSyncExternalStore(running ? clock.subscribe : silent, running ? clock.read : () => still);
}
