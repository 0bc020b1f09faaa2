/** Whether a list of granted acts (`plans.read`, `plans.*`, `*`) allows `permission`. */
export function permits(granted: readonly string[], permission: string): boolean {
  if (permission === 'signed-in' || permission === 'public') return true;
  return granted.some((one) => one === permission || one === '*' || (one.endsWith('.*') && permission.startsWith(one.slice(0, -1))));
}
