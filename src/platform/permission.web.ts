import { createContext, useContext } from 'react';
import { permits } from '../kernel/permission.ts';

const Granted = createContext<readonly string[]>([]);

/** Gives the screens inside the frame what the acting role grants. */
export const GrantedProvider = Granted.Provider;

/** Every act that the acting role grants. */
export function useGranted(): readonly string[] {
  return useContext(Granted);
}

/** Whether the acting role grants an act: to offer it or not. The server decides again. */
export function useMay(permission: string): boolean {
  return permits(useContext(Granted), permission);
}
