import { myTierPanel } from '../capabilities/risk/risk.web.tsx';
import type { Panel } from '../platform/screens.web.ts';

/** The person's own app: what each capability shows of somebody to himself, or to a guardian. A capability joins with one line. */
export const ownPanels: readonly Panel<{ personId: number }>[] = [
  myTierPanel,
];
