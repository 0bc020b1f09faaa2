import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { SeriesView } from '../../capabilities/activities/activities.ts';
import { insertParticipations, seriesOf, updateSession } from '../../capabilities/activities/activities.store.ts';
import type { PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import { DraftId } from '../../capabilities/plans/plans.ts';
import { uploadPlan } from '../../capabilities/plans/plans.ts';
import { measureGoals, measuringDays } from '../../capabilities/programmes/measuring.api.ts';
import { launchProgramme, type Programme } from '../../capabilities/programmes/programmes.ts';
import { budgetOf, programmesInReach, risksOf, saveAmount, saveTask, tasksOf } from '../../capabilities/programmes/programmes.store.ts';
import { saveRisk } from '../../capabilities/programmes/risk-register.store.ts';
import { ceilingOf } from '../../capabilities/programmes/spending.ts';
import { insertSpending } from '../../capabilities/programmes/spending.store.ts';
import type { Day} from '../../kernel/day.ts';
import { addDays, addMonths, Instant, makeDay, partsOf } from '../../kernel/day.ts';
import { within, type Tx } from '../../platform/database.ts';
import type { Caller, Ctx } from '../../platform/handle.ts';
import { endpoints } from '../capabilities.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';
import { endOf, loadActivities, loadIndicators } from './indicators.ts';
import { demoSeed, personIdOf, type DemoSize } from './load.ts';
import type { Setting } from './organizations.ts';
import { generateParticipations } from './participation.ts';
import { Random } from './random.ts';

/** The seven source plans, who runs each, and whose habits of coming its people have. */
const plans: readonly { file: string; owner: string; audience: Setting }[] = [
  { file: 'enterprise.txt', owner: 'enterprise', audience: 'enterprise' },
  { file: 'community.txt', owner: 'hospital', audience: 'community' },
  { file: 'school.txt', owner: 'school', audience: 'school' },
  { file: 'youth-mental.txt', owner: 'youth-centre', audience: 'youth' },
  { file: 'hospital-chronic.txt', owner: 'hospital', audience: 'community' },
  { file: 'healthy-community-1.txt', owner: 'hospital', audience: 'community' },
  { file: 'healthy-community-2.txt', owner: 'hospital', audience: 'community' },
];

const folder = join(import.meta.dirname, '..', '..', '..', 'content', 'programmes');

/** Launch every source plan as its manager would, then let the part of the year that is over have happened. */
export async function loadProgrammes(store: Store, { until, organizations }: DemoSize & { organizations: readonly PlacedOrganization[] }, progress: (done: number) => void): Promise<void> {
  await loadIndicators(store, until);
  const [year] = partsOf(addDays(until, -60));
  const period = { startsOn: makeDay(year, 1, 1), endsOn: makeDay(year, 12, 31) };
  for (const [done, { file, owner, audience }] of plans.entries()) {
    const organization = organizations.find(({ key }) => key === owner) ?? organizations[0];
    if (!organization) continue;
    await within(store.database, systemScope(demoTenant), async (db) => {
      const ctx = contextOf(db, { until, organization, newId: idsFrom(file), vault: store.vault });
      const { drafts } = uploadPlan.output.parse(await run(uploadPlan.path, { input: { filename: file }, ctx, file: readFileSync(join(folder, file)) }));
      for (const draft of drafts) {
        await run(launchProgramme.path, { input: { draftId: DraftId.parse(draft.draftId), version: 1, ...period, organizationId: organization.organizationId }, ctx, file: null });
      }
      const launched = (await programmesInReach(db)).filter((programme) => drafts.some((draft) => draft.draftId === programme.draftId));
      for (const programme of launched) await live(db, programme, { until, audience, organization, newId: ctx.newId });
    });
    progress(done + 1);
  }
  await loadActivities(store, until);
}

/** Ids that are the same at every load, so that the demo is. */
function idsFrom(seed: string): () => string {
  let n = 0;
  return () => {
    const hex = createHash('sha256').update(`${seed} ${n++}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}

function contextOf(db: Tx, { until, organization, newId, vault }: { until: Day; organization: PlacedOrganization; newId: () => string; vault: Store['vault'] }): Ctx {
  const caller: Caller = {
    account: systemScope(demoTenant).account,
    name: '项目管理员',
    login: 'system',
    session: newId(),
    organization: organization.organizationId,
    position: organization.pos,
    role: 'programme-manager',
    permissions: ['*'],
    person: null,
    emergencies: [],
    scope: systemScope(demoTenant),
  };
  return { db, today: until, now: Instant.parse(`${until}T00:00:00.000Z`), locale: 'zh-CN', caller, vault, newId, enqueue: () => Promise.resolve(), note: () => {} };
}

/** Through the same endpoint as the screens, so that the demo shows what the product does. */
async function run(path: string, { input, ctx, file }: { input: unknown; ctx: Ctx; file: Uint8Array | null }): Promise<unknown> {
  const endpoint = endpoints.find(({ contract }) => contract.path === path && contract.method === 'POST');
  if (!endpoint || !('run' in endpoint)) throw new Error(`no endpoint at ${path}`);
  return endpoint.run(input, ctx, file && (await endpoint.prepare?.(input, file)));
}

interface Life {
  readonly until: Day;
  readonly audience: Setting;
  readonly organization: PlacedOrganization;
  readonly newId: () => string;
}

/** Sessions of the past were held (one in twenty was cancelled), people came, most tasks that are due are done; then the goals are measured. */
async function live(db: Tx, programme: Programme, life: Life): Promise<void> {
  const random = new Random(demoSeed, programme.title.length, 4);
  const members = await memberIndices(db, life.organization);
  for (const series of await seriesOf(db, programme.programmeId)) await holdSessions(db, series, { ...life, programme, random, members });
  for (const task of await tasksOf(db, programme.programmeId)) {
    const late = random.unit() < 0.12;
    if (task.dueOn < life.until && !late) await saveTask(db, task.taskId, { state: 'done', doneOn: task.dueOn });
    else if (task.dueOn < addMonths(life.until, 2)) await saveTask(db, task.taskId, { state: 'doing' });
  }
  await judgeRisks(db, programme, random);
  await fillBudget(db, programme, random);
  await spend(db, programme, { ...life, random });
  await measureGoals(db, programme, { days: measuringDays(programme, life.until), known: endOf(life.until) });
}

async function judgeRisks(db: Tx, { programmeId }: Programme, random: Random): Promise<void> {
  for (const risk of await risksOf(db, programmeId)) await saveRisk(db, { ...risk, likelihood: 1 + Math.floor(random.unit() * 4), impact: 2 + Math.floor(random.unit() * 4) });
}

/** Lines that the plan left blank were filled in, but for the programme of the young people, where that is still to do. */
async function fillBudget(db: Tx, { programmeId, setting }: Programme, random: Random): Promise<void> {
  if (setting === 'youth-mental') return;
  for (const line of await budgetOf(db, programmeId)) if (line.amount === null && line.per === null && !line.isTotal) await saveAmount(db, line.budgetLineId, 1000 * Math.round(5 + 40 * random.unit()));
}

/** Of each line that has an amount, about what the year has used up: a commitment, part of it paid. */
async function spend(db: Tx, { tenantId, programmeId, organizationPos }: Programme, { until, newId, random }: Life & { random: Random }): Promise<void> {
  const requestedAt = Instant.parse(`${addDays(until, -40)}T02:00:00.000Z`);
  const decidedAt = Instant.parse(`${addDays(until, -38)}T06:00:00.000Z`);
  const by = { requestedBy: systemScope(demoTenant).account, requestedName: '项目管理员', requestedAt, decidedName: '领导', decidedAt, reason: null, state: 'approved' as const };
  for (const [i, line] of (await budgetOf(db, programmeId)).entries()) {
    const ceiling = line.isTotal ? null : ceilingOf(line);
    if (ceiling === null || ceiling < 100) continue;
    const committed = Math.round(ceiling * (0.5 + 0.4 * random.unit()));
    const own = { tenantId, programmeId, organizationPos, budgetLineId: line.budgetLineId, purpose: null, payee: `合作机构${i + 1}`, spentOn: addDays(until, -40) };
    const commitmentId = newId();
    await insertSpending(db, { ...by, ...own, spendingId: commitmentId, kind: 'commitment', commitmentId: null, amount: committed, voucher: null });
    await insertSpending(db, { ...by, ...own, spendingId: newId(), kind: 'payment', commitmentId, amount: Math.round(committed * 0.7), voucher: `发票 2026-${String(i + 1).padStart(3, '0')}` });
  }
}

/** Kinds of activity that people come to; pushes, boards and platforms have no attendance. */
const attended = new Set(['lecture', 'consult', 'theme-day', 'quiz', 'workshop', 'peer-group', 'exercise', 'env', 'parent', 'firstaid', 'volunteer', 'course', 'training']);
const mostSessions = 60;

async function holdSessions(db: Tx, series: SeriesView, life: Life & { programme: Programme; random: Random; members: readonly number[] }): Promise<void> {
  const { organization, audience, until, random } = life;
  const own = { tenantId: demoTenant, organizationPos: organization.pos };
  const counted = attended.has(series.activityType ?? '') && series.sessions.length <= mostSessions;
  for (const session of series.sessions) {
    const state = session.heldOn >= until ? 'planned' : random.unit() < 0.05 ? 'cancelled' : 'held';
    if (state !== 'planned') await updateSession(db, session.sessionId, { state });
    if (!counted || state !== 'held') continue;
    const came = generateParticipations({ seed: demoSeed, people: life.members, session: { id: session.sessionId, capacity: series.capacity ?? 200, audience, day: session.heldOn }, until });
    const rows = came.flatMap(({ index, status, registeredAt }) =>
      status === 'cancelled' ? [] : [{ ...own, personId: personIdOf(index), sessionId: session.sessionId, state: status === 'checked-in' ? ('attended' as const) : status === 'no-show' ? ('absent' as const) : ('registered' as const), recordedAt: registeredAt }],
    );
    await insertParticipations(db, rows);
  }
}

async function memberIndices(db: Tx, { pos, posEnd }: PlacedOrganization): Promise<number[]> {
  const first = personIdOf(0);
  const { rows } = await sql<{ index: number }>`select distinct person_id - ${first} as index from membership where organization_pos between ${pos} and ${posEnd} and until is null order by 1`.execute(db);
  return rows.map((row) => row.index);
}
