import { createHash } from 'node:crypto';
import type { Answers, ResponseItem, Value } from '../../capabilities/forms/answers.ts';
import { loadForms } from '../../capabilities/forms/bank.gateway.ts';
import { publishVersion } from '../../capabilities/forms/bank.store.ts';
import type { Distribution } from '../../capabilities/forms/distribution.ts';
import { insertDistribution, inviteEverybody, markAnswered, respondentOf, type Respondent } from '../../capabilities/forms/distribution.store.ts';
import type { Form, Item } from '../../capabilities/forms/form.ts';
import { prepareForm, type PreparedForm } from '../../capabilities/forms/prepare.ts';
import { submitAnswer } from '../../capabilities/forms/submitting.api.ts';
import { PersonId } from '../../capabilities/people/people.ts';
import type { PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import { addDays, Instant, type Day } from '../../kernel/day.ts';
import { within, type Tx } from '../../platform/database.ts';
import { crisisWork } from '../crisis-work.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';
import { demoSeed } from './load.ts';
import { membersOf } from './members.ts';
import { Random } from './random.ts';

/** What was asked where: `again` names the same people once more, with what the plan wants to gain. Days before today. */
interface Asking {
  readonly form: string;
  readonly at: string;
  readonly title: string;
  readonly respondents: Distribution['respondents'];
  readonly opened: number;
  readonly closed: number | null;
  readonly people: number;
  /** How well the first time went, 0 to 1. */
  readonly ability: number;
  readonly again?: { readonly title: string; readonly opened: number; readonly closed: number | null; readonly gain: number; readonly share: number; readonly result: string; readonly percent: number };
}

const askings: readonly Asking[] = [
  { form: 'core-knowledge', at: 'enterprise', title: '员工健康知识知晓率基线', respondents: 'pseudonymous', opened: 300, closed: 285, people: 96, ability: 0.62, again: { title: '员工健康知识知晓率年末', opened: 20, closed: null, gain: 0.2, share: 0.84, result: 'percent', percent: 20 } },
  { form: 'satisfaction', at: 'enterprise', title: '员工对健康促进工作的满意度', respondents: 'anonymous', opened: 18, closed: null, people: 74, ability: 0.82 },
  { form: 'health-literacy', at: 'hospital', title: '社区居民健康素养基线', respondents: 'pseudonymous', opened: 310, closed: 290, people: 90, ability: 0.5, again: { title: '社区居民健康素养年末', opened: 25, closed: null, gain: 0.12, share: 0.7, result: 'score', percent: 10 } },
  { form: 'programme-feedback', at: 'hospital', title: '居民年末反馈', respondents: 'anonymous', opened: 15, closed: null, people: 58, ability: 0.7 },
  { form: 'core-knowledge', at: 'school', title: '学生健康核心知识(学期初)', respondents: 'pseudonymous', opened: 80, closed: 70, people: 84, ability: 0.66, again: { title: '学生健康核心知识(学期末)', opened: 12, closed: null, gain: 0.22, share: 0.93, result: 'percent', percent: 20 } },
  { form: 'mental-health-literacy', at: 'youth-centre', title: '青年心理健康素养基线', respondents: 'pseudonymous', opened: 305, closed: 285, people: 88, ability: 0.55, again: { title: '青年心理健康素养末期', opened: 22, closed: null, gain: 0.19, share: 0.78, result: 'knowledge_rate', percent: 20 } },
  { form: 'skill-self-rating', at: 'youth-centre', title: '工作坊技能自评(活动前)', respondents: 'pseudonymous', opened: 120, closed: 110, people: 60, ability: 0.5, again: { title: '工作坊技能自评(活动后)', opened: 90, closed: 80, gain: 0.28, share: 0.9, result: 'mean', percent: 20 } },
  { form: 'medication-adherence', at: 'hospital', title: '慢病患者用药依从性(年初)', respondents: 'pseudonymous', opened: 300, closed: 280, people: 70, ability: 0.6, again: { title: '慢病患者用药依从性(年末)', opened: 30, closed: null, gain: 0.12, share: 0.74, result: 'taken_percent', percent: 10 } },
];

/** Ids that are the same at every load. */
function idOf(seed: string): string {
  const hex = createHash('sha256').update(`questionnaires ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const instant = (day: Day, hour = 8): Instant => Instant.parse(new Date(Date.parse(`${day}T00:00:00+08:00`) + hour * 3_600_000).toISOString());

interface Setting {
  readonly until: Day;
  readonly organizations: readonly PlacedOrganization[];
}

/** Questionnaires of the year, as the plans ask for them: before and after, satisfaction, and one that is open now. */
export async function loadQuestionnaires(store: Store, setting: Setting, progress: (done: number, of: number) => void): Promise<void> {
  const forms = new Map(loadForms().map((form) => [form.id, form]));
  for (const [done, asking] of askings.entries()) {
    const form = forms.get(asking.form);
    const organization = setting.organizations.find(({ key }) => key === asking.at);
    if (form && organization) await within(store.database, systemScope(demoTenant), (tx) => ask(tx, { asking, form, organization, setting }));
    progress(done + 1, askings.length + 1);
  }
  await within(store.database, { ...systemScope(demoTenant), label: 2 }, (tx) => careAndOpen(tx, forms, setting));
  progress(askings.length + 1, askings.length + 1);
}

interface Work {
  readonly asking: Asking;
  readonly form: Form;
  readonly organization: PlacedOrganization;
  readonly setting: Setting;
}

async function ask(tx: Tx, work: Work): Promise<void> {
  const { asking, form, organization, setting } = work;
  const prepared = sound(form);
  const members = (await membersOf(tx, { ...organization, most: asking.people })).slice(0, asking.people);
  const before = await give(tx, work, asking);
  for (const [i, personId] of members.entries()) {
    const random = new Random(demoSeed, personId, 71);
    const ability = clamped(asking.ability + random.normal(0, 0.13));
    await answer(tx, { prepared, distribution: before, personId, day: addDays(setting.until, -asking.opened + (i % 10)), ability, random });
  }
  const { again } = asking;
  if (!again) return;
  const after = await give(tx, work, { ...again, respondents: asking.respondents, beforeId: before.distributionId });
  for (const [i, personId] of members.entries()) {
    const random = new Random(demoSeed, personId, 72);
    if (!random.chance(again.share)) continue;
    const ability = clamped(asking.ability + new Random(demoSeed, personId, 71).normal(0, 0.13) + again.gain + random.normal(0, 0.06));
    await answer(tx, { prepared, distribution: after, personId, day: addDays(setting.until, -again.opened + (i % 8)), ability, random });
  }
}

type Given = Pick<Asking, 'title' | 'opened' | 'closed' | 'respondents'> & Partial<Pick<NonNullable<Asking['again']>, 'result' | 'percent'>> & { readonly beforeId?: string };

async function give(tx: Tx, { form, organization, setting }: Pick<Work, 'form' | 'organization' | 'setting'>, given: Given): Promise<Distribution> {
  const account = systemScope(demoTenant).account;
  const opensAt = instant(addDays(setting.until, -given.opened), 0);
  const fingerprint = createHash('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 32);
  const { versionId } = await publishVersion(tx, { tenantId: demoTenant, versionId: idOf(form.id), formKey: form.id, fingerprint, definition: form, publishedAt: opensAt, publishedBy: null });
  const distribution: Distribution = {
    tenantId: demoTenant, distributionId: idOf(`${form.id} ${given.title}`), organizationId: organization.organizationId, organizationPos: organization.pos, formKey: form.id, versionId, title: given.title, audience: given.respondents === 'identified' ? 'people' : 'link',
    respondents: given.respondents, token: createHash('sha256').update(`${given.title} ${organization.key}`).digest('base64url').slice(0, 24), once: true, askGroup: false, quota: null, taken: 0, opensAt,
    closesAt: given.closed === null ? null : instant(addDays(setting.until, -given.closed), 0), remindEvery: null, beforeId: given.beforeId ?? null, targetResult: given.result ?? null, targetPercent: given.percent ?? null,
    createdAt: opensAt, createdBy: account,
  };
  await insertDistribution(tx, distribution);
  return distribution;
}

function sound(form: Form): PreparedForm {
  const made = prepareForm(form);
  if (made.ok) return made.prepared;
  throw new Error(`${form.id} is not sound`);
}

interface Answering {
  readonly prepared: PreparedForm;
  readonly distribution: Distribution;
  readonly personId: number;
  readonly day: Day;
  readonly ability: number;
  readonly random: Random;
}

async function answer(tx: Tx, { prepared, distribution, personId, day, ability, random }: Answering): Promise<void> {
  const respondent = await respondentOf(tx, PersonId.parse(personId));
  if (!respondent) return;
  const { tenantId, distributionId, versionId, respondents } = distribution;
  const pseudonym = respondents === 'pseudonymous' ? createHash('sha256').update(`code ${personId}`).digest('hex').slice(0, 24) : null;
  const seed = `${distributionId} ${personId}`;
  await submitAnswer(
    tx,
    {
      tenantId, distributionId, versionId, prepared, answers: { items: answersTo(prepared.form.items, { ability, random }) }, responseId: idOf(seed), context: { sex: null, age: null, today: day }, respondent: null, pseudonym,
      slot: pseudonym === null ? null : `c:${pseudonym}`, organizationPos: respondent.organizationPos, positions: respondent.positions, teamId: null, recordedBy: null, now: instant(day, 8 + random.unit() * 10),
      submittedAt: respondents === 'anonymous' ? instant(day, 0) : instant(day, 9), newId: () => idOf(`${seed} event`),
    },
    { onCrisis: [], onKnown: [] },
  );
}

const clamped = (value: number): number => Math.min(0.98, Math.max(0.05, value));

const words = ['希望多组织户外健步走', '讲座时间能安排在周末就更好了', '希望增加营养和减重的课程', '体检报告希望有医生讲解', '想参加心理健康讲座', '义诊很好,希望多来社区', '健步走活动很有意思', '希望食堂提供少盐的菜'] as const;

/** Answers of somebody who knows, or fares, so well: the right options, the better end of a scale. */
function answersTo(items: readonly Item[], how: { readonly ability: number; readonly random: Random }): ResponseItem[] {
  return items.flatMap((item): ResponseItem[] => {
    if (item.type === 'group') return [{ linkId: item.linkId, answers: [], items: answersTo(item.items, how) }];
    if (item.type === 'display' || item.calculated !== null) return [];
    const values = valuesFor(item, how);
    return values.length === 0 ? [] : [{ linkId: item.linkId, answers: values.map((value) => ({ value, items: [] })), items: [] }];
  });
}

function valuesFor(item: Item, { ability, random }: { readonly ability: number; readonly random: Random }): Value[] {
  const { options, correct, type } = item;
  if (type === 'choice' || type === 'open-choice') {
    if (correct.length > 0) return random.chance(ability) ? [...correct] : [options.find(({ code }) => !correct.includes(code))?.code ?? options[0]?.code ?? ''];
    if (item.repeats) {
      const chosen = options.filter(({ exclusive }) => !exclusive && random.chance(0.45)).map(({ code }) => code);
      return chosen.length > 0 ? chosen : [options[0]?.code ?? ''];
    }
    const ranked = options.toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0));
    const at = Math.round(clamped(ability + random.normal(0, 0.16)) * (ranked.length - 1));
    return [ranked[at]?.code ?? ''];
  }
  if (type === 'boolean') return [random.chance(ability)];
  if (type === 'integer' || type === 'decimal') {
    const [low, high] = [Number(item.min ?? 0), Number(item.max ?? 10)];
    return [Math.min(high, Math.max(low, Math.round(low + (high - low) * clamped(ability + random.normal(0, 0.1)))))];
  }
  return type === 'text' && random.chance(0.5) ? [words[random.int(0, words.length - 1)] ?? ''] : [];
}

/** PHQ-9 answers that were given in care, one of which calls for help; and a survey that everybody of the company finds on their page today. */
async function careAndOpen(tx: Tx, forms: ReadonlyMap<string, Form>, setting: Setting): Promise<void> {
  const [phq, lifestyle] = [forms.get('phq-9'), forms.get('lifestyle')];
  const [hospital, company] = ['hospital', 'enterprise'].map((key) => setting.organizations.find((organization) => organization.key === key));
  if (!phq || !lifestyle || !hospital || !company) return;
  const prepared = sound(phq);
  const given = await give(tx, { form: phq, organization: hospital, setting }, { title: '慢病患者情绪筛查', respondents: 'identified', opened: 3, closed: null });
  const members = await membersOf(tx, { ...hospital, most: 12 });
  const everybody = ({ distributionId }: Distribution, { pos, posEnd }: PlacedOrganization) => inviteEverybody(tx, { tenantId: demoTenant, distributionId, from: pos, to: posEnd, today: setting.until });
  await everybody(given, hospital);
  for (const [i, personId] of members.entries()) {
    const respondent = await respondentOf(tx, PersonId.parse(personId));
    if (respondent) await careAnswer(tx, { prepared, distribution: given, respondent, level: i === 4 ? 2 : 0, day: addDays(setting.until, i === 4 ? 0 : -2) });
  }
  const open = await give(tx, { form: lifestyle, organization: company, setting }, { title: '健康生活方式问卷', respondents: 'identified', opened: 5, closed: null });
  await everybody(open, company);
}

async function careAnswer(tx: Tx, { prepared, distribution, respondent, level, day }: { prepared: PreparedForm; distribution: Distribution; respondent: Respondent; level: number; day: Day }): Promise<void> {
  const codes = prepared.form.items[0]?.options.map(({ code }) => code) ?? [];
  const random = new Random(demoSeed, respondent.personId, 73);
  const answers: Answers = { items: prepared.form.items.map(({ linkId }) => ({ linkId, answers: [{ value: codes[linkId === 'q9' ? level : Math.min(3, level + random.int(0, 1))] ?? '', items: [] }], items: [] })) };
  const { tenantId, distributionId, versionId } = distribution;
  const at = instant(day, 9);
  await submitAnswer(
    tx,
    {
      tenantId, distributionId, versionId, prepared, answers, responseId: idOf(`phq ${respondent.personId}`), context: {}, respondent, pseudonym: null, slot: `p:${respondent.personId}`, organizationPos: respondent.organizationPos,
      positions: respondent.positions, teamId: null, recordedBy: null, now: at, submittedAt: at, newId: () => idOf(`phq event ${respondent.personId}`),
    },
    { ...crisisWork, onKnown: [] },
  );
  await markAnswered(tx, { distributionId, personId: respondent.personId });
}
