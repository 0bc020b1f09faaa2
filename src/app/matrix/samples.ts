import { z } from 'zod';

/** Values for a field, by its name: an id of a seeded row, a marker; undefined leaves it to the schema. */
export type Hints = (field: string, schema: Shape) => unknown;

/** The part of JSON Schema that zod writes. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
}

export function shapeOf(schema: z.ZodType): Shape {
  // JSON Schema is wider than what is read of it here.
  return z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', cycles: 'ref' }) as Shape;
}

const texts: Record<string, string> = { date: '2026-06-01', 'date-time': '2026-06-01T08:00:00.000Z', uuid: '00000000-0000-4000-8000-000000000000', email: 'a@example.org', uri: 'https://example.org/' };

/** A value that the schema accepts, as far as it tells: ids and markers from `hints`, every optional field given. */
export function sampleOf(shape: Shape, hints: Hints, field = ''): unknown {
  const hinted = field === '' ? undefined : hints(field, shape);
  if (hinted !== undefined) return hinted;
  if ('const' in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  const chosen = choiceOf(shape);
  if (chosen) return sampleOf(chosen, hints, '');
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(Object.entries(shape.properties ?? {}).map(([name, property]) => [name, sampleOf(property, hints, name)]));
    case 'array':
      return shape.prefixItems ? shape.prefixItems.map((item) => sampleOf(item, hints)) : shape.items ? [sampleOf(shape.items, hints, field.replace(/s$/, ''))] : [];
    case 'integer':
    case 'number':
      return Math.max(shape.minimum ?? 1, (shape.exclusiveMinimum ?? 0) + 1, 1);
    case 'boolean':
      return false;
    case 'string':
      return texts[shape.format ?? ''] ?? 'x'.repeat(Math.max(shape.minLength ?? 0, 1));
    default:
      return shape.type === 'null' ? null : 'x';
  }
}

/** One shape of a shape that has several, never null where there is another; undefined where there is but one. */
function choiceOf(shape: Shape): Shape | undefined {
  if (Array.isArray(shape.type)) return { ...shape, type: shape.type.find((one) => one !== 'null') ?? 'null' };
  const choices = shape.anyOf ?? shape.oneOf ?? shape.allOf;
  return choices && (choices.find((choice) => choice.type !== 'null') ?? {});
}

/** The names of all fields, at any depth. */
export function fieldsOf(shape: Shape): string[] {
  const below = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? []), ...(shape.items ? [shape.items] : []), ...(shape.prefixItems ?? [])];
  return [...Object.entries(shape.properties ?? {}).flatMap(([name, property]) => [name, ...fieldsOf(property)]), ...below.flatMap(fieldsOf)];
}
