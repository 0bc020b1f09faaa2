import type { Contract } from '../../kernel/contract.ts';
import { places, type Place } from './oracle.ts';
import { wire } from './requests.ts';
import { fieldsOf, sampleOf, shapeOf, type Shape } from './samples.ts';
import { organizationAt, type Seed } from './seed.ts';

export interface Attempt {
  readonly contract: Contract;
  readonly place: Place;
  readonly label: number;
  readonly input: Readonly<Record<string, unknown>>;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Every endpoint with the ids of every place and label; where an input holds several ids, also each of them alone from elsewhere.
 * Reading comes first, then writing elsewhere, then writing at home: what may be changed is changed last. Equal requests are left out.
 */
export function* attemptsOver(contracts: readonly Contract[], seeded: Seed): Generator<Attempt> {
  const at = (place: Place) => contracts.flatMap((contract) => [0, 1, 2].flatMap((label) => variants(contract, { place, label, seeded })));
  const all = places.flatMap(at);
  const home = (place: Place) => place === 'own' || place === 'self' || place === 'child';
  const sent = new Set<string>();
  for (const attempt of [...all.filter(isRead), ...all.filter((one) => !isRead(one) && !home(one.place)), ...all.filter((one) => !isRead(one) && home(one.place))]) {
    const { url, body } = wire(attempt.contract, attempt.input);
    const key = `${attempt.contract.method} ${url} ${body ?? ''}`;
    if (sent.has(key)) continue;
    sent.add(key);
    yield attempt;
  }
}

const isRead = ({ contract }: Attempt) => contract.method === 'GET';

function variants(contract: Contract, { place, label, seeded }: { place: Place; label: number; seeded: Seed }): Attempt[] {
  const shape = shapeOf(contract.input);
  const ids = [...new Set(fieldsOf(shape))].filter((field) => idFor(field, { place, label, seeded }) !== undefined);
  const whole = filled(shape, (field) => idFor(field, { place, label, seeded }));
  const mixed = ids.length < 2 ? [] : ids.map((one) => filled(shape, (field) => idFor(field, { place: field === one ? place : 'own', label: field === one ? label : 0, seeded })));
  return [whole, ...mixed].map((input) => ({ contract, place, label, input }));
}

function filled(shape: Shape, idOf: (field: string) => unknown): Record<string, unknown> {
  const value = sampleOf(shape, idOf);
  return isRecord(value) ? value : {};
}

/** `personId` is the id of the seeded person at the place, `taskId` that of the task, and so on: a field means the column of its name. */
function idFor(field: string, { place, label, seeded }: { place: Place; label: number; seeded: Seed }): unknown {
  if (/[oO]rganizationId$/.test(field)) return organizationAt(place).organizationId;
  if (/[pP]erson$|[pP]ersonId$/.test(field)) return seeded.idOf('person_id', place, label);
  return field.endsWith('Id') || field === 'id' ? seeded.idOf(snake(field), place, label) : undefined;
}
