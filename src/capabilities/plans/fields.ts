import type { DraftList } from './draft.ts';
import { schemaOf, type Values } from './editing.ts';

export type FieldKind = 'text' | 'long' | 'number' | 'comparator' | 'unit' | 'cadence' | 'day' | 'lines' | 'flag' | 'indicator' | 'activityType';

/** A field of an item's form. `path` may reach into the item (`cadence.per`); `label` is the words' key where it differs; `more`: seldom needed. */
export interface Field {
  readonly path: string;
  readonly kind: FieldKind;
  readonly label?: string;
  readonly more?: true;
  /** Null rather than absent when left empty. */
  readonly nullable?: true;
  readonly required?: true;
}

const field = (path: string, kind: FieldKind, rest: Omit<Field, 'path' | 'kind'> = {}): Field => ({ path, kind, ...rest });
const more = { more: true } as const;
const required = { required: true } as const;

/** The forms of the review screen, in the order of their fields. */
export const fieldsOf: Record<DraftList, readonly Field[]> = {
  goals: [
    field('metric', 'text', required),
    field('indicator', 'indicator', { nullable: true }),
    field('comparator', 'comparator', required),
    field('value', 'number', required),
    field('value_max', 'number'),
    field('unit', 'unit', required),
    field('baseline', 'number'),
    field('deadline', 'text'),
    field('scope', 'text'),
    field('group', 'text', more),
    field('reference', 'text', more),
    field('period_per', 'text', more),
    field('scale_max', 'number', more),
    field('at_least', 'flag', more),
    field('value_text', 'text', more),
    field('baseline_derived', 'number', more),
    field('target_derived', 'number', more),
    field('definition', 'long', more),
    field('ambiguity', 'long', more),
    field('note', 'long', more),
    field('text', 'long', { ...more, ...required }),
  ],
  qualitative_goals: [field('text', 'long', required), field('metric', 'text'), field('comparator', 'comparator'), field('reference', 'text'), field('note', 'long', more)],
  activities: [
    field('name', 'text', required),
    field('activityType', 'activityType', { nullable: true }),
    field('cadence.per', 'cadence'),
    field('cadence.times', 'number', { nullable: true }),
    field('cadence.on', 'text'),
    field('audience', 'text'),
    field('place', 'text'),
    field('count', 'number'),
    field('capacity', 'number'),
    field('duration', 'text', more),
    field('channel', 'text', more),
    field('count_comparator', 'comparator', more),
    field('capacity_comparator', 'comparator', more),
    field('cadence.at_least', 'flag', more),
    field('cadence.text', 'text', more),
  ],
  phases: [field('name', 'text', required), field('period', 'text', { label: 'periodText' }), field('start', 'day'), field('end', 'day'), field('tasks', 'lines')],
  tasks: [field('name', 'long', required), field('owner', 'text'), field('deadline', 'text')],
  budget: [
    field('item', 'text', required),
    field('amount', 'number', { nullable: true }),
    field('per', 'text'),
    field('note', 'long'),
    field('total', 'flag'),
    field('subtotal', 'flag', more),
    field('income', 'flag', more),
    field('unit', 'text', { label: 'amountUnit', ...more, ...required }),
    field('share', 'number', more),
    field('breakdown', 'long', more),
    field('text', 'long', more),
  ],
  risks: [field('risk', 'long', required), field('mitigations', 'lines', required)],
  organisations: [field('name', 'text', required), field('role', 'text'), field('members', 'lines'), field('count', 'number', { label: 'memberCount' }), field('note', 'long', more)],
};

export function valueAt(values: Values, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), values);
}

/** What a part of an item begins as when its first field is filled in. */
const beginnings: Record<string, Values> = { cadence: { text: '', times: null, per: 'irregular' } };

/** The item with one field set; `undefined` takes the field away, and with a frequency's period the whole frequency. */
export function withValue(values: Values, path: string, value: unknown): Values {
  const [head = '', inner] = path.split('.');
  if (inner === undefined) return value === undefined ? dropped(values, head) : { ...values, [head]: value };
  if (path === 'cadence.per' && value === undefined) return dropped(values, head);
  const part = values[head];
  const before = isRecord(part) ? part : (beginnings[head] ?? {});
  return { ...values, [head]: value === undefined ? dropped(before, inner) : { ...before, [inner]: value } };
}

function dropped(values: Values, name: string): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with an item as it is filled in: the path of each field, and whether it is `needed` or `invalid`. */
export function faultsOf(list: DraftList, values: Values): ReadonlyMap<string, 'needed' | 'invalid'> {
  const issues = schemaOf(list).safeParse(values).error?.issues ?? [];
  const faults = new Map(issues.map((issue): [string, 'needed' | 'invalid'] => [issue.path.join('.'), isBlank(valueAt(values, issue.path.join('.'))) ? 'needed' : 'invalid']));
  for (const { path, required, kind } of fieldsOf[list]) if (required && kind !== 'lines' && isBlank(valueAt(values, path))) faults.set(path, 'needed');
  return faults;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
