import type { Place } from './oracle.ts';

/** Something that was seen by somebody who may not see it. */
export interface Leak {
  readonly endpoint: string;
  readonly role: string;
  /** Where what leaked stands, seen from the organisation at which the role is held. */
  readonly place: Place | 'elsewhere';
  readonly what: string;
}
