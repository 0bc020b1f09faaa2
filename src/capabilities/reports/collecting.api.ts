import { createHash } from 'node:crypto';
import { readContent } from '../../platform/content.ts';
import { countingAll, countingEverywhere } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import { ActivityTypes } from '../activities/activities.ts';
import { seriesOf } from '../activities/activities.store.ts';
import { IndicatorDefinitions } from '../indicators/indicators.ts';
import { organizationsBetween } from '../organizations/organizations.store.ts';
import { Publishing } from '../organizations/publishing.ts';
import { draftById } from '../plans/plans.store.ts';
import type { Programme, ProgrammeView } from '../programmes/programmes.ts';
import { standingOfLine } from '../programmes/spending.ts';
import { spendingOf } from '../programmes/spending.store.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import { toldFlows } from '../risk/publishing.ts';
import { movementAtOrganizations } from '../risk/tiers.store.ts';
import type { Material, SeriesMaterial } from './material.ts';
import { casesOf, economicsOf } from './reports.store.ts';

const { smallest_cell: smallestCell } = readContent('publishing.yaml', Publishing);
const definitions = new Map(readContent('indicators.yaml', IndicatorDefinitions).map((definition) => [definition.id, definition]));
const kinds = new Map(readContent('activity-types.yaml', ActivityTypes).map((type) => [type.id, type.title]));
const pressure = readContent('observations.yaml', ObservationCodes).observations.find((entry) => entry.code === 'blood-pressure')?.id;

/** Everything that a report may state, as it is known now. Counts of people go over rows that the caller may not read one by one. */
export async function collect(ctx: Ctx, programme: Programme, view: ProgrammeView): Promise<Material> {
  const { db, caller, today } = ctx;
  const span = { posFrom: programme.organizationPos, posTo: programme.organizationPosEnd, startsOn: programme.startsOn, until: today };
  const [draft, series] = [await draftById(db, programme.draftId), await seriesOf(db, programme.programmeId)];
  const entries = await spendingOf(db, programme.programmeId);
  const counted = await countingAll(db, caller.scope, async () => ({
    cases: pressure === undefined ? [] : await casesOf(db, span, { alike: smallestCell, most: 3, pressure }),
    economics: await economicsOf(db, span),
  }));
  return {
    asOf: today,
    programme: { programmeId: programme.programmeId, title: programme.title, setting: programme.setting, startsOn: programme.startsOn, endsOn: programme.endsOn, organization: view.organization, members: view.members, elapsed: view.elapsed },
    population: draft?.draft.target_population ?? [],
    evaluation: draft?.draft.evaluation ?? [],
    goals: view.goalList.map((goal) => ({ ...goal, definition: definitionOf(goal.indicator) })),
    qualitativeGoals: view.qualitativeGoals,
    phases: view.phases,
    tasks: view.taskList,
    series: series.map((one) => tallyOf(one, today)),
    budget: view.budget.map((line) => ({ ...line, spent: entries.length === 0 || line.isTotal ? null : standingOfLine(line, entries).paid })),
    risks: view.risks.map(({ risk, mitigations }) => ({ risk, mitigations })),
    tiers: await toldMovement(ctx, programme),
    cases: counted.cases,
    economics: counted.economics,
  };
}

/** A report is read by many: its flows are those that everybody is told who may not see single persons. */
async function toldMovement({ db, caller, today }: Ctx, { organizationPos, startsOn }: Programme): Promise<Material['tiers']> {
  const { organizations, counted } = await countingEverywhere(db, caller.scope, async () => ({ organizations: await organizationsBetween(db, 0, 2_147_483_646), counted: await movementAtOrganizations(db, { from: startsOn, to: today }) }));
  return toldFlows(organizations, counted, { organizationId: organizations.find(({ pos }) => pos === organizationPos)?.organizationId ?? 0, k: smallestCell });
}

function tallyOf({ title, activityType, recurrence, sessions }: Awaited<ReturnType<typeof seriesOf>>[number], today: Ctx['today']): SeriesMaterial {
  const count = (wanted: (session: (typeof sessions)[number]) => boolean) => sessions.filter(wanted).length;
  const sum = (of: (session: (typeof sessions)[number]) => number) => sessions.reduce((total, session) => total + of(session), 0);
  return {
    title,
    kind: (activityType && kinds.get(activityType)) || null,
    due: count((session) => session.heldOn <= today && session.state !== 'cancelled'),
    planned: sessions.length,
    held: count((session) => session.state === 'held'),
    cancelled: count((session) => session.state === 'cancelled'),
    attended: sum((session) => session.attended),
    registered: sum((session) => session.registered),
    cadence: recurrence?.text ?? null,
  };
}

function definitionOf(indicator: string | null): Material['goals'][number]['definition'] {
  const definition = indicator === null ? undefined : definitions.get(indicator);
  if (!definition) return null;
  const { id, title, numerator, denominator, unit, better, measure } = definition;
  return { id, title, numerator, denominator, unit, better, measure, version: fingerprintOf({ numerator, denominator, measure }).slice(0, 8) };
}

/** SHA-256 of a value whatever the order of its keys. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part))).digest('hex');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
