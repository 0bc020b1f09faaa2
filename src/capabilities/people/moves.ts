/** Moves: a person is handed from one organisation to another, dies, or moves away. Nobody is ever without an organisation. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { PersonId, PersonRow, PersonView } from './people.ts';

// Words

export const TransferState = z.enum(['requested', 'accepted', 'refused', 'withdrawn']);
export type TransferState = z.infer<typeof TransferState>;

/** A person offered by the organisation that keeps the record to another. Until it is accepted the record stays where it is. */
export const Transfer = z.object({
  tenantId: z.int(),
  personId: PersonId,
  transferId: z.uuid(),
  fromId: z.int(),
  toId: z.int(),
  toPos: z.int(),
  reason: z.string(),
  state: TransferState,
  requestedAt: Instant,
  requestedBy: z.uuid(),
  decidedAt: Instant.nullable(),
  decidedBy: z.uuid().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

/** Why somebody is no longer cared for here. */
export const Departure = z.enum(['died', 'moved']);
export type Departure = z.infer<typeof Departure>;

/** Told to whoever keeps open work of a person, in the same transaction. */
export interface Left {
  readonly personId: PersonId;
  readonly why: Departure;
  readonly on: Day;
}

// Contract

const ById = { personId: z.coerce.number().pipe(PersonId) };
const Named = z.object({ organizationId: z.int(), nameZh: z.string(), nameEn: z.string() });

export const TransferView = Transfer.pick({ transferId: true, reason: true, state: true, requestedAt: true, decidedAt: true }).extend({
  person: PersonRow,
  from: Named,
  to: Named,
  /** Whether the caller's organisations are the ones that are asked. */
  mine: z.boolean(),
});
export type TransferView = z.infer<typeof TransferView>;

export const requestTransfer = contract({
  method: 'POST',
  path: '/api/people/:personId/transfer',
  permission: 'people.transfer',
  input: z.object({ ...ById, organizationId: z.int(), reason: z.string().trim().min(1).max(200) }),
  output: z.object({ transferId: z.uuid() }),
  subject: 'personId',
});

/** The organisation that was asked accepts or refuses; the one that asked withdraws. */
export const decideTransfer = contract({
  method: 'POST',
  path: '/api/people/:personId/transfer/decide',
  permission: 'people.transfer',
  input: z.object({ ...ById, decision: z.enum(['accepted', 'refused', 'withdrawn']) }),
  output: z.object({ state: TransferState }),
  subject: 'personId',
});

/** Transfers that wait for somebody within the caller's reach. */
export const listTransfers = contract({ method: 'GET', path: '/api/people/transfers', permission: 'people.read', input: z.object({}), output: z.array(TransferView) });

export const recordDeparture = contract({
  method: 'POST',
  path: '/api/people/:personId/departure',
  permission: 'people.correct',
  input: z.object({ ...ById, why: Departure, on: Day }),
  output: PersonView,
  subject: 'personId',
});

/** A departure that was recorded by mistake, or somebody who came back. Memberships are begun anew by hand. */
export const withdrawDeparture = contract({
  method: 'POST',
  path: '/api/people/:personId/departure/withdraw',
  permission: 'people.correct',
  input: z.object(ById),
  output: PersonView,
  subject: 'personId',
});
