import type { WorkRow } from '../capabilities/worklist/worklist.ts';

/** Where a piece of work is done: a contact on the sheet, everything else on the person's page. */
export function hrefOfWork({ kind, person: { personId }, params, sourceCapability, sourceId }: WorkRow, tab: string): string {
  if (kind === 'reply') return `/messages?person=${personId}&thread=${params['conversation']}`;
  if (kind === 'alarm' && sourceCapability === 'forms') return '/forms?tab=crises';
  if (kind === 'alarm') return `/alarms/${personId}/${sourceId}`;
  if (kind === 'contact' || kind === 'visit' || kind === 'referral') return `/care/sheet/${personId}?from=${tab}`;
  if (kind === 'plan' || kind === 'review' || kind === 'consultation') return `/people/${personId}?panel=care`;
  if (kind === 'appointment') return `/people/${personId}?panel=appointments`;
  return `/people/${personId}`;
}
