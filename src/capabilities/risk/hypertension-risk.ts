/**
 * Cardiovascular risk stratification of the Chinese hypertension guideline: blood pressure against risk factors, organ
 * damage and clinical conditions. An unknown factor is not counted but listed, and widens the range.
 */
import { z } from 'zod';
import { evaluate } from '../../kernel/expression/evaluate.ts';
import { Text } from '../../kernel/text.ts';
import { Clause, Confidence, dates, ends, flag, inapplicable, inOrder, measured, oneOf, outcomes, plausible, quantity, sex, usedInputs } from './estimate.ts';
import { compileInOrder, derive, missingBelow } from './facts.ts';
import type { Value, Values } from '../../kernel/expression/evaluate.ts';
import type { FactTypes } from '../../kernel/expression/check.ts';
import type { Estimate, Note } from './estimate.ts';
import type { Derived, DerivedFacts, FaultyText, NamedText } from './facts.ts';

export const columns = ['hn', 'g1', 'g2', 'g3'] as const;
export type Column = (typeof columns)[number];
export const rows = ['r0', 'r1', 'r3', 'r4'] as const;
export type Row = (typeof rows)[number];
/** Mildest first; the slash cells leave the choice to the clinician. */
export const cells = ['none', 'low', 'mid', 'mid_high', 'high', 'high_very_high', 'very_high'] as const;
export type Cell = (typeof cells)[number];

const Item = z.strictObject({
  code: z.string().regex(/^\w+$/),
  title: Text,
  when: z.string().min(1),
  /** Inputs that may stay unknown without being asked for: another of the same item stands in for them. */
  optional: z.array(z.string()).default([]),
  confidence: Confidence,
  proposal: z.boolean().default(false),
});
export type Item = z.infer<typeof Item>;
const Items = z.strictObject({ clause: Clause, items: z.array(Item).min(1) });

export const HypertensionRiskContent = z.strictObject({
  min_age: z.number(),
  risk_factors: Items,
  organ_damage: Items,
  clinical_conditions: Items,
  diabetes: z.strictObject({ clause: Clause, when: z.string(), newly_found: z.string() }),
  many_factors: z.int(),
  column: z.strictObject({ clause: Clause, when: z.string(), order: z.tuple([z.literal('hn'), z.literal('g1'), z.literal('g2'), z.literal('g3')]) }),
  matrix: z.strictObject({
    clause: Clause,
    rows: z.record(z.enum(rows), z.record(z.enum(columns), z.enum(cells))),
    verified: z.array(z.string()),
    row_titles: z.record(z.enum(rows), Text),
    cell_titles: z.record(z.enum(cells), Text),
  }),
  high_normal: z.strictObject({ sbp: z.number(), dbp: z.number() }),
  reasons: z.strictObject({ under_18: Text, below_matrix: Text }),
  notes: z.strictObject({ lowest_column: Text, new_diabetes: Text, judgement: Text, one_source_cell: Text }),
});
export type HypertensionRiskContent = z.infer<typeof HypertensionRiskContent>;

export const HypertensionRiskInput = z.object({
  age: measured('age'),
  sex,
  dx_htn: flag,
  dx_t2dm: flag,
  sbp: measured('sbp'),
  dbp: measured('dbp'),
  bp_source: oneOf(['office', 'home']),
  smoker: flag,
  fpg: measured('glucose'),
  ogtt2h: measured('glucose'),
  tc: measured('tc'),
  ldl: measured('ldl'),
  hdl: measured('hdl'),
  family_cvd: flag,
  waist: measured('waist'),
  bmi: measured('bmi'),
  hcy: measured('homocysteine'),
  uric_acid: measured('uricAcid'),
  hr: measured('heartRate'),
  lvh: flag,
  sokolow_lyon_mv: quantity(0, 20),
  cornell_mv_ms: quantity(0, 2000),
  lvmi: quantity(10, 600),
  carotid_plaque: flag,
  imt_mm: quantity(0, 20),
  stiffness: flag,
  cfpwv_ms: quantity(1, 60),
  bapwv_ms: quantity(1, 60),
  abi_low: flag,
  abi: quantity(0, 3),
  egfr: measured('egfr'),
  creatinine_umol_l: measured('creatinine'),
  uacr: measured('uacr'),
  albumin_mg_24h: measured('uacr'),
  ascvd: flag,
  heart_failure: flag,
  atrial_fibrillation: flag,
  pad: flag,
  retinopathy: oneOf(['none', 'mild_npdr', 'moderate_npdr', 'severe_npdr', 'pdr', 'dme', 'htn_haemorrhage']),
  neuropathy: oneOf(['none', 'asymptomatic', 'symptomatic']),
  foot_ulcer: flag,
  /** The matrix alone: both given, nothing else is looked at. */
  row: oneOf(rows),
  column: oneOf(columns),
  dates,
});
export type HypertensionRiskInput = z.infer<typeof HypertensionRiskInput>;

/** The criteria as expressions in dependency order: one fact an item, then `rf_count`, `matrix_row`, `bp_column`, `cell`. */
function stratumTexts(content: HypertensionRiskContent): readonly NamedText[] {
  const itemTexts = (prefix: string, items: readonly Item[]) => items.map(({ code, when }): NamedText => ({ name: `${prefix}_${code}`, text: when, type: { type: 'boolean' } }));
  const factors = itemTexts('factor', content.risk_factors.items);
  const damage = itemTexts('organ', content.organ_damage.items);
  const conditions = itemTexts('clinical', content.clinical_conditions.items);
  const any = (texts: readonly NamedText[]) => texts.map(({ name }) => `%${name}`).join(' or ');
  const count = factors.map(({ name }) => `iif(%${name}, 1, 0)`).join(' + ');
  const row = `iif(${any(conditions)}, 'r4', iif(%rf_count >= ${content.many_factors} or ${any(damage)} or (${content.diabetes.when}), 'r3', iif(%rf_count >= 1, 'r1', 'r0')))`;
  return [
    ...factors,
    ...damage,
    ...conditions,
    { name: 'rf_count', text: count, type: { type: 'number' } },
    { name: 'matrix_row', text: row, type: { type: 'string', codes: rows } },
    { name: 'bp_column', text: content.column.when, type: { type: 'string', codes: columns } },
    { name: 'cell', text: cellText(content), type: { type: 'string', codes: cells } },
  ];
}

/** The matrix as an expression; unknown without diagnosed hypertension or without a pressure. */
function cellText({ matrix }: HypertensionRiskContent): string {
  const byColumn = (row: Row) => columns.reduceRight((rest, column) => `iif(%bp_column = '${column}', '${matrix.rows[row][column]}', ${rest})`, '{}');
  const byRow = rows.reduceRight((rest, row) => `iif(%matrix_row = '${row}', ${byColumn(row)}, ${rest})`, '{}');
  return `iif(%dx_htn, ${byRow}, {})`;
}

export type Stratification = { readonly content: HypertensionRiskContent; readonly derived: readonly Derived[]; readonly newDiabetes: Derived; readonly columnSteps: ColumnSteps };
type ColumnSteps = { readonly sbp: readonly number[]; readonly dbp: readonly number[] };

export function prepareStratification(content: HypertensionRiskContent, facts: FactTypes): { readonly prepared: Stratification | null; readonly types: FactTypes; readonly faulty: readonly FaultyText[] } {
  const { derived, types, faulty } = compileInOrder(stratumTexts(content), facts);
  const found = compileInOrder([{ name: 'newly_found', text: content.diabetes.newly_found, type: { type: 'boolean' } }], facts);
  const [newDiabetes] = found.derived;
  const all = [...faulty, ...found.faulty];
  const prepared = newDiabetes === undefined || all.length > 0 ? null : { content, derived, newDiabetes, columnSteps: columnSteps(content) };
  return { prepared, types, faulty: all };
}

/** The pressures at which the column can change, and the ends of what is plausible. */
function columnSteps({ column }: HypertensionRiskContent): ColumnSteps {
  const limits = (name: string) => [...column.when.matchAll(new RegExp(`%${name} >= (\\d+)`, 'g'))].map(([, limit]) => Number(limit));
  return { sbp: [plausible.sbp[0], ...limits('sbp')], dbp: [plausible.dbp[0], ...limits('dbp')] };
}

/** `met` null: undecided for want of `missing`. */
export type ItemFinding = { readonly code: string; readonly title: Text; readonly met: boolean | null; readonly missing: readonly string[]; readonly confidence: Confidence; readonly proposal: boolean };

export type Stratum = {
  readonly row: Row | null;
  readonly column: Column | null;
  readonly factors: readonly ItemFinding[];
  readonly damage: readonly ItemFinding[];
  readonly conditions: readonly ItemFinding[];
  readonly diabetes: boolean | null;
  /** Rows, columns and cells that the unknown inputs still allow. */
  readonly possibleRows: readonly Row[];
  readonly possibleColumns: readonly Column[];
  readonly possibleCells: readonly Cell[];
};

/** Reads the stratum off facts already derived. */
export function stratumOf(facts: DerivedFacts, { content, derived, columnSteps: steps }: Stratification): Stratum {
  const { values } = facts;
  const row = rows.find((code) => code === values['matrix_row']) ?? null;
  const column = columns.find((code) => code === values['bp_column']) ?? null;
  const findings = (prefix: string, items: readonly Item[]) => items.map((item) => findingOf(item, `${prefix}_${item.code}`, facts));
  const found = {
    factors: findings('factor', content.risk_factors.items),
    damage: findings('organ', content.organ_damage.items),
    conditions: findings('clinical', content.clinical_conditions.items),
    diabetes: asBoolean(values['dx_t2dm']),
  };
  const possibleRows = row === null ? [] : rowsPossible(row, found, content);
  const possibleColumns = columnsPossible(values, derived, steps);
  const reachable = possibleRows.flatMap((r) => possibleColumns.map((c) => content.matrix.rows[r][c]));
  return { row, column, ...found, possibleRows, possibleColumns, possibleCells: inOrder(cells, reachable) };
}

function findingOf({ code, title, optional, confidence, proposal }: Item, name: string, { values, traces }: DerivedFacts): ItemFinding {
  const trace = traces.get(name);
  const missing = trace === undefined ? [] : missingBelow(trace, traces).filter((fact) => !optional.includes(fact));
  const met = asBoolean(values[name]);
  return { code, title, met: met === null && missing.length === 0 ? false : met, missing, confidence, proposal };
}

type Found = Pick<Stratum, 'factors' | 'damage' | 'conditions' | 'diabetes'>;

function rowsPossible(row: Row, { factors, damage, conditions, diabetes }: Found, { many_factors }: HypertensionRiskContent): readonly Row[] {
  const undecided = (items: readonly ItemFinding[]) => items.some((item) => item.met === null);
  const most = factors.filter((item) => item.met !== false).length;
  const reachable: (Row | null)[] = [
    row,
    row === 'r0' && most >= 1 ? 'r1' : null,
    row !== 'r4' && (most >= many_factors || undecided(damage) || diabetes === null) ? 'r3' : null,
    undecided(conditions) ? 'r4' : null,
  ];
  return inOrder(rows, reachable);
}

function columnsPossible(values: Values, derived: readonly Derived[], steps: ColumnSteps): readonly Column[] {
  const column = derived.find(({ name }) => name === 'bp_column');
  if (column === undefined) return [];
  const known = { sbp: asNumber(values['sbp']), dbp: asNumber(values['dbp']), bp_source: asText(values['bp_source']) };
  const found = outcomes(known, { ...steps, bp_source: ['office', 'home'] }, (complete) => evaluate(column.ast, complete).value);
  return inOrder(columns, found.map((code) => columns.find((one) => one === code) ?? null));
}

export type HypertensionRisk = Estimate<Cell> & {
  readonly row: Row | null;
  readonly column: Column | null;
  readonly factors: readonly ItemFinding[];
  readonly damage: readonly ItemFinding[];
  readonly conditions: readonly ItemFinding[];
};

/** The cell of the matrix. Unknown factors are not counted in the value; the range holds what they could still make of it. */
export function hypertensionRisk(given: HypertensionRiskInput, prepared: Stratification): HypertensionRisk {
  const { content } = prepared;
  if (given.row !== null && given.column !== null) return ofMatrix(given.row, given.column, content);
  const newDiabetes = given.dx_t2dm !== true && evaluate(prepared.newDiabetes.ast, valuesOf(given)).value === true;
  const input = newDiabetes ? { ...given, dx_t2dm: true } : given;
  const stratum = stratumOf(derive(valuesOf(input), prepared.derived), prepared);
  // Without a glucose diabetes may still be found: what it would make of the cell is possible too.
  const unsure = input.dx_t2dm !== true && given.fpg === null && given.ogtt2h === null;
  const withDiabetes = unsure ? stratumOf(derive(valuesOf({ ...given, dx_t2dm: true }), prepared.derived), prepared).possibleCells : [];
  const possibleCells = inOrder(cells, [...stratum.possibleCells, ...withDiabetes]);
  const { row, column, factors, damage, conditions } = stratum;
  const items = [...factors, ...damage, ...conditions];
  const missing = [...new Set([...(['sbp', 'dbp'] as const).filter((name) => input[name] === null), ...items.flatMap((item) => (item.met === null ? item.missing : [])), ...(input.dx_t2dm === null ? ['dx_t2dm'] : [])])];
  const basis = { used: usedInputs(input, Object.keys(HypertensionRiskInput.shape).filter((name) => name !== 'dates')), missing, clause: content.matrix.clause };
  const rest = { row, column, factors, damage, conditions };
  const reason = exclusion(input, content);
  if (reason !== null) return { ...inapplicable(reason, { ...basis, missing: [] }), ...rest };
  const cell = row === null || column === null ? null : content.matrix.rows[row][column];
  return {
    value: cell,
    category: cell,
    range: ends(possibleCells),
    categories: possibleCells,
    reason: null,
    notes: [...notesOf(input, { newDiabetes, content }), ...cellNotes(row, column, content)],
    ...basis,
    ...rest,
  };
}

export function valuesOf(input: object): Values {
  return Object.fromEntries(Object.entries(input).filter((entry): entry is [string, Value] => entry[0] !== 'dates'));
}

function ofMatrix(row: Row, column: Column, content: HypertensionRiskContent): HypertensionRisk {
  const cell = content.matrix.rows[row][column];
  const used = [{ name: 'row', value: row, date: null }, { name: 'column', value: column, date: null }];
  return { value: cell, category: cell, range: [cell, cell], categories: [cell], used, missing: [], clause: content.matrix.clause, reason: null, notes: cellNotes(row, column, content), row, column, factors: [], damage: [], conditions: [] };
}

function exclusion(input: HypertensionRiskInput, content: HypertensionRiskContent): Note | null {
  if (input.age !== null && input.age < content.min_age) return { code: 'under_18', title: content.reasons.under_18 };
  if (input.dx_htn === false && isBelowMatrix(input, content)) return { code: 'below_matrix', title: content.reasons.below_matrix };
  return null;
}

function isBelowMatrix({ sbp, dbp }: HypertensionRiskInput, { high_normal }: HypertensionRiskContent): boolean {
  return sbp !== null && dbp !== null && sbp < high_normal.sbp && dbp < high_normal.dbp;
}

function notesOf(input: HypertensionRiskInput, { newDiabetes, content }: { newDiabetes: boolean; content: HypertensionRiskContent }): readonly Note[] {
  return [
    ...(newDiabetes ? [{ code: 'new_diabetes', title: content.notes.new_diabetes }] : []),
    ...(isBelowMatrix(input, content) ? [{ code: 'lowest_column', title: content.notes.lowest_column }] : []),
  ];
}

/** What a screen must say beside the cell: left to judgement, or resting on one source. */
function cellNotes(row: Row | null, column: Column | null, { matrix, notes }: HypertensionRiskContent): readonly Note[] {
  if (row === null || column === null) return [];
  const cell = matrix.rows[row][column];
  return [
    ...(cell === 'mid_high' || cell === 'high_very_high' ? [{ code: 'judgement', title: notes.judgement }] : []),
    ...(matrix.verified.includes(`${row}.${column}`) ? [] : [{ code: 'one_source_cell', title: notes.one_source_cell }]),
  ];
}

function asBoolean(value: Value | undefined): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function asNumber(value: Value | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function asText(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
