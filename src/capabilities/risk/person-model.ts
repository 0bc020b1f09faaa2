/** The row of model answers of a person: its columns as shipped. A model that needs a new column comes with a new step of the schema. */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';

/** Models by the columns they take: the class alone, with a value, or with a value and its range. */
const shipped = {
  plain: ['waist', 'lipids', 'htn_control', 'dm_control', 'htn_followup', 'dm_followup'],
  valued: ['bmi', 'egfr', 'china_par', 'self_care'],
  ranged: ['cdrs', 'metabolic_syndrome'],
} as const;

type Column = { readonly name: string; readonly type: 'text' | 'numeric' | 'text[]' };

function columnsFor(name: string, numbers: readonly string[]): readonly Column[] {
  return [{ name, type: 'text' }, ...numbers.map((part): Column => ({ name: `${name}_${part}`, type: 'numeric' })), { name: `${name}_possible`, type: 'text[]' }, { name: `${name}_missing`, type: 'text[]' }];
}

export const modelTableColumns: readonly Column[] = [
  ...shipped.plain.flatMap((name) => columnsFor(name, [])),
  ...shipped.valued.flatMap((name) => columnsFor(name, ['value'])),
  ...shipped.ranged.flatMap((name) => columnsFor(name, ['value', 'low', 'high'])),
];

const schemas = { text: z.string().nullable(), numeric: z.number().nullable(), 'text[]': z.array(z.string()).nullable() } as const;

/** What the guidelines' models say of a person, by which edition of their tables. Null: the model does not apply, or nothing is missing. */
export const PersonModel = z.object({
  tenantId: z.int(),
  personId: z.int(),
  edition: z.string(),
  assessedOn: Day,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  ...Object.fromEntries(modelTableColumns.map(({ name, type }) => [name, schemas[type]])),
});

/** How the database driver names columns: words joined by capitals. */
const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

export type KeptAnswer = { readonly category: string | null; readonly value: number | null; readonly low: number | null; readonly high: number | null; readonly possible: readonly string[] | null; readonly missing: readonly string[] | null };

/** One model's answer out of a row as it was read; the driver gives exact numbers as text. */
export function keptAnswer(row: Readonly<Record<string, unknown>>, name: string): KeptAnswer {
  const at = (part: string) => row[camel(part === '' ? name : `${name}_${part}`)] ?? null;
  const number = (part: string) => (at(part) === null ? null : Number(at(part)));
  const codes = (part: string) => schemas['text[]'].catch(null).parse(at(part));
  return { category: schemas.text.catch(null).parse(at('')), value: number('value'), low: number('low'), high: number('high'), possible: codes('possible'), missing: codes('missing') };
}
