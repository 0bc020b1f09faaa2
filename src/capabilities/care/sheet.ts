/** A follow-up sheet as the staff fill it in: answers by item, what they mean for the visit's class, and when to come next. */
import { z } from 'zod';
import { addDays, addMonths, type Day } from '../../kernel/day.ts';
import { nextWorkday, previousWorkday, type WorkingCalendar } from '../../kernel/working-days.ts';
import { Value, type Answers, type ResponseItem } from '../forms/answers.ts';
import { isQuestion, itemsWithin, type Form, type Item } from '../forms/form.ts';
import { classifyDiabetesVisit, classifyHypertensionVisit, DiabetesVisit, HypertensionVisit, type Classification, type FollowupContent, type Group } from '../risk/followup-classification.ts';

/** The national sheets, by the disease that they follow. */
export const sheets = { hypertension: 'follow-up-hypertension', diabetes: 'follow-up-diabetes' } as const;
export type Disease = keyof typeof sheets;
export const Disease = z.enum(['hypertension', 'diabetes']);

/** Answers by linkId; the two sheets name the same things alike, so that one entry serves both. Rows of repeated groups stand apart. */
export const SheetAnswers = z.record(z.string(), z.array(Value));
export type SheetAnswers = z.infer<typeof SheetAnswers>;

/** What a sheet knows of the person beside the answers. */
export interface KnownCourse {
  readonly diseases: readonly Disease[];
  readonly age: number | null;
  readonly pregnant: boolean | null;
  readonly lactating: boolean | null;
  /** Unsatisfactory visits in a row before this one. */
  readonly uncontrolledInRow: number;
}

export function numberIn(answers: SheetAnswers, linkId: string): number | null {
  const [value] = answers[linkId] ?? [];
  return typeof value === 'number' ? value : null;
}

export function wordIn(answers: SheetAnswers, linkId: string): string | null {
  const [value] = answers[linkId] ?? [];
  return typeof value === 'string' ? value : null;
}

export function flagIn(answers: SheetAnswers, linkId: string): boolean | null {
  const [value] = answers[linkId] ?? [];
  return typeof value === 'boolean' ? value : null;
}

/** The worst of what the sheets say: danger first, then the more urgent action. */
export interface Verdict {
  readonly hypertension: Classification | null;
  readonly diabetes: Classification | null;
  readonly danger: Classification['danger'];
  readonly action: Classification['action'];
}

/** While a number is being typed it is none that anybody can have; until it is whole it counts as unknown. */
function believable(visit: z.ZodObject, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, visit.shape[name]?.safeParse(value).success === false ? null : value]));
}

const urgency: readonly NonNullable<Classification['action']>[] = ['keep', 'adjust', 'refer', 'refer_urgently'];

export function classifySheet(answers: SheetAnswers, known: KnownCourse, content: FollowupContent): Verdict {
  const course = {
    danger_symptom: flagIn(answers, 'danger-symptom'), other_disease: flagIn(answers, 'other-emergency'), adr: flagIn(answers, 'adverse-reaction'), refractory_adr: flagIn(answers, 'refractory-adverse-reaction'),
    new_complication: flagIn(answers, 'new-complication'), pregnant: known.pregnant, lactating: known.lactating, uncontrolled_in_row: null,
  };
  const pressure = { sbp: numberIn(answers, 'systolic'), dbp: numberIn(answers, 'diastolic') };
  const judged = <V extends { readonly uncontrolled_in_row: number | null }>(visit: V, classify: (visit: V, content: FollowupContent) => Classification): Classification => {
    const first = classify(visit, content);
    return first.value === null || first.value === 'controlled' ? first : classify({ ...visit, uncontrolled_in_row: known.uncontrolledInRow + 1 }, content);
  };
  const hypertension = known.diseases.includes('hypertension') ? judged(HypertensionVisit.parse(believable(HypertensionVisit, { ...course, ...pressure, age: known.age })), classifyHypertensionVisit) : null;
  const diabetes = known.diseases.includes('diabetes')
    ? judged(DiabetesVisit.parse(believable(DiabetesVisit, { ...course, ...pressure, fpg: numberIn(answers, 'fasting-glucose'), glucose_now: numberIn(answers, 'glucose-now'), hr: numberIn(answers, 'heart-rate') })), classifyDiabetesVisit)
    : null;
  const both = [hypertension, diabetes].filter((one) => one !== null);
  const actions = both.flatMap(({ action }) => (action === null ? [] : [action]));
  return { hypertension, diabetes, danger: [...new Set(both.flatMap(({ danger }) => danger))], action: urgency.findLast((one) => actions.includes(one)) ?? null };
}

/** The group that a disease's sheet is filed under. */
export function groupOf(verdict: Verdict, disease: Disease): Group | null {
  return verdict[disease]?.value ?? null;
}

const intervalOf = { high: { days: 7 }, mid: { months: 1 }, low: { months: 3 }, none: { months: 3 } } as const;

/** The last day on which the next contact may be: two weeks when something is wrong, else what the tier asks for, on a working day. */
export function latestNext(on: Day, { action }: Pick<Verdict, 'action'>, { tier, calendar, weeks }: { readonly tier: 'low' | 'mid' | 'high' | null; readonly calendar: WorkingCalendar; readonly weeks: number }): Day {
  const every = intervalOf[tier ?? 'none'];
  const usual = 'days' in every ? addDays(on, every.days) : addMonths(on, every.months);
  const limit = addDays(on, 7 * weeks);
  if (action !== null && action !== 'keep' && limit <= usual) return previousWorkday(limit, calendar);
  return nextWorkday(usual, calendar);
}

/** The answers in the shape of one form: what the form does not ask is left out. `rows`: rows of its repeated groups, by linkId. */
export function answersOf(form: Form, sheet: SheetAnswers, rows: Readonly<Record<string, readonly SheetAnswers[]>> = {}): Answers {
  const of = (item: Item, given: SheetAnswers): ResponseItem[] => {
    if (item.type === 'group' && item.repeats) return (rows[item.linkId] ?? []).map((row) => ({ linkId: item.linkId, answers: [], items: item.items.flatMap((child) => of(child, row)) }));
    const items = item.items.flatMap((child) => of(child, given));
    if (!isQuestion(item)) return items.length === 0 ? [] : [{ linkId: item.linkId, answers: [], items }];
    const values = item.calculated === null ? (given[item.linkId] ?? []) : [];
    return values.length === 0 ? [] : [{ linkId: item.linkId, answers: values.map((value) => ({ value, items: [] })), items: [] }];
  };
  return { items: form.items.flatMap((item) => of(item, sheet)) };
}

/** The other way round: a past answer, flat. Rows of repeated groups are left out. */
export function flatAnswers(form: Form, { items }: Answers): SheetAnswers {
  const repeated = new Set(itemsWithin(form.items).filter(({ item }) => item.type === 'group' && item.repeats).map(({ item }) => item.linkId));
  const flat = (list: readonly ResponseItem[]): [string, Value[]][] =>
    list.filter(({ linkId }) => !repeated.has(linkId)).flatMap((one) => [...(one.answers.length > 0 ? [[one.linkId, one.answers.map(({ value }) => value)] as [string, Value[]]] : []), ...flat(one.items)]);
  return Object.fromEntries(flat(items));
}

/** What is asked anew at every visit; everything else is carried over from the last sheet, marked until it is touched. */
const askedAnew = new Set([
  'visit-date', 'way', 'symptoms', 'other-symptom', 'danger-symptom', 'other-emergency', 'systolic', 'diastolic', 'heart-rate', 'weight', 'bmi', 'foot-pulse', 'foot-side', 'exercise-week', 'examinations', 'fasting-glucose',
  'glucose-now', 'hba1c', 'hba1c-date', 'adherence', 'antihypertensive', 'glucose-lowering', 'adverse-reaction', 'refractory-adverse-reaction', 'hypoglycaemia', 'new-complication', 'class', 'referral', 'referral-reason',
  'referral-place', 'next-visit', 'signature',
]);

export function carriedOver(last: SheetAnswers): SheetAnswers {
  return Object.fromEntries(Object.entries(last).filter(([linkId]) => !askedAnew.has(linkId)));
}

/** "Nothing new": no symptom, no danger, no complication. */
export const nothingNew: SheetAnswers = { symptoms: ['none'], 'danger-symptom': [false], 'other-emergency': [false], 'new-complication': [false] };

/** "Medicine as before": taken regularly and borne well. */
export function medicineUnchanged(diseases: readonly Disease[]): SheetAnswers {
  return {
    adherence: ['regular'], 'adverse-reaction': [false],
    ...(diseases.includes('hypertension') ? { antihypertensive: [true] } : {}), ...(diseases.includes('diabetes') ? { 'glucose-lowering': [true], hypoglycaemia: ['none'] } : {}),
  };
}
