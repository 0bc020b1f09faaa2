/** Indicators as they are asked for: lists, one in depth, its proof. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { Month } from '../care/reference-month.ts';
import { IndicatorDefinition } from './indicators.ts';
import { Breakdown } from './values.ts';

export const refuse = problems('indicators', { unknownIndicator: 404, unknownOrganization: 404, notCounted: 404 });

/** A value as it may be shown: `held` where it tells of too few. */
export const Cell = z.object({ value: z.number().nullable(), numerator: z.number().nullable(), denominator: z.number().nullable(), persons: z.int().nullable(), held: z.boolean() });
export type Cell = z.infer<typeof Cell>;

export const Place = z.object({ organizationId: z.int(), name: Text, kind: z.string() });
export type Place = z.infer<typeof Place>;

const where = { month: Month.optional(), organizationId: z.coerce.number().int().optional() };

/** What the values of a month rest on. */
const Base = z.object({ month: Month, months: z.array(Month), day: Day, known: Instant, place: Place, above: Place.nullable(), below: z.array(Place), smallest: z.int() });

const Row = Cell.extend({ id: z.string(), before: z.number().nullable(), yearBefore: z.number().nullable() });

/** Every indicator of an organisation in a month, beside the month before and the same month a year ago. */
export const listValues = contract({ method: 'GET', path: '/api/indicators/values', permission: 'indicators.read', input: z.object(where), output: Base.extend({ rows: z.array(Row) }) });
export type ValueList = z.output<typeof listValues.output>;

const Part = Cell.extend({ breakdown: Breakdown, band: z.string() });

export const openIndicator = contract({
  method: 'GET',
  path: '/api/indicators/values/:id',
  permission: 'indicators.read',
  input: z.object({ id: z.string(), ...where }),
  output: Base.extend({
    definition: IndicatorDefinition,
    own: Cell,
    trend: z.array(Cell.extend({ month: Month })),
    parts: z.array(Part),
    places: z.array(Cell.extend({ place: Place })),
  }),
});
export type OpenedIndicator = z.output<typeof openIndicator.output>;

/** Who is counted: above the line, below it alone, or neither. */
export const Side = z.enum(['all', 'upper', 'rest']);
export type Side = z.infer<typeof Side>;

/**
 * What stands behind one number: the version of the definition, the instant the records are believed up to, the counts, who was left
 * out, and a fingerprint over all of it and every person's part. The same number proved again has the same fingerprint.
 */
export const proveValue = contract({
  method: 'GET',
  path: '/api/indicators/values/:id/proof',
  permission: 'indicators.read',
  input: z.object({ id: z.string(), ...where }),
  output: z.object({
    id: z.string(),
    version: z.int(),
    versions: z.array(z.object({ version: z.int(), since: Instant })),
    month: Month,
    day: Day,
    known: Instant,
    own: Cell,
    facts: z.array(z.object({ id: z.string(), title: Text, unit: z.string().nullable() })),
    expressions: z.array(z.object({ part: z.enum(['among', 'upper', 'lower']), text: z.string() })),
    left: z.array(z.object({ reason: z.enum(['dead', 'moved', 'lost', 'new']), persons: z.int().nullable() })),
    /** Null where the numbers are held back: it would tell whether a guess is right. */
    fingerprint: z.string().nullable(),
    agrees: z.boolean(),
    mayName: z.boolean(),
  }),
});
export type Proof = z.output<typeof proveValue.output>;

/** The persons behind a number, for those who care for them. */
export const personsBehind = contract({
  method: 'GET',
  path: '/api/indicators/values/:id/persons',
  permission: 'records.read',
  input: z.object({ id: z.string(), ...where, side: Side.default('all'), after: z.coerce.number().int().default(0) }),
  output: z.object({ persons: z.array(z.object({ personId: z.int(), name: z.string(), upper: z.number(), values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])) })), more: z.boolean() }),
});

/** The list as a workbook. */
export const exportValues = contract({
  method: 'GET',
  path: '/api/indicators/workbook',
  permission: 'indicators.read',
  input: z.object(where),
  output: z.object({ filename: z.string(), base64: z.string() }),
});
