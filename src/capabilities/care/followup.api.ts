import { addDays, type Day } from '../../kernel/day.ts';
import { Holidays, nextWorkday, previousWorkday } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { labels } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import type { Answers } from '../forms/answers.ts';
import { FormFile } from '../forms/file.ts';
import { ageOn, type PersonId, type PersonRow } from '../people/people.ts';
import { insertEntry } from '../records/entries.store.ts';
import { observationSources, sourceNamed } from '../records/records.ts';
import { FollowupContent } from '../risk/followup-classification.ts';
import { itemsOfPerson, openWork } from '../worklist/worklist.store.ts';
import { AdviceRules } from './advice.ts';
import { refuse } from './care.ts';
import { calendar } from './content.gateway.ts';
import { openSheet, readSheetContent, recordVisit, type FollowUp, type SheetContent } from './followup.ts';
import { courseOf, followUpById, followUpsOf, insertFollowUp, lastReadings, medicinesOf, type Course } from './followup.store.ts';
import { careCapability } from './pathways.ts';
import { observationIds, planAfterContact } from './planning.api.ts';
import { answersOf, carriedOver, classifySheet, flatAnswers, groupOf, latestNext, numberIn, sheets, type Disease, type KnownCourse, type SheetAnswers, type Verdict } from './sheet.ts';

/** What forms and people do for a visit; both are bound where everything is put together. */
export interface VisitPorts {
  readonly lines: (ctx: Ctx, persons: readonly PersonId[]) => Promise<PersonRow[]>;
  /** Keep a filled form with its observations. Sent twice it is kept once. */
  readonly saveAnswers: (ctx: Ctx, sheet: { readonly personId: PersonId; readonly form: string; readonly responseId: string; readonly answers: Answers; readonly visitedOn: Day }) => Promise<void>;
  readonly lastAnswers: (ctx: Ctx, personId: PersonId, form: string) => Promise<Answers | null>;
}

const content: SheetContent = {
  forms: { hypertension: readContent(`forms/${sheets.hypertension}.yaml`, FormFile), diabetes: readContent(`forms/${sheets.diabetes}.yaml`, FormFile) },
  followup: readContent('risk/followup.yaml', FollowupContent),
  advice: readContent('care/advice.yaml', AdviceRules),
  holidays: readContent('holidays.yaml', Holidays),
};

export const api = (ports: VisitPorts): readonly Endpoint[] => [
  handle(readSheetContent, () => Promise.resolve(content)),

  handle(openSheet, async ({ personId }, ctx) => {
    const [course, [person]] = [await courseOf(ctx.db, personId), await ports.lines(ctx, [personId])];
    if (!course || !person) throw refuse.unknownPerson();
    const readings = async (code: number) => (await lastReadings(ctx.db, personId, { code, most: 6 })).map(({ sourceId, ...reading }) => ({ ...reading, source: sourceNamed(sourceId) }));
    const visits = await followUpsOf(ctx.db, personId, 6);
    const diseases = diseasesOf(course);
    const answers = await lastSheet(ctx, { personId, diseases, ports });
    const [last] = visits;
    return {
      person, diseases, age: ageOn(course.birthDate, ctx.today), pregnant: course.pregnant, lactating: course.lactating, uncontrolledInRow: course.uncontrolledInRow ?? 0,
      tier: course.tier, tierSince: course.tierSince, fires: course.fires ?? [],
      pressures: await readings(observationIds.pressure), glucoses: await readings(observationIds.glucose),
      medicines: (await medicinesOf(ctx.db, personId, ctx.today)).map(({ doseValue, doseUnit, ...medicine }) => ({ ...medicine, dose: doseValue === null ? null : `${doseValue}${doseUnit ?? ''}` })),
      last: last === undefined ? null : { visitedOn: last.visitedOn, answers },
      visits, work: (await itemsOfPerson(ctx.db, personId)).filter(({ state }) => state === 'open'), today: ctx.today,
    };
  }),

  handle(recordVisit, async (visit, ctx) => {
    const course = await courseOf(ctx.db, visit.personId);
    if (!course) throw refuse.unknownPerson();
    const before = await followUpById(ctx.db, visit.personId, visit.visitId);
    if (before) return before;
    refuseImpossible(visit, course, ctx.today);
    const known = knownOf(course, visit.visitedOn);
    const verdict = classifySheet(visit.answers, known, content.followup);
    if (verdict.danger.length > 0 && visit.danger === null) throw refuse.dangerNeedsAction();
    if (visit.danger?.action === 'declined' && visit.danger.note === '') throw refuse.dangerNeedsNote();
    refuseLate(visit, verdict, course);
    return keepVisit(ctx, { visit, course, known, verdict, ports });
  }),
];

type Visit = (typeof recordVisit)['input']['_output'];

interface Keeping {
  readonly visit: Visit;
  readonly course: Course;
  readonly known: KnownCourse;
  readonly verdict: Verdict;
  readonly ports: VisitPorts;
}

/** One transaction: the answers with their observations, the encounter, the visit, and what it opens and closes on the lists. */
async function keepVisit(ctx: Ctx, { visit, course, known, verdict, ports }: Keeping): Promise<FollowUp> {
  const { personId, visitId, visitedOn, way, nextOn, danger } = visit;
  const place = { tenantId: course.tenantId, organizationPos: course.organizationPos, positions: course.positions, label: labels.sensitive };
  const kept: FollowUp = {
    ...place, personId, visitId, visitedOn, way, diseases: [...known.diseases], sbp: numberIn(visit.answers, 'systolic'), dbp: numberIn(visit.answers, 'diastolic'), fpg: numberIn(visit.answers, 'fasting-glucose'),
    hypertension: groupOf(verdict, 'hypertension'), diabetes: groupOf(verdict, 'diabetes'), danger: [...verdict.danger], action: verdict.action, dangerAction: danger?.action ?? null, dangerNote: danger?.note || null,
    nextOn, encounterId: ctx.newId(), recordedAt: ctx.now, recordedBy: ctx.caller.account,
  };
  if (!(await insertFollowUp(ctx.db, kept))) return (await followUpById(ctx.db, personId, visitId)) ?? kept;
  for (const disease of known.diseases) {
    const answers = answersOf(content.forms[disease], { ...visit.answers, ...stated(visit, verdict, disease) }, { medicines: medicineRows(visit) });
    await ports.saveAnswers(ctx, { personId, form: sheets[disease], responseId: responseIdOf(visitId, disease), answers, visitedOn });
  }
  await insertEntry(
    ctx.db,
    {
      resource: 'encounter', class: way === 'clinic' ? 'ambulatory' : way === 'home' ? 'home' : 'virtual', facility: course.facility, department: null, reason: '慢性病随访', diagnosisCode: known.diseases[0] === 'diabetes' ? 'E11' : 'I10',
      diagnosis: known.diseases.map((disease) => ({ hypertension: '原发性高血压', diabetes: '2型糖尿病' })[disease]).join('、'), since: visitedOn, until: visitedOn, costYuan: null, selfPaidYuan: null, outcome: null, note: null,
    },
    { ...place, teamId: null, personId, entryId: kept.encounterId, sourceId: observationSources['follow-up'], recordedAt: ctx.now, recordedBy: ctx.caller.account },
  );
  await planAfterContact(ctx, { personId, on: visitedOn, inPerson: way !== 'phone', nextOn });
  await trackReferral(ctx, kept);
  return kept;
}

/** A referral is followed up within two weeks. */
async function trackReferral(ctx: Ctx, { personId, visitId, visitedOn, action, sbp, dbp, fpg }: FollowUp): Promise<void> {
  if (action !== 'refer' && action !== 'refer_urgently') return;
  const value = sbp !== null && dbp !== null ? `${sbp}/${dbp}` : fpg === null ? '' : String(fpg);
  await openWork(
    ctx.db,
    [{ personId, kind: 'referral', title: `care:work.${action}`, params: { value }, dueOn: previousWorkday(addDays(visitedOn, 7 * content.followup.followup_weeks), calendar), severity: action === 'refer' ? 'routine' : 'urgent', role: 'nurse', source: { capability: careCapability, id: `referral/${visitId}` } }],
    ctx.now,
  );
}

function diseasesOf({ dxHtn, dxT2dm }: Course): Disease[] {
  const known: Disease[] = [...(dxHtn ? ['hypertension' as const] : []), ...(dxT2dm ? ['diabetes' as const] : [])];
  return known.length === 0 ? ['hypertension'] : known;
}

function knownOf(course: Course, on: Day): KnownCourse {
  return { diseases: diseasesOf(course), age: ageOn(course.birthDate, on), pregnant: course.pregnant, lactating: course.lactating, uncontrolledInRow: course.uncontrolledInRow ?? 0 };
}

function refuseImpossible({ visitedOn, nextOn }: Visit, { birthDate, left }: Course, today: Day): void {
  if (left) throw refuse.leftCare();
  if (visitedOn > today || visitedOn < birthDate) throw refuse.wrongVisitDay();
  if (nextOn <= visitedOn) throw refuse.nextNotAfter();
}

/** Within two weeks when something is wrong; never later than three months (two working weeks are left for finding a day). */
function refuseLate({ visitedOn, nextOn }: Visit, verdict: Verdict, { tier }: Course): void {
  const named = tier === 'low' || tier === 'mid' || tier === 'high' ? tier : null;
  const urgent = verdict.action !== null && verdict.action !== 'keep';
  const latest = urgent ? latestNext(visitedOn, verdict, { tier: named, calendar, weeks: content.followup.followup_weeks }) : nextWorkday(addDays(visitedOn, 31 * content.followup.interval_max_months + 14), calendar);
  if (nextOn > latest) throw refuse.nextTooLate({ latest });
}

/** What the sheet states beside the answers: day, way, class, referral and the next day. */
function stated({ visitedOn, way, nextOn, danger }: Visit, verdict: Verdict, disease: Disease): SheetAnswers {
  const group = groupOf(verdict, disease);
  const refers = verdict.action === 'refer' || verdict.action === 'refer_urgently';
  const reason = content.followup.titles.actions[verdict.action ?? 'keep'].zh;
  return {
    'visit-date': [visitedOn], way: [way], 'next-visit': [nextOn], referral: [refers], ...(group === null ? {} : { class: [group] }),
    ...(refers ? { 'referral-reason': [danger?.note || reason], 'referral-place': ['上级医院专科'] } : {}),
  };
}

function medicineRows({ medicines }: Visit): SheetAnswers[] {
  return medicines.map(({ drug, dose, timesPerDay }) => ({ medicine: [drug], ...(dose === '' ? {} : { dose: [dose] }), ...(timesPerDay === null || timesPerDay < 1 ? {} : { 'times-a-day': [Math.round(timesPerDay)] }) }));
}

/** One visit may fill two sheets: the second's number follows from the visit's. */
function responseIdOf(visitId: string, disease: Disease): string {
  return disease === 'hypertension' ? visitId : visitId.replace(/^./, (digit) => ((Number.parseInt(digit, 16) + 1) % 16).toString(16));
}

async function lastSheet(ctx: Ctx, { personId, diseases, ports }: { personId: PersonId; diseases: readonly Disease[]; ports: VisitPorts }): Promise<SheetAnswers> {
  let carried: SheetAnswers = {};
  for (const disease of diseases) {
    const answers = await ports.lastAnswers(ctx, personId, sheets[disease]);
    if (answers !== null) carried = { ...carried, ...carriedOver(flatAnswers(content.forms[disease], answers)) };
  }
  return carried;
}
