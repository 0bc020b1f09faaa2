import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { changeSession, listSeries } from '../activities/activities.ts';
import { deleteDraft, downloadDocument, listDrafts, openDraft, saveDraft, uploadPlan } from '../plans/plans.ts';
import { bindGoal, launchProgramme, listProgrammes, openProgramme, previewLaunch, proposeLaunch, updateBudgetLine, updateTask } from './programmes.ts';

const app = await testApp({ today: '2026-11-22' });
const manager = await app.as('programme-manager', 'hospital');
const neighbour = await app.as('programme-manager', 'hospital-b');
const youthPlan = new Uint8Array(readFileSync(join(import.meta.dirname, '..', '..', '..', 'content', 'programmes', 'youth-mental.txt')));
const organizationId = app.organizations.get('hospital')?.organizationId ?? 0;
const year = { startsOn: '2026-01-01', endsOn: '2026-12-31' } as const;

const text = (words: string) => new TextEncoder().encode(words);

async function upload(words: Uint8Array, filename = 'plan.txt') {
  const { body } = await manager.call(uploadPlan, { filename }, words);
  const draftId = body.drafts[0]?.draftId ?? expect.fail('no draft');
  return (await manager.call(openDraft, { draftId })).body;
}

describe('a plan file', () => {
  test('becomes drafts whose pieces point into its text', async () => {
    const view = await upload(youthPlan, '青年计划.txt');
    expect(view.draft.goals).toHaveLength(12);
    for (const goal of view.draft.goals) expect(goal.span && view.text.slice(...goal.span).replace(/\s/g, '')).toBe(goal.text.replace(/\s/g, ''));
    expect(view.draft.goals.find((goal) => goal.unit === 'person-times')?.indicator).toBe('persontimes');
    expect(view.draft.activities.find((activity) => activity.name.includes('工作坊'))?.activityType).toBe('workshop');
  });

  test('uploaded twice gives the same drafts', async () => {
    const once = await manager.call(uploadPlan, { filename: 'a.txt' }, youthPlan);
    const twice = await manager.call(uploadPlan, { filename: 'b.txt' }, youthPlan);
    expect(twice.body).toEqual(once.body);
  });

  test('comes back as it was', async () => {
    const { documentId } = await upload(youthPlan);
    const { body } = await manager.call(downloadDocument, { documentId });
    expect(new Uint8Array(Buffer.from(body.base64, 'base64'))).toEqual(youthPlan);
  });

  test.each([
    ['nothing', new Uint8Array(), 'plans.emptyFile', 422],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'plans.unsupportedFormat', 415],
    ['a torn Word file', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'plans.brokenFile', 422],
  ])('that is %s is refused with words', async (_name, bytes, type, status) => {
    const answer = await manager.call(uploadPlan, { filename: 'x.docx' }, bytes);
    expect(answer).toMatchObject({ status, problem: { type } });
    expect(answer.problem.title).not.toBe(type);
  });
});

describe('a draft', () => {
  test('is saved in turn: the second of two reviewers is told', async () => {
    const { draftId, draft, version } = await upload(text('健康促进工作计划\n一、工作目标\n1. 居民健康知识知晓率达到85%以上。'));
    const renamed = { ...draft, title: '改过的计划' };
    expect(await manager.call(saveDraft, { draftId, version, draft: renamed })).toMatchObject({ status: 200, body: { version: version + 1 } });
    expect(await manager.call(saveDraft, { draftId, version, draft })).toMatchObject({ status: 409, problem: { type: 'plans.changedMeanwhile' } });
    expect((await manager.call(openDraft, { draftId })).body.draft.title).toBe('改过的计划');
  });

  test('is unseen from a neighbouring organisation', async () => {
    const { draftId, draft, version } = await upload(text('控烟工作计划\n一、工作目标\n1. 员工吸烟率下降到20%以下。'));
    expect(await neighbour.call(openDraft, { draftId })).toMatchObject({ status: 404 });
    expect(await neighbour.call(saveDraft, { draftId, version, draft })).toMatchObject({ status: 404 });
    expect((await neighbour.call(listDrafts, {})).body).toEqual([]);
  });

  test('can be deleted until it is launched', async () => {
    const { draftId, version } = await upload(text('护眼工作计划\n一、工作目标\n1. 学生近视率控制在40%以内。'));
    await manager.call(launchProgramme, { draftId, version, ...year, organizationId });
    expect(await manager.call(deleteDraft, { draftId })).toMatchObject({ status: 409, problem: { type: 'plans.draftIsRunning' } });
    const other = await upload(text('另一份工作计划\n一、工作目标\n1. 学生体检率达到98%以上。'));
    expect(await manager.call(deleteDraft, { draftId: other.draftId })).toMatchObject({ status: 200 });
    expect(await manager.call(openDraft, { draftId: other.draftId })).toMatchObject({ status: 404 });
  });
});

describe('a launch', () => {
  test('makes what its preview said', async () => {
    const { draftId, version } = await upload(youthPlan);
    expect((await manager.call(proposeLaunch, { draftId })).body).toEqual(year);
    const preview = (await manager.call(previewLaunch, { draftId, ...year })).body;
    expect(preview.phases.map((phase) => [phase.startsOn, phase.endsOn])).toEqual([['2026-01-01', '2026-03-31'], ['2026-04-01', '2026-09-30'], ['2026-10-01', '2026-12-31']]);
    const { body } = await manager.call(launchProgramme, { draftId, version, ...year, organizationId });
    const series = (await manager.call(listSeries, { programmeId: body.programmeId })).body;
    expect(series.reduce((sum, each) => sum + each.sessions.length, 0)).toBe(preview.sessions);
    const programme = (await manager.call(openProgramme, { programmeId: body.programmeId })).body;
    expect(programme).toMatchObject({ goals: 12, elapsed: expect.closeTo(0.893, 2) });
    expect(programme.budget.every((line) => line.amount === null)).toBe(true);
    expect(programme.goalList.find((goal) => goal.metric.includes('转介成功率'))).toMatchObject({ standing: 'not-measurable', needs: { en: 'referrals' } });
    expect(await manager.call(launchProgramme, { draftId, version, ...year, organizationId })).toMatchObject({ status: 409 });
  });

  test('is refused when it ends before it starts, or where the caller does not reach', async () => {
    const { draftId, version } = await upload(text('减盐工作计划\n一、工作目标\n1. 居民知晓率达到90%以上。'));
    expect(await manager.call(launchProgramme, { draftId, version, startsOn: '2026-06-01', endsOn: '2026-05-01', organizationId })).toMatchObject({ status: 422, problem: { type: 'programmes.endsBeforeStart' } });
    const elsewhere = app.organizations.get('hospital-b')?.organizationId ?? 0;
    expect(await manager.call(launchProgramme, { draftId, version, ...year, organizationId: elsewhere })).toMatchObject({ status: 422, problem: { type: 'programmes.unknownOrganization' } });
  });

  test('is not for those who only read', async () => {
    const nurse = await app.as('nurse', 'hospital');
    const { draftId, version } = await upload(text('戒烟工作计划\n一、工作目标\n1. 戒烟成功率达到30%以上。'));
    expect(await nurse.call(launchProgramme, { draftId, version, ...year, organizationId })).toMatchObject({ status: 403 });
    expect(await app.anonymous.call(listProgrammes, {})).toMatchObject({ status: 401, problem: { type: 'access.notSignedIn' } });
  });
});

describe('whatever a draft holds', () => {
  test('what was launched can be opened again', async () => {
    const view = await upload(text('怪数计划\n一、工作目标\n1. 知晓率达到80%以上。\n二、工作内容\n1. 每月举办一次健康讲座。\n三、经费预算\n场地费:100元'));
    const absurd = { ...view.draft, activities: [{ key: 'x', name: ' ', activityType: null, span: null, capacity: 30.5, cadence: { text: '每月0次', times: 0, per: 'month' as const } }, { key: 'y', name: '二', activityType: null, span: null, capacity: -3 }],
      tasks: [{ key: 't', name: '', owner: ' ', deadline: '9999年12月31日', span: null }], budget: [{ key: 'b', item: '', amount: -5, unit: 'yuan', span: null }] };
    await manager.call(saveDraft, { draftId: view.draftId, version: view.version, draft: absurd });
    const { body } = await manager.call(launchProgramme, { draftId: view.draftId, version: view.version + 1, ...year, organizationId });
    const programme = await manager.call(openProgramme, { programmeId: body.programmeId });
    expect(programme).toMatchObject({ status: 200, body: { budget: [{ item: '—', amount: null }], taskList: [{ title: '—', owner: '甲医院' }] } });
    expect(await manager.call(listSeries, { programmeId: body.programmeId })).toMatchObject({ status: 200, body: [{ title: '—', capacity: 31 }, { capacity: null }] });
  });
});

describe('a running programme', () => {
  async function running() {
    const plan = `运动工作计划\n一、工作目标\n1. 举办至少12场健康讲座。\n二、工作内容\n1. 每月举办一次健康讲座。\n三、实施步骤\n第一阶段:启动阶段(1月—3月)\n任务:成立领导小组。\n四、经费预算\n场地费:5000元\n宣传费:XX元\n${crypto.randomUUID()}`;
    const { draftId, version } = await upload(text(plan));
    const { body } = await manager.call(launchProgramme, { draftId, version, ...year, organizationId });
    return body.programmeId;
  }

  test('counts the sessions that were held', async () => {
    const programmeId = await running();
    const [lecture] = (await manager.call(listSeries, { programmeId })).body.filter((series) => series.sessions.length > 0);
    const sessions = lecture?.sessions ?? [];
    for (const { sessionId } of sessions.slice(0, 3)) await manager.call(changeSession, { sessionId, state: 'held' });
    const goal = (await manager.call(openProgramme, { programmeId })).body.goalList[0] ?? expect.fail('no goal');
    await manager.call(bindGoal, { goalId: goal.goalId, indicator: 'sessions' });
    expect((await manager.call(openProgramme, { programmeId })).body.goalList[0]).toMatchObject({ current: 3, baseline: 0, targetLevel: 12, standing: 'behind' });
    expect(await manager.call(changeSession, { sessionId: sessions.at(-1)?.sessionId ?? '', state: 'held' })).toMatchObject({ status: 422, problem: { type: 'activities.notYetHeld' } });
  });

  test('a task done notes the day; undone it forgets it', async () => {
    const programmeId = await running();
    const task = (await manager.call(openProgramme, { programmeId })).body.taskList[0] ?? expect.fail('no task');
    expect((await manager.call(updateTask, { taskId: task.taskId, state: 'done' })).body).toMatchObject({ state: 'done', doneOn: '2026-11-22' });
    expect((await manager.call(updateTask, { taskId: task.taskId, state: 'doing' })).body).toMatchObject({ state: 'doing', doneOn: null });
    expect(await neighbour.call(updateTask, { taskId: task.taskId, state: 'done' })).toMatchObject({ status: 404 });
  });

  test('two people changing different fields of a task at once both keep theirs', async () => {
    const programmeId = await running();
    const { taskId } = (await manager.call(openProgramme, { programmeId })).body.taskList[0] ?? expect.fail('no task');
    const changes = [{ owner: '工会' }, { title: '改过的任务' }, { dueOn: '2026-12-01' }, { state: 'doing' as const }];
    await Promise.all(changes.map((change) => manager.call(updateTask, { taskId, ...change })));
    expect((await manager.call(openProgramme, { programmeId })).body.taskList[0]).toMatchObject({ owner: '工会', title: '改过的任务', dueOn: '2026-12-01', state: 'doing' });
  });

  test('a goal is bound to indicators that exist alone', async () => {
    const goal = (await manager.call(openProgramme, { programmeId: await running() })).body.goalList[0] ?? expect.fail('no goal');
    expect(await manager.call(bindGoal, { goalId: goal.goalId, indicator: 'nope' })).toMatchObject({ status: 422, problem: { type: 'programmes.unknownIndicator' } });
  });

  test('a blank in the budget stays a blank until somebody fills it in', async () => {
    const programmeId = await running();
    const blank = (await manager.call(openProgramme, { programmeId })).body.budget.find((line) => line.amount === null) ?? expect.fail('no blank');
    expect((await manager.call(updateBudgetLine, { budgetLineId: blank.budgetLineId, amount: 1200.5 })).body.amount).toBe(1200.5);
  });
});
