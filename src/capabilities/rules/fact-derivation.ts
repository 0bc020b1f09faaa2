/** How the facts of many persons are read off their records in one statement a batch. Text of SQL, no database. */
import { addDays, type Day } from '../../kernel/day.ts';
import type { ObservationAnswer, ObservationCode, ObservationCodes } from '../records/observation-codes.ts';
import { observationSources } from '../records/records.ts';
import type { Fact } from './facts.ts';
import { storedColumns } from './stored-facts.ts';

/** Below these a follow-up visit is satisfactory; older people have their own. */
export type VisitLimits = { readonly sbp: number; readonly dbp: number; readonly olderFrom: number; readonly olderSbp: number; readonly olderDbp: number; readonly fpg: number };

export type Derivation = {
  readonly facts: readonly Fact[];
  readonly codes: ObservationCodes;
  readonly limits: VisitLimits;
  /** Filtration from creatinine (µmol/L), sex ('M', 'F') and whole years, as SQL. */
  readonly egfr: (given: { readonly creatinine: string; readonly sex: string; readonly age: string }) => string;
  /** Where the persons live, as far as a model asks for it. */
  readonly place: { readonly north: boolean | null; readonly urban: boolean | null };
};

const sources: Readonly<Record<'followUp' | 'checkUp' | 'home', number>> = { followUp: observationSources['follow-up'], checkUp: observationSources['check-up'], home: observationSources.home };
const inChina = (moment: string) => `(${moment} at time zone 'Asia/Shanghai')::date`;

/** One code that carries a fact: the code's number, and which of a pair's values it is. */
type Carrier = { readonly code: ObservationCode; readonly part: 1 | 2; readonly answers: readonly ObservationAnswer[] };

function carriersOf(name: string, { observations, answers }: ObservationCodes): readonly Carrier[] {
  return observations.flatMap((code): Carrier[] => {
    if (code.code === name) return [{ code, part: 1, answers: code.kind === 'coded' ? (answers[code.answers] ?? []) : [] }];
    if (code.kind !== 'pair' || !code.components.includes(name)) return [];
    return [{ code, part: code.components[0] === name ? 1 : 2, answers: [] }];
  });
}

/** The observation code behind a fact; findings and answers of forms are kept under a code of the same name. */
function codeBehind({ source }: Fact): string | null {
  if (source.kind === 'observation') return source.code;
  return source.kind === 'finding' || source.kind === 'form' || source.kind === 'family' ? source.item : null;
}

/**
 * A query of tenant_id, person_id, organization_pos, positions, label and the `columns`. `who` selects persons by the column it is
 * given, such as `person_id = any ($1)`.
 */
export function derivationSql(derivation: Derivation, { who, asOf }: { readonly who: (column: string) => string; readonly asOf: Day }): { readonly columns: readonly string[]; readonly select: string } {
  const { facts, codes } = derivation;
  const end = `(date '${addDays(asOf, 1)}'::timestamp at time zone 'Asia/Shanghai')`;
  const observed = facts.flatMap((fact) => {
    const name = codeBehind(fact);
    const carriers = name === null ? [] : carriersOf(name, codes);
    return carriers.length === 0 ? [] : [{ fact, carriers }];
  });
  const observedCodes = [...new Set(observed.flatMap(({ carriers }) => carriers.map(({ code }) => code.id)))];
  const wanted = [...new Map([...observed.flatMap(({ carriers }) => carriers.map(({ code }) => code)), ...eventCodes(codes)].map((code) => [code.id, code])).values()];
  const scored = facts.filter((fact) => !observed.some((one) => one.fact === fact)).flatMap(scoreOf);
  const columns = facts.flatMap((fact) => storedColumns(fact).map((column) => column.name));
  const values = facts.flatMap((fact) => valuesOf(fact, { derivation, isObserved: observed.some((one) => one.fact === fact) }));
  const select = `
    with who as materialized (
      select tenant_id, person_id, organization_pos, positions, case sex when 'male' then 'M' else 'F' end as sex, birth_date from person
      where ${who('person_id')} and deceased_on is null and moved_on is null),
    kept as materialized (
      select o.person_id, o.code, o.effective_at, ${inChina('o.effective_at')} as day, o.source_id, o.value, o.value2 from observation o
      where ${who('o.person_id')} and o.code in (${wanted.map(({ id }) => id).join(', ')}) and not o.implausible and o.effective_at < ${end} and o.recorded_at < ${end}
      order by person_id, code, effective_at desc, source_id),
    latest as (select distinct on (person_id, code) person_id, code, ${reading} as reading from kept order by person_id, code, effective_at desc, source_id),
    pivot as (select l.person_id, ${observedCodes.map((id) => `max(l.reading) filter (where l.code = ${id}) as c${id}`).join(', ')} from latest l group by l.person_id offset 0),
    seen as (select l.person_id, ${observed.flatMap(seenValues).join(', ')} from pivot l),
    ill as (select c.person_id, ${illnesses(facts).join(', ')} from condition c where ${who('c.person_id')} and c.recorded_at < ${end} and c.verification_status <> 'refuted' group by c.person_id),
    drug as (select m.person_id, ${drugs(facts, asOf).join(', ')} from medication m where ${who('m.person_id')} and m.recorded_at < ${end} group by m.person_id),
    kin as (select h.person_id, ${relatives(facts).join(', ')} from family_history h where ${who('h.person_id')} and h.recorded_at < ${end} group by h.person_id),
    score as (${scoresSql(scored, { who, end })}),
    event as (select k.person_id, ${events(derivation).join(', ')} from kept k group by k.person_id),
    visit as (${visitsSql(derivation)}),
    run as (
      select person_id, count(*) filter (where good and day > coalesce(bad_on, '-infinity')) as controlled, count(*) filter (where not good and day > coalesce(good_on, '-infinity')) as uncontrolled,
        coalesce((array_agg(day order by day desc) filter (where good and day > coalesce(bad_on, '-infinity')))[1:${mostDays}], '{}') as controlled_days
      from (select *, max(day) filter (where not good) over mine as bad_on, max(day) filter (where good) over mine as good_on from visit where good is not null window mine as (partition by person_id)) v group by person_id)
    select w.tenant_id, w.person_id, w.organization_pos, w.positions, 1, ${values.join(', ')}
    from who w left join seen s using (person_id) left join ill i using (person_id) left join event e using (person_id) left join run r using (person_id)
      left join drug d using (person_id) left join kin n using (person_id) left join score f using (person_id)`;
  return { columns, select };
}

/** One reading in one array, so that a code costs one aggregate: value, lower value, day, moment, source. */
const epoch = '2000-01-01';
const reading = `array[value, value2, (day - date '${epoch}')::float8, extract(epoch from effective_at)::float8, source_id::float8]`;
const part = { value: 1, value2: 2, day: 3, moment: 4, source: 5 } as const;

/** The latest value of a fact and its day. Of several codes the latest reading counts. */
function seenValues({ fact, carriers }: { fact: Fact; carriers: readonly Carrier[] }): readonly string[] {
  const { id } = fact;
  const [only] = carriers;
  if (only === undefined) return [];
  const at = (code: number, of: keyof typeof part) => `l.c${code}[${part[of]}]`;
  const latest = (what: (carrier: Carrier) => string) => latestOf(carriers.map((carrier) => ({ moment: at(carrier.code.id, 'moment'), what: what(carrier) })));
  const day = `(date '${epoch}' + ${latest(({ code }) => at(code.id, 'day'))}::int) as "${id}_on"`;
  if (carriers.length === 1) return [`${oneValue(fact, only, at(only.code.id, only.part === 1 ? 'value' : 'value2'))} as "${id}"`, day];
  return [`${latest((carrier) => at(carrier.code.id, carrier.part === 1 ? 'value' : 'value2'))}::numeric as "${id}"`, day, `${latest(({ code }) => at(code.id, 'source'))} as "${id}_source"`];
}

/** What stands at the latest moment; of the same moment the first named. */
function latestOf(each: readonly { readonly moment: string; readonly what: string }[]): string {
  const [first] = each;
  if (each.length === 1 && first !== undefined) return first.what;
  const most = `greatest(${each.map(({ moment }) => moment).join(', ')})`;
  return `case ${most} ${each.map(({ moment, what }) => `when ${moment} then ${what}`).join(' ')} end`;
}

function oneValue({ type, source, codes }: Fact, { answers }: Carrier, value: string): string {
  if (answers.length === 0 || type === 'decimal' || type === 'integer') return `${value}::numeric`;
  const numbered = (words: readonly string[]) => answers.flatMap((answer) => (words.includes(answer.code) ? [answer] : []));
  if (type === 'boolean') {
    const yes = numbered(source.kind === 'observation' && source.answers !== undefined ? source.answers : affirmative).map((answer) => answer.value);
    return `${value} = any (array[${yes.join(', ')}]::float8[])`;
  }
  const words = numbered(Object.keys(codes)).map((answer) => `when ${answer.value} then '${answer.code}'`);
  return `case ${value} ${words.join(' ')} end`;
}

/** A fact that is what a form made of the answers, and under no code of the record. */
type ScoreFact = { readonly id: string; readonly type: Fact['type']; readonly form: string; readonly result: string };

function scoreOf({ id, type, source }: Fact): readonly ScoreFact[] {
  return source.kind === 'form' ? [{ id, type, form: source.form, result: source.item }] : [];
}

/** The latest score of each form, sealed ones too: whoever may read a person's health data reads the score, the answers their team alone. */
function scoresSql(scored: readonly ScoreFact[], { who, end }: { readonly who: (column: string) => string; readonly end: string }): string {
  if (scored.length === 0) return 'select null::bigint as person_id where false';
  const is = ({ form, result }: ScoreFact) => `s.form_key = '${form}' and s.result = '${result}'`;
  const worth = { boolean: 's.value = 1', integer: 's.value::numeric', decimal: 's.value::numeric', code: 's.code', codes: 'array[s.code]', date: 's.code::date' } as const;
  const columns = scored.flatMap((one) => [
    `(array_agg(${worth[one.type]} order by s.at desc) filter (where ${is(one)}))[1] as "${one.id}"`,
    `${inChina(`max(s.at) filter (where ${is(one)})`)} as "${one.id}_on"`,
  ]);
  return `select s.person_id, ${columns.join(', ')} from form_score s where ${who('s.person_id')} and (${scored.map(is).join(' or ')}) and s.at < ${end} group by s.person_id`;
}

const affirmative: readonly string[] = ['yes', 'present', 'positive'];

/** A code stands for everything below it. */
function below(column: string, codes: readonly string[]): string {
  return `(${codes.map((code) => `${column} like '${code}%'`).join(' or ')})`;
}

/** Diagnoses that last. One that is over counts no more, but a vessel disease once had does. */
function illnesses(facts: readonly Fact[]): readonly string[] {
  const over = (id: string) => (id === 'ascvd' ? '' : ` filter (where c.clinical_status <> 'resolved')`);
  const own = facts.flatMap(({ id, source }) => (source.kind === 'condition' ? [`bool_or(${below('c.code', source.icd10)})${over(id)} as "${id}"`] : []));
  const of = (...ids: readonly string[]) => below('c.code', facts.flatMap(({ id, source }) => (source.kind === 'condition' && ids.includes(id) ? source.icd10 : [])));
  return [...own, `min(c.onset_on) filter (where ${of('dx_htn', 'dx_t2dm')}) as diagnosed_on`, `min(c.onset_on) filter (where ${of('dx_t2dm')}) as diabetic_on`];
}

function drugs(facts: readonly Fact[], asOf: Day): readonly string[] {
  const treated = facts.flatMap(({ id, source }) => (source.kind === 'medication' ? [{ id, is: below('m.atc', source.atc) }] : []));
  const taken = `m.status = 'active' and m.since <= date '${asOf}' and (m.until is null or m.until >= date '${asOf}')`;
  const own = treated.map(({ id, is }) => `coalesce(bool_or(${is} and ${taken}), false) as "${id}"`);
  return [...own, `max(m.since) filter (where ${treated.map(({ is }) => is).join(' or ')}) as changed_on`];
}

function relatives(facts: readonly Fact[]): readonly string[] {
  const own = facts.flatMap(({ id, source }) => {
    if (source.kind !== 'family') return [];
    const is = `${below('h.code', source.icd10)}${source.before === undefined ? '' : ` and h.onset_age < ${source.before}`}`;
    return [`bool_or(${is}) as "${id}"`, `max(h.noted_on) filter (where ${is}) as "${id}_on"`];
  });
  return [...own, `bool_or(h.code = 'none') as none`];
}

const eventNames = { lowGlucose: 'capillary-glucose', severeLow: 'severe-hypoglycaemia', drugChange: 'drug-change', pressure: 'blood-pressure', fasting: 'fasting-glucose' } as const;

function eventCodes(codes: ObservationCodes): readonly ObservationCode[] {
  return codes.observations.filter(({ code }) => Object.values<string>(eventNames).includes(code));
}

/** Days of single events, latest first; no more are kept than a year of weekly ones. */
const mostDays = 60;

function events({ codes }: Derivation): readonly string[] {
  const idOf = (name: string) => codes.observations.find(({ code }) => code === name)?.id ?? 0;
  const days = (when: string) => `coalesce((array_agg(distinct k.day order by k.day desc) filter (where ${when}))[1:${mostDays}], '{}')`;
  return [
    `${days(`k.code = ${idOf(eventNames.lowGlucose)} and k.value < 3.9`)} as low_glucose_days`,
    `${days(`k.code = ${idOf(eventNames.severeLow)} and k.value = 1`)} as severe_low_days`,
    `${days(`k.source_id = ${sources.followUp}`)} as follow_up_days`,
    `max(k.day) filter (where k.source_id = ${sources.followUp}) as follow_up_on`,
    `max(k.day) filter (where k.source_id = ${sources.checkUp}) as check_up_on`,
    `max(k.day) filter (where k.code = ${idOf(eventNames.drugChange)} and k.value = 1) as drug_change_on`,
  ];
}

/** Every follow-up day with a verdict: pressure for those with hypertension, fasting glucose for those with diabetes, all that was measured. */
function visitsSql({ codes, limits }: Derivation): string {
  const idOf = (name: string) => codes.observations.find(({ code }) => code === name)?.id ?? 0;
  const older = `w.birth_date <= k.day - interval '${limits.olderFrom} years'`;
  const onTarget = `k.value < case when ${older} then ${limits.olderSbp} else ${limits.sbp} end and k.value2 < case when ${older} then ${limits.olderDbp} else ${limits.dbp} end`;
  const [pressure, fasting] = [idOf(eventNames.pressure), idOf(eventNames.fasting)];
  return `
      select k.person_id, k.day, bool_and(case when k.code = ${pressure} and i.dx_htn then ${onTarget} when k.code = ${fasting} and i.dx_t2dm then k.value < ${limits.fpg} end) as good
      from kept k join who w using (person_id) join ill i using (person_id)
      where k.source_id = ${sources.followUp} and k.code in (${pressure}, ${fasting}) group by k.person_id, 2`;
}

type Setting = { readonly derivation: Derivation; readonly isObserved: boolean };

/** The columns of one fact over the joined row: w person, s latest values, i conditions, e events, r runs of visits. */
function valuesOf(fact: Fact, { derivation, isObserved }: Setting): readonly string[] {
  const { id, source } = fact;
  switch (source.kind) {
    case 'observation':
    case 'finding':
      return isObserved ? observedValues(fact, derivation) : storedColumns(fact).map(({ type }) => `null::${type}`);
    case 'form':
      return isObserved ? observedValues(fact, derivation) : [`f."${id}"`, `f."${id}_on"`];
    case 'family':
      return [`coalesce(n."${id}" or null, ${isObserved ? `s."${id}"` : 'null'}, case when n.none then false end)`, `coalesce(n."${id}_on", ${isObserved ? `s."${id}_on"` : 'null'})`];
    case 'medication':
      return [`coalesce(d."${id}", case when s.person_id is not null or i.person_id is not null then false end)`];
    case 'origin':
      return [`case when s."${source.of}_on" is null then null when s."${source.of}_source" = ${sources.home} then '${source.home}' else '${source.otherwise}' end`];
    case 'condition':
      return [`coalesce(i."${id}", case when s.person_id is not null or i.person_id is not null then false end)`];
    case 'person':
      return [personValue(source.field, derivation)];
    case 'since':
      return [sinceValues[source.event] ?? 'null::date'];
    case 'count':
      return [countValues[source.of] ?? (source.days === null ? 'null::numeric' : 'null::date[]')];
    default:
      return [];
  }
}

function personValue(field: string, { place }: Derivation): string {
  if (field === 'age') return 'w.birth_date';
  if (field === 'sex') return 'w.sex';
  const given = field === 'north' ? place.north : field === 'urban' ? place.urban : null;
  return given === null ? 'null::boolean' : String(given);
}

const sinceValues: Readonly<Record<string, string>> = { diagnosis: 'i.diagnosed_on', 'diabetes-diagnosis': 'i.diabetic_on', 'drug-change': 'greatest(e.drug_change_on, d.changed_on)', 'follow-up': 'e.follow_up_on', 'check-up': 'e.check_up_on' };
const countValues: Readonly<Record<string, string>> = {
  hypoglycaemia: 'e.low_glucose_days',
  'severe-hypoglycaemia': 'e.severe_low_days',
  'face-to-face-follow-ups': 'e.follow_up_days',
  'controlled-follow-ups-in-a-row': 'r.controlled::numeric',
  'uncontrolled-follow-ups-in-a-row': 'r.uncontrolled::numeric',
  'days-of-controlled-follow-ups-in-a-row': 'r.controlled_days',
};

/** A measured value, or, where it is absent or older, what others make of it. */
function observedValues({ id, worked_out }: Fact, { egfr }: Derivation): readonly string[] {
  if (worked_out === undefined) return [`s."${id}"`, `s."${id}_on"`];
  const [value, on] = worked_out === 'bmi'
    ? ['round(s.weight / (s.height * s.height) * 10000, 2)', 's.weight_on']
    : [egfr({ creatinine: 's.creatinine_umol_l', sex: 'w.sex', age: 'extract(year from age(s.creatinine_umol_l_on, w.birth_date))' }), 's.creatinine_umol_l_on'];
  const newer = `(s."${id}_on" is null or ${on} > s."${id}_on") and ${value} is not null`;
  return [`case when ${newer} then ${value} else s."${id}" end`, `case when ${newer} then ${on} else s."${id}_on" end`];
}
