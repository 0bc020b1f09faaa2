/** The row of a person and reference month: its columns as shipped. A fact that needs a new column comes with a new step of the schema. */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';

const shipped = {
  numeric: `
    age visits recent_visits checkups emergencies sbp dbp first_sbp first_dbp fpg tc ldl weight bmi smoking exercise_minutes exercise_hours salt adherence
    knowledge satisfaction mental_knowledge first_mental_knowledge mental_knowledge_answers skill_rating literacy acuity first_acuity acuity_tests fitness`,
  text: `
    sex tier htn_state htn_outcome dm_state dm_outcome`,
  boolean: `
    signed htn dm dyslipidaemia new_complication new_event htn_counted dm_counted lipid_drug`,
} as const;
type ColumnType = keyof typeof shipped;

/** Came with a later step. */
const added: readonly { readonly name: string; readonly type: ColumnType }[] = [{ name: 'height', type: 'numeric' }];

const columnTypes: readonly ColumnType[] = ['numeric', 'text', 'boolean'];

export const firstColumns: readonly { readonly name: string; readonly type: ColumnType }[] = columnTypes.flatMap((type) => shipped[type].trim().split(/\s+/).map((name) => ({ name, type })));

export const monthColumns = [...firstColumns, ...added];

const schemas: Readonly<Record<ColumnType, z.ZodType>> = { numeric: z.number().nullable(), text: z.string().nullable(), boolean: z.boolean().nullable() };

/** `organizations` are those whose member the person is at the month's end; who is `left` died or moved away before it. */
export const PersonMonth = z.object({
  tenantId: z.int(),
  personId: z.int(),
  month: Day,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  organizations: z.array(z.int()),
  left: z.boolean(),
  ...Object.fromEntries(monthColumns.map(({ name, type }) => [name, schemas[type]])),
});
