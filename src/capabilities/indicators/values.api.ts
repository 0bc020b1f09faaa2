import { createHash } from 'node:crypto';
import { addMonths, type Day } from '../../kernel/day.ts';
import { permits } from '../../kernel/permission.ts';
import { suppress } from '../../kernel/suppression.ts';
import { wordsOf } from '../../kernel/text.ts';
import { readContent } from '../../platform/content.ts';
import { beyondReach, countingAll } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { Month } from '../care/reference-month.ts';
import { organizationsBetween } from '../organizations/organizations.store.ts';
import { Publishing } from '../organizations/publishing.ts';
import { measuredOf, type Prepared, type Sums } from './counting.ts';
import type { IndicatorDefinition } from './indicators.ts';
import { expected, judge, readIntegrity, Check } from './integrity.ts';
import { countReadings, type ReadingCounts } from './integrity.store.ts';
import { windowMonths, type Cohort } from './month-facts.ts';
import { firstDayOf } from './month-sql.ts';
import { digestOf, leftOut, personsOf, versionsOf } from './proof.store.ts';
import { toldBands, toldOrganizations } from './publishing.ts';
import { exportValues, listValues, openIndicator, personsBehind, proveValue, refuse, type Cell, type Place, type ValueList } from './reporting.ts';
import { inBulk } from '../rules/facts.store.ts';
import { counted, definitions, monthFacts, monthOf, prepared, reading } from './upkeep.api.ts';
import { bands, type Breakdown, type IndicatorPass, type IndicatorValue } from './values.ts';
import { organizationsAround, passes, topmost, valuesOf, type Around } from './values.store.ts';
import { valuesWorkbook } from './workbook.gateway.ts';

const { smallest_cell: smallestCell } = readContent('publishing.yaml', Publishing);

const byId = new Map(definitions.map((definition) => [definition.id, definition]));
const countingById = new Map(counted.list.map((one) => [one.id, one]));
const preparedById = new Map(prepared.map((one) => [one.definition.id, one]));

interface Asked {
  readonly month?: Month | undefined;
  readonly organizationId?: number | undefined;
}

interface Found {
  readonly pass: IndicatorPass;
  readonly months: readonly Month[];
  readonly own: Around;
  readonly above: Around | null;
  readonly below: readonly Around[];
  readonly told: Told;
}

/** The month and the organisation that are asked for, the latest and the caller's own where none are. */
async function find(ctx: Ctx, { month, organizationId }: Asked): Promise<Found> {
  const { from, to } = ctx.caller.scope;
  const id = organizationId ?? (await topmost(ctx.db, { from, to })) ?? ctx.caller.organization;
  const around = await organizationsAround(ctx.db, id);
  const own = around.find((one) => one.organizationId === id);
  if (!own || own.pos < from || own.posEnd > to) throw refuse.unknownOrganization();
  const all = await passes(ctx.db);
  const pass = month === undefined ? all[0] : all.find((one) => one.month === firstDayOf(month));
  if (!pass) throw refuse.notCounted();
  const above = around.find((one) => one.organizationId === own.parentId && one.pos >= from && one.posEnd <= to) ?? null;
  return { pass, months: all.map((one) => monthOf(one.month)), own, above, below: around.filter((one) => one.parentId === id), told: toldTo(ctx, all) };
}

/** Whether the value of an organisation in a month may be told to the caller. */
type Told = (definition: IndicatorDefinition, month: Day, organizationId: number) => Promise<boolean>;

/** What may be told of a month, kept until the month is counted anew. */
const kept = new Map<string, Promise<ReadonlyMap<string, ReadonlySet<number>>>>();
const mostKept = 40;

function toldTo(ctx: Ctx, all: readonly IndicatorPass[]): Told {
  if (seesPersons(ctx)) return () => Promise.resolve(true);
  return async ({ id }, month, organizationId) => {
    const pass = all.find((one) => one.month === month);
    if (pass === undefined) return false;
    return (await keptFor(kept, pass, () => toldIn(ctx, month))).get(id)?.has(organizationId) === true;
  };
}

/** What was worked out for a pass, or the work on it; what fails is tried again. */
function keptFor<T>(all: Map<string, Promise<T>>, pass: IndicatorPass, work: () => Promise<T>): Promise<T> {
  const key = `${pass.tenantId} ${pass.month} ${pass.known}`;
  if (all.size > mostKept) all.clear();
  const known = all.get(key) ?? work();
  all.set(key, known);
  return known.catch((error: unknown) => {
    all.delete(key);
    throw error;
  });
}

async function toldIn({ db, caller }: Ctx, month: Day): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const { organizations, values } = await beyondReach(db, caller.scope, async () => ({
    organizations: await organizationsBetween(db, 0, 2_147_483_646),
    values: await valuesOf(db, { months: [month], organizations: null, definition: null, breakdowns: ['all'] }),
  }));
  const byDefinition = Map.groupBy(values, ({ definition }) => definition);
  return new Map(measurable.map(({ id, measure }) => [id, toldOrganizations(measure, organizations, { k: smallestCell, sums: new Map((byDefinition.get(id) ?? []).map((value) => [value.organizationId, value])) })]));
}

function place({ organizationId, nameZh, nameEn, kind }: Around): Place {
  return { organizationId, name: { zh: nameZh, en: nameEn }, kind };
}

function baseOf({ pass, months, own, above, below }: Found) {
  return { month: monthOf(pass.month), months: [...months], day: pass.day, known: pass.known, place: place(own), above: above === null ? null : place(above), below: below.map(place), smallest: smallestCell };
}

/** Those who care for persons see them one by one; all others see no small numbers. */
function seesPersons({ caller }: Ctx): boolean {
  return caller.scope.purpose === 'care' || caller.scope.purpose === 'system';
}

const nobody: Sums = { upper: 0, lower: 0, persons: 0 };
const held: Cell = { value: null, numerator: null, denominator: null, persons: null, held: true };

function cellOf(definition: IndicatorDefinition, sums: Sums): Cell {
  return { ...measuredOf(definition, sums), persons: sums.persons, held: false };
}

/** The value of an organisation in a month, as the caller may see it. */
async function cellAt({ told }: Pick<Found, 'told'>, definition: IndicatorDefinition, { month, organizationId, sums }: { readonly month: Day; readonly organizationId: number; readonly sums: Sums | undefined }): Promise<Cell> {
  return (await told(definition, month, organizationId)) ? cellOf(definition, sums ?? nobody) : held;
}

const measurable = definitions.filter(({ measure }) => measure.by !== 'none');

/** One after the other: what reaches beyond the caller changes the settings of the one transaction for a moment. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function listed(ctx: Ctx, asked: Asked) {
  const found = await find(ctx, asked);
  const { organizationId } = found.own;
  const months = [0, -1, -12].map((back) => addMonths(found.pass.month, back));
  const values = await valuesOf(ctx.db, { months, organizations: [organizationId], definition: null, breakdowns: ['all'] });
  const at = new Map(values.map((value) => [`${value.month} ${value.definition}`, value]));
  const rows: ValueList['rows'] = [];
  for (const definition of measurable) {
    const [now = held, before = held, yearBefore = held] = await inTurn(months, (month) => cellAt(found, definition, { month, organizationId, sums: at.get(`${month} ${definition.id}`) }));
    rows.push({ id: definition.id, ...now, before: before.value, yearBefore: yearBefore.value });
  }
  return { found, rows };
}

async function opened(ctx: Ctx, { id, ...asked }: Asked & { readonly id: string }) {
  const definition = byId.get(id);
  if (!definition) throw refuse.unknownIndicator();
  const found = await find(ctx, asked);
  const { pass, own, below } = found;
  const ask = (what: Partial<Parameters<typeof valuesOf>[1]>) => valuesOf(ctx.db, { months: [pass.month], organizations: [own.organizationId], definition: id, breakdowns: ['all'], ...what });
  const months = found.months.map(firstDayOf).filter((month) => month >= addMonths(pass.month, -windowMonths) && month <= pass.month).toReversed();
  const trend = await ask({ months });
  const cellIn = (month: Day) => cellAt(found, definition, { month, organizationId: own.organizationId, sums: trend.find((one) => one.month === month) });
  const parts = await ask({ breakdowns: ['tier', 'age', 'sex'] });
  const places = await ask({ organizations: below.map((one) => one.organizationId) });
  const ownCell = await cellIn(pass.month);
  return {
    ...baseOf(found),
    definition,
    own: ownCell,
    trend: await inTurn(months, async (month) => ({ month: monthOf(month), ...(await cellIn(month)) })),
    parts: (await inTurn(['tier', 'age', 'sex'] as const, (breakdown) => partsOf(ctx, { definition, whole: ownCell, month: pass.month, organizationId: own.organizationId, breakdown, values: parts }))).flat(),
    places: await inTurn(below.flatMap((one) => places.filter((sums) => sums.organizationId === one.organizationId).map((sums) => ({ one, sums }))), async ({ one, sums }) => ({
      place: place(one),
      ...(await cellAt(found, definition, { month: pass.month, organizationId: one.organizationId, sums })),
    })),
  };
}

interface Parted {
  readonly definition: IndicatorDefinition;
  readonly whole: Cell;
  readonly month: Day;
  readonly organizationId: number;
  readonly breakdown: Exclude<Breakdown, 'all'>;
  readonly values: readonly IndicatorValue[];
}

/** The bands of a breakdown: none of them where the whole is held back. */
async function partsOf(ctx: Ctx, { whole, values, ...asked }: Parted) {
  if (whole.held) return [];
  const { definition, breakdown } = asked;
  const told = seesPersons(ctx) ? null : await bandsToldAt(ctx, asked);
  return bands[breakdown].flatMap((band, i) =>
    values.filter((one) => one.breakdown === breakdown && one.band === band).map((sums) => ({ breakdown, band, ...(told === null || told[i] === true ? cellOf(definition, sums) : held) })));
}

async function bandsToldAt({ db, caller }: Ctx, { definition: { id, measure }, month, organizationId, breakdown }: Pick<Parted, 'definition' | 'month' | 'organizationId' | 'breakdown'>): Promise<readonly boolean[]> {
  const { organizations, values } = await beyondReach(db, caller.scope, async () => ({
    organizations: await organizationsBetween(db, 0, 2_147_483_646),
    values: await valuesOf(db, { months: [month], organizations: null, definition: id, breakdowns: ['all', breakdown] }),
  }));
  const sumsOf = (wanted: Breakdown, band: string) => new Map(values.filter((one) => one.breakdown === wanted && one.band === band).map((value) => [value.organizationId, value]));
  const told = toldBands(measure, organizations, { whole: sumsOf('all', 'all'), bands: bands[breakdown].map((band) => sumsOf(breakdown, band)), k: smallestCell });
  return told.bands.map((band) => band && told.places.has(organizationId));
}

function countedOverPersons(id: string): Prepared & { readonly sql: (typeof counted.list)[number] } {
  const [one, sql] = [preparedById.get(id), countingById.get(id)];
  if (!one || !sql) throw refuse.unknownIndicator();
  return { ...one, sql };
}

function expressionsOf({ measure }: IndicatorDefinition) {
  const part = (name: 'among' | 'upper' | 'lower', text: string | undefined) => (text === undefined ? [] : [{ part: name, text }]);
  switch (measure.by) {
    case 'share':
      return [...part('upper', measure.numerator), ...part('lower', measure.denominator)];
    case 'mean':
      return [...part('upper', measure.of), ...part('among', measure.among)];
    case 'ratio':
      return [...part('upper', measure.numerator), ...part('lower', measure.denominator), ...part('among', measure.among)];
    case 'paired':
      return [...part('upper', `${measure.last} - ${measure.first}`), ...part('lower', measure.first), ...part('among', measure.among)];
    case 'count':
      return part('upper', measure.of);
    default:
      return [];
  }
}

async function proved(ctx: Ctx, { id, ...asked }: Asked & { readonly id: string }) {
  const { definition, facts, sql } = countedOverPersons(id);
  const found = await find(ctx, asked);
  const { pass, own } = found;
  const month = monthOf(pass.month);
  const behind = { month, counting: sql, params: counted.params, organizationId: own.organizationId };
  const cohort = (['htn', 'dm'] satisfies Cohort[]).find((of) => facts.includes(`${of}_counted`));
  const { digest, left } = await countingAll(ctx.db, ctx.caller.scope, async () => ({ digest: await digestOf(ctx.db, behind), left: cohort === undefined ? null : await leftOut(ctx.db, behind, cohort) }));
  const [stored = nobody] = await valuesOf(ctx.db, { months: [pass.month], organizations: [own.organizationId], definition: id, breakdowns: ['all'] });
  const cell = await cellAt(found, definition, { month: pass.month, organizationId: own.organizationId, sums: stored });
  const leftTold = left === null ? [] : leftAsTold(ctx, own, [left.dead, left.moved, left.lost, left.new]);
  return {
    id, version: definition.version, versions: await versionsOf(ctx.db, id),
    month, day: pass.day, known: pass.known, own: cell,
    facts: monthFacts.filter((fact) => facts.includes(fact.id)).map((fact) => ({ id: fact.id, title: fact.title, unit: fact.unit ?? null })),
    expressions: expressionsOf(definition),
    left: left === null ? [] : (['dead', 'moved', 'lost', 'new'] as const).map((reason, i) => ({ reason, persons: leftTold[i] ?? null })),
    fingerprint: cell.held ? null : createHash('sha256').update(JSON.stringify([definition, own.organizationId, month, pass.day, pass.known, digest])).digest('hex'),
    agrees: digest.persons === stored.persons && digest.upper === stored.upper && digest.lower === stored.lower,
    mayName: seesPersons(ctx) && permits(ctx.caller.permissions, 'records.read'),
  };
}

/** Those left out are counted for one organisation at a time: what may not be put together from several is told of the topmost alone. */
function leftAsTold(ctx: Ctx, { parentId }: Around, counts: readonly number[]): readonly (number | null)[] {
  if (seesPersons(ctx)) return counts;
  return parentId === null ? suppress(counts, smallestCell).cells : counts.map(() => null);
}

const windowOfReadings = 3;

function checksOf(counts: ReadingCounts) {
  const pairs: Readonly<Record<Check, readonly [number, number]>> = { rounded: [counts.rounded, counts.readings], 'below-limit': [counts.below, counts.near], copied: [counts.copied, counts.following], pace: [counts.hasty, counts.paced] };
  return Object.entries(pairs).map(([check, [hits, of]]) => judge(Check.parse(check), { hits, of }));
}

async function integrityOf(ctx: Ctx, asked: Asked) {
  const { pass, own, below } = await find(ctx, asked);
  const from = addMonths(pass.month, 1 - windowOfReadings);
  const counts = await countingAll(ctx.db, ctx.caller.scope, () => readingsAt(ctx, pass, [own, ...below]));
  const places = seesPersons(ctx) ? null : await placesOfReadings(ctx, pass);
  const told = counts.filter(({ organizationId }) => places === null || places.has(organizationId));
  const whole = told.find((one) => one.organizationId === own.organizationId);
  return {
    month: monthOf(pass.month), from, to: pass.day, place: place(own), readings: whole?.readings ?? 0, digits: whole?.digits ?? Array<number>(10).fill(0), smallest: smallestCell,
    checks: whole === undefined ? [] : checksOf(whole).map((one) => ({ ...one, ...expected[one.check] })),
    places: below.flatMap((one) => told.filter((each) => each.organizationId === one.organizationId).map((each) => ({ place: place(one), readings: each.readings, checks: checksOf(each) }))),
  };
}

function readingsAt({ db }: Ctx, { month, day, known }: IndicatorPass, organizations: readonly { readonly organizationId: number }[]): Promise<ReadingCounts[]> {
  const code = reading.codes.observations.find((one) => one.code === 'blood-pressure');
  const asked = { month, from: addMonths(month, 1 - windowOfReadings), to: day, known, bloodPressure: code?.id ?? 0, organizations: organizations.map(({ organizationId }) => organizationId) };
  return inBulk(db, () => countReadings(db, asked));
}

const readingsKept = new Map<string, Promise<ReadonlySet<number>>>();

/** The organisations whose readings are told to those who may not see single persons: a few readings tell of a few people, and so does what is left of a whole. */
function placesOfReadings(ctx: Ctx, pass: IndicatorPass): Promise<ReadonlySet<number>> {
  return keptFor(readingsKept, pass, async () => {
    const { organizations, counts } = await beyondReach(ctx.db, ctx.caller.scope, async () => {
      const everywhere = await organizationsBetween(ctx.db, 0, 2_147_483_646);
      return { organizations: everywhere, counts: await readingsAt(ctx, pass, everywhere) };
    });
    const sums = new Map(counts.map(({ organizationId, readings }) => [organizationId, { upper: 0, lower: 0, persons: readings }]));
    return toldOrganizations({ by: 'count', of: '1' }, organizations, { sums, k: smallestCell });
  });
}

const page = 50;

export const api = [
  handle(listValues, async (asked, ctx) => {
    const { found, rows } = await listed(ctx, asked);
    return { ...baseOf(found), rows };
  }),
  handle(exportValues, async (asked, ctx) => {
    const { found, rows } = await listed(ctx, asked);
    const { pass, own } = found;
    const name = wordsOf({ zh: own.nameZh, en: own.nameEn }, ctx.locale);
    const bytes = await valuesWorkbook({ locale: ctx.locale, place: name, month: monthOf(pass.month), known: pass.known, smallest: smallestCell, rows: rows.flatMap((row) => { const definition = byId.get(row.id); return definition ? [{ ...row, definition }] : []; }) });
    return { filename: `${ctx.locale === 'en' ? 'indicators' : '指标'}_${name}_${monthOf(pass.month)}.xlsx`, base64: Buffer.from(bytes).toString('base64') };
  }),
  handle(readIntegrity, (asked, ctx) => integrityOf(ctx, asked)),
  handle(openIndicator, (asked, ctx) => opened(ctx, asked)),
  handle(proveValue, (asked, ctx) => proved(ctx, asked)),
  handle(personsBehind, async ({ id, side, after, ...asked }, ctx) => {
    const { facts, sql } = countedOverPersons(id);
    const { pass, own } = await find(ctx, asked);
    const persons = await personsOf(ctx.db, { month: monthOf(pass.month), counting: sql, params: counted.params, organizationId: own.organizationId }, { side, facts, after, most: page + 1 });
    const shown = persons.slice(0, page);
    ctx.note(shown.map(({ personId }) => personId), 'list');
    return { persons: shown, more: persons.length > page };
  }),
];
