/** Pathways: what people of each tier get in a programme. Data: a programme takes a copy of the content and changes it. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';
import { Tier } from '../risk/tier-rules.ts';
import { Severity, WorkRole } from '../worklist/worklist.ts';

// Words

const Every = z.strictObject({ days: z.int().min(1).max(366) }).or(z.strictObject({ months: z.int().min(1).max(24) }));

export const Channel = z.enum(['phone', 'clinic', 'home', 'online', 'in-app', 'meeting']);
export type Channel = z.infer<typeof Channel>;

/** What fulfils a step: a visit in person, any contact, the answered form, that it was sent, or a care plan in force. */
export const Counts = z.enum(['face-to-face', 'any', 'form', 'sent', 'plan']);
export type Counts = z.infer<typeof Counts>;

/** One thing that people of a tier get. Fields as content/pathways explains them. */
export const Step = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: Text,
  by: z.enum([...WorkRole.options, 'person', 'system']),
  channel: Channel,
  form: z.string().min(1).optional(),
  every: Every.optional(),
  within: z.int().min(1).max(366),
  grace: z.int().min(0).max(366),
  slack: z.int().min(0).max(60).default(0),
  counts: Counts,
  missed: z.strictObject({ after: z.int().min(1).max(366), by: WorkRole, severity: Severity, title: Text }).optional(),
});
export type Step = z.infer<typeof Step>;

const Tiers = z.strictObject({ low: z.array(Step), mid: z.array(Step), high: z.array(Step) }).refine((tiers) => Object.values(tiers).every((steps) => new Set(steps.map(({ id }) => id)).size === steps.length), 'a step stands twice in one tier');

/** `criterion` is an expression over facts: whom the programme enrols. `capacity`: contacts of one member of staff on a working day. */
export const Pathway = z.strictObject({
  id: z.string(),
  title: Text,
  criterion: z.string().min(1),
  capacity: z.int().min(1).max(500),
  sources: z.array(z.string()).min(1),
  confidence: z.string(),
  tiers: Tiers,
});
export type Pathway = z.infer<typeof Pathway>;

/** A programme of care at an organisation: everybody below it who meets the criterion is enrolled while it runs. */
export const CareProgramme = z.object({
  tenantId: z.int(),
  programmeId: z.uuid(),
  title: z.string().min(1),
  organizationPos: z.int(),
  organizationPosEnd: z.int(),
  startsOn: Day,
  endsOn: Day,
  pathway: Pathway,
  version: z.int(),
  changedAt: Instant,
  changedBy: z.uuid().nullable(),
});
export type CareProgramme = z.infer<typeof CareProgramme>;

export const Enrolment = z.object({
  tenantId: z.int(),
  personId: PersonId,
  programmeId: z.uuid(),
  tier: Tier,
  tierSince: Day,
  enrolledOn: Day,
  endedOn: Day.nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type Enrolment = z.infer<typeof Enrolment>;

export const StepState = z.enum(['open', 'done', 'missed', 'cancelled']);

/** One occurrence of a step for one person. Of each step of the person's tier exactly one is open. `escalated`: its miss was passed on. */
export const PathwayStep = z.object({
  tenantId: z.int(),
  personId: PersonId,
  programmeId: z.uuid(),
  stepId: z.string(),
  occurrence: z.int(),
  tier: Tier,
  counts: Counts,
  plannedOn: Day,
  dueOn: Day,
  graceUntil: Day,
  state: StepState,
  closedOn: Day.nullable(),
  escalated: z.boolean(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type PathwayStep = z.infer<typeof PathwayStep>;

// Rules

/** Whether the staff do a step, so that it stands on a list. */
export function isStaffs({ by }: Pick<Step, 'by'>): boolean {
  return by !== 'person' && by !== 'system';
}

export const careCapability = 'care';

// Contracts

const ById = { programmeId: z.uuid() };

/** Of those who were due for a step in a period: how many got it, in time or late, and how many still wait. Null: fewer than `hiddenBelow`, which who may not see single persons is not told. */
const count = z.int().nullable();
export const Coverage = z.object({ tier: Tier, stepId: z.string(), title: Text, due: count, inTime: count, late: count, waiting: count });
export type Coverage = z.infer<typeof Coverage>;

export const PathwayView = CareProgramme.pick({ programmeId: true, title: true, startsOn: true, endsOn: true, pathway: true, version: true }).extend({ enrolled: z.object({ low: count, mid: count, high: count }) });
export type PathwayView = z.infer<typeof PathwayView>;

export const listPathways = contract({ method: 'GET', path: '/api/care/programmes', permission: 'care.programmes', input: z.object({}), output: z.array(PathwayView) });

export const pathwayTemplates = contract({ method: 'GET', path: '/api/care/templates', permission: 'care.programmes', input: z.object({}), output: z.array(Pathway) });

/** Begin to care for everybody below an organisation who meets the criterion. `programmeId` is a launched programme's, where there is one. */
export const startPathway = contract({
  method: 'POST',
  path: '/api/care/programmes',
  permission: 'care.manage',
  input: z.object({ programmeId: z.uuid().optional(), title: z.string().trim().min(1).max(200), template: z.string(), organizationId: z.int(), startsOn: Day, endsOn: Day }),
  output: z.object(ById),
});

/** Change the programme's copy; open work is planned anew. `version` is the one that was seen. */
export const changePathway = contract({
  method: 'PUT',
  path: '/api/care/programmes/:programmeId',
  permission: 'care.manage',
  input: z.object({ ...ById, version: z.int(), pathway: Pathway }),
  output: z.object({ version: z.int() }),
});

export const pathwayCoverage = contract({
  method: 'GET',
  path: '/api/care/programmes/:programmeId/coverage',
  permission: 'care.programmes',
  input: z.object({ ...ById, from: Day, to: Day }),
  output: z.object({ rows: z.array(Coverage), hiddenBelow: z.int().nullable() }),
});

/** What a person gets, and when. */
const StepView = PathwayStep.pick({ stepId: true, occurrence: true, plannedOn: true, dueOn: true, state: true, closedOn: true }).extend({ title: Text, channel: Channel.nullable() });
export const PersonPathway = z.object({ programmes: z.array(z.object({ programmeId: z.uuid(), tier: Tier, tierSince: Day, enrolledOn: Day, steps: z.array(StepView) })) });
export type PersonPathway = z.infer<typeof PersonPathway>;

export const personPathway = contract({ method: 'GET', path: '/api/care/persons/:personId/pathway', permission: 'care.read', input: z.object({ personId: z.coerce.number().pipe(PersonId) }), output: PersonPathway, subject: 'personId' });
