import { useSyncExternalStore } from 'react';

/** Whether the screen waits for its reader to sign in again. The page behind it stays as it is, so that nothing typed is lost. */
let locked = false;
const listeners = new Set<() => void>();

export function setLocked(now: boolean): void {
  locked = now;
  for (const listener of listeners) listener();
}

export function useLocked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => locked,
  );
}
