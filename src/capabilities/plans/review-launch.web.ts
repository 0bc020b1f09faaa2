import type { DraftId } from './plans.ts';

/** The dialog that launches a saved draft; what a launch makes is another capability's, and joins in the table of contents. */
export interface LaunchSlot {
  readonly draftId: DraftId;
  readonly version: number;
  readonly title: string;
  readonly onClose: () => void;
}
