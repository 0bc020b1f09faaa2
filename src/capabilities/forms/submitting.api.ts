/** One transaction: the answer, its scores, what goes into the record, and the event when it calls for help. */
import { labels, type Tx } from '../../platform/database.ts';
import type { Day, Instant } from '../../kernel/day.ts';
import { isImplausible, type NewObservation } from '../records/observations.ts';
import { insertObservations } from '../records/observations.store.ts';
import { observationSources } from '../records/records.ts';
import { ageOn, type PersonId } from '../people/people.ts';
import type { Answers } from './answers.ts';
import { refuse } from './bank.ts';
import { dueAfter, type CrisisEvent } from './crisis.ts';
import { insertCrises } from './crisis.store.ts';
import type { Respondent } from './distribution.store.ts';
import { helpLines, registry } from './content.gateway.ts';
import type { Context } from './names.ts';
import { notedRows } from './noting.ts';
import type { PreparedForm } from './prepare.ts';
import type { FormScore, Response, Submitted } from './responding.ts';
import { insertResponse, insertScores, responseById } from './responding.store.ts';
import { submission, type Handed } from './submission.ts';

/** Told in the same transaction that an answer calls for help: whoever keeps the staff's work opens it here. */
export type OnCrisis = (tx: Tx, events: readonly CrisisEvent[]) => Promise<void>;
/** Told in the same transaction that something is newly known of these persons. */
export type OnKnown = (tx: Tx, persons: readonly number[]) => Promise<void>;
export type Hooks = { readonly onCrisis: readonly OnCrisis[]; readonly onKnown: readonly OnKnown[] };

/** Where an answer comes from and what it is kept as. `respondent`: who it is, where that is known and may be kept. */
export type Arrival = Pick<Response, 'tenantId' | 'responseId' | 'distributionId' | 'versionId' | 'pseudonym' | 'slot' | 'organizationPos' | 'positions' | 'teamId' | 'recordedBy'> & {
  readonly prepared: PreparedForm;
  readonly answers: Answers;
  readonly context: Context;
  readonly respondent: Respondent | null;
  readonly now: Instant;
  /** The moment as it is kept: of an anonymous answer the day alone. */
  readonly submittedAt: Instant;
  newId(): string;
};

/** `fresh`: not an answer that was sent before. */
export type Arrived = { readonly submitted: Submitted; readonly fresh: boolean };

/** Call it with the whole reach of the tenant (`beyondReach`): an answer may be sealed from whoever hands it in. */
export async function submitAnswer(tx: Tx, arrival: Arrival, hooks: Hooks): Promise<Arrived> {
  const judged = submission(arrival.prepared, arrival.answers, arrival.context);
  if (!judged.ok) throw refuse.answersWrong({ faults: judged.faults.slice(0, 50), place: judged.faults[0]?.place ?? '', help: judged.crisis.length > 0 ? helpLines : [] });
  const { handed } = judged;
  const response = rowOf(arrival, handed);
  const submitted = answerTo(response, handed);
  if (!(await insertResponse(tx, response))) return { submitted: await sentBefore(tx, response, submitted), fresh: false };
  await keepKnown(tx, { arrival, handed, response }, hooks);
  const events = crisesOf(arrival, handed);
  await insertCrises(tx, events);
  if (events.length > 0) for (const told of hooks.onCrisis) await told(tx, events);
  return { submitted, fresh: true };
}

function rowOf({ prepared: { form }, respondent, ...arrival }: Arrival, { answers, scores }: Handed): Response {
  const { tenantId, responseId, distributionId, versionId, pseudonym, slot, organizationPos, positions, teamId, recordedBy, submittedAt } = arrival;
  return {
    tenantId, responseId, distributionId, formKey: form.id, versionId, personId: respondent?.personId ?? null, pseudonym, slot, organizationPos, positions,
    label: labels[form.label], teamId: form.label === 'sealed' ? teamId : null, answers, scores: { ...scores }, submittedAt, recordedBy,
  };
}

function answerTo({ responseId, personId }: Response, { shown, crisis }: Handed): Submitted {
  return { responseId, results: shown.map((one) => ({ ...one })), crisis: crisis.length === 0 ? null : { help: [...helpLines], followUp: personId !== null } };
}

/** The same answer sent again is the same answer; another under its number, or a second one where each answers once, is refused. */
async function sentBefore(tx: Tx, response: Response, submitted: Submitted): Promise<Submitted> {
  const known = await responseById(tx, response.responseId);
  if (known === undefined) throw refuse.alreadyAnswered();
  const same = known.versionId === response.versionId && known.personId === response.personId && known.distributionId === response.distributionId && canonical(known.answers) === canonical(response.answers);
  if (!same) throw refuse.otherAnswers();
  return submitted;
}

function canonical(answers: Answers): string {
  return JSON.stringify(answers, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value);
}

type Known = { readonly arrival: Arrival; readonly handed: Handed; readonly response: Response };

/** What an identified answer adds to what is known of the person. */
async function keepKnown(tx: Tx, { arrival, handed, response }: Known, hooks: Hooks): Promise<void> {
  const { personId } = response;
  if (personId === null) return;
  const scores = scoresOf(response, personId);
  if (scores.length > 0) await insertScores(tx, scores);
  const rows = observationsOf(arrival, handed, { personId, response });
  if (rows.length > 0) await insertObservations(tx, rows);
  if (scores.length + rows.length > 0) for (const told of hooks.onKnown) await told(tx, [personId]);
}

function scoresOf({ tenantId, formKey, responseId, submittedAt, scores, organizationPos, positions, label, teamId }: Response, personId: PersonId): FormScore[] {
  return Object.entries(scores).flatMap(([result, score]): FormScore[] => {
    const value = typeof score === 'number' ? score : typeof score === 'boolean' ? Number(score) : null;
    const code = typeof score === 'string' ? score : null;
    if (value === null && code === null) return [];
    return [{ tenantId, personId, formKey, result, responseId, at: submittedAt, value, code, organizationPos, positions, label, teamId }];
  });
}

function observationsOf({ prepared: { form }, now, recordedBy }: Arrival, { noted }: Handed, { personId, response }: { personId: PersonId; response: Response }): NewObservation[] {
  const { tenantId, organizationPos, positions, submittedAt } = response;
  const sourceId = form.kind === 'follow-up' ? observationSources['follow-up'] : observationSources.survey;
  return notedRows(noted, registry).map(({ code, value, value2 }) => ({
    tenantId, personId, code: code.id, effectiveAt: submittedAt, sourceId, recordedAt: now, value, value2, recordedBy, organizationPos, positions,
    label: labels.sensitive, teamId: null, implausible: isImplausible(code, { value, value2 }),
  }));
}

function crisesOf({ tenantId, prepared: { form }, respondent, now, organizationPos, positions, newId }: Arrival, { crisis }: Handed): CrisisEvent[] {
  const [worst] = crisis.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  if (worst === undefined) return [];
  const { id, level, action } = worst;
  return [{
    tenantId, eventId: newId(), personId: respondent?.personId ?? null, formKey: form.id, rule: id, level, action, raisedAt: now, dueAt: dueAfter(level, now), organizationPos, positions,
    label: labels.sensitive, handledAt: null, handledBy: null, outcome: null,
  }];
}

const levels: readonly CrisisEvent['level'][] = ['immediate', 'same-day', 'priority'];

export function contextOf(respondent: Respondent | null, today: Day): { readonly sex: 'M' | 'F' | null; readonly age: number | null; readonly today: Day } {
  if (respondent === null) return { sex: null, age: null, today };
  return { sex: respondent.sex === 'male' ? 'M' : 'F', age: ageOn(respondent.birthDate, today), today };
}
