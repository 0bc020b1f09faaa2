import type { QueryKey } from '@tanstack/react-query';
import type { ProgrammeView } from './programmes.ts';

/** The calendar of a programme's sessions, as its page asks for it. `outdates`: answers that a changed session makes stale. */
export interface CalendarSlot {
  readonly programme: ProgrammeView;
  readonly outdates: readonly QueryKey[];
}
