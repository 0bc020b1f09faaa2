import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { openDraft, uploadPlan } from '../plans/plans.ts';
import { addTask, deleteTask, launchProgramme, openProgramme, updateTask } from './programmes.ts';
import { addRisk, fires, gradeOf, judgeRisk, moveRisk } from './risk-register.ts';

describe('a risk', () => {
  test.each([
    [1, 1, 'low'],
    [2, 2, 'low'],
    [1, 5, 'middle'],
    [3, 4, 'middle'],
    [3, 5, 'high'],
    [5, 5, 'high'],
    [null, 5, null],
  ] as const)('of likelihood %s and impact %s is %s', (likelihood, impact, grade) => expect(gradeOf({ likelihood, impact })).toBe(grade));

  test.each([
    ['below', 50, 49.9, true],
    ['below', 50, 50, false],
    ['above', 10, 10, false],
    ['above', 10, 10.1, true],
    ['below', 50, null, false],
  ] as const)('fires %s %s at %s: %s', (when, level, value, fired) => expect(fires({ when, level }, value)).toBe(fired));
});

describe('the register', async () => {
  const app = await testApp({ today: '2026-11-22' });
  const manager = await app.as('programme-manager', 'hospital');
  const doctor = await app.as('doctor', 'hospital');
  const organizationId = app.organizations.get('hospital')?.organizationId ?? 0;
  const plan = new Uint8Array(readFileSync(join(import.meta.dirname, '..', '..', '..', 'content', 'programmes', 'youth-mental.txt')));
  const { body: uploaded } = await manager.call(uploadPlan, { filename: 'plan.txt' }, plan);
  const draftId = uploaded.drafts[0]?.draftId ?? expect.fail('no draft');
  const { version } = (await manager.call(openDraft, { draftId })).body;
  const { programmeId } = (await manager.call(launchProgramme, { draftId, version, startsOn: '2026-01-01', endsOn: '2026-12-31', organizationId })).body;
  const view = async () => (await manager.call(openProgramme, { programmeId })).body;
  const judged = { likelihood: 4, impact: 4, owner: '项目办', trigger: null } as const;

  test('starts with the risks of the plan, not judged and watched', async () => {
    const { risks } = await view();
    expect(risks.length).toBeGreaterThan(2);
    expect(risks.every(({ state, likelihood }) => state === 'watched' && likelihood === null)).toBe(true);
  });

  test('opens a risk by itself when its indicator falls below the level, with a task for each answer', async () => {
    const [risk] = (await view()).risks;
    const { riskId, risk: words, mitigations } = risk ?? expect.fail('no risk');
    const { body } = await manager.call(judgeRisk, { riskId, risk: words, mitigations, ...judged, trigger: { indicator: 'persontimes', when: 'below', level: 100 } });
    expect(body).toMatchObject({ state: 'open', openedOn: '2026-11-22', openedAt: 0 });
    const tasks = (await view()).taskList.filter((task) => task.origin?.id === riskId);
    expect(tasks.map(({ title }) => title)).toEqual(mitigations);
    expect(tasks.every(({ owner, dueOn }) => owner === '项目办' && dueOn === '2026-12-06')).toBe(true);
    await manager.call(moveRisk, { riskId, state: 'closed' });
    await manager.call(moveRisk, { riskId, state: 'open' });
    expect((await view()).taskList.filter((task) => task.origin?.id === riskId)).toHaveLength(mitigations.length);
  });

  test('refuses a trigger that nothing can measure', async () => {
    const risk = { risk: '资金未按期到位', mitigations: [], ...judged };
    expect((await manager.call(addRisk, { programmeId, ...risk, trigger: { indicator: 'nothing', when: 'below', level: 1 } })).problem.type).toBe('riskRegister.unknownIndicator');
    expect((await manager.call(addRisk, { programmeId, ...risk, trigger: { indicator: 'htn-mgmt-rate', when: 'below', level: 1 } })).problem.type).toBe('riskRegister.notMeasurable');
    expect((await manager.call(addRisk, { programmeId, ...risk })).body).toMatchObject({ state: 'watched', risk: '资金未按期到位' });
    expect((await doctor.call(addRisk, { programmeId, ...risk })).status).toBe(403);
  });
});

describe('tasks by hand', async () => {
  const app = await testApp({ today: '2026-11-22' });
  const manager = await app.as('programme-manager', 'hospital');
  const organizationId = app.organizations.get('hospital')?.organizationId ?? 0;
  const { body: uploaded } = await manager.call(uploadPlan, { filename: 'plan.txt' }, new TextEncoder().encode('健康促进工作计划\n一、工作目标\n1. 居民健康知识知晓率达到85%以上。'));
  const draftId = uploaded.drafts[0]?.draftId ?? expect.fail('no draft');
  const { version } = (await manager.call(openDraft, { draftId })).body;
  const { programmeId } = (await manager.call(launchProgramme, { draftId, version, startsOn: '2026-01-01', endsOn: '2026-12-31', organizationId })).body;
  const add = async (title: string) => (await manager.call(addTask, { programmeId, title, owner: '项目办', dueOn: '2026-12-01', phaseId: null })).body.taskId;

  test('are added, wait for each other without circles, and go with what waits for them', async () => {
    const [a, b] = [await add('采购'), await add('验收')];
    expect((await manager.call(updateTask, { taskId: b, after: [a] })).body.after).toEqual([a]);
    expect((await manager.call(updateTask, { taskId: a, after: [b] })).problem.type).toBe('programmes.taskCircle');
    await manager.call(deleteTask, { taskId: a });
    expect((await manager.call(openProgramme, { programmeId })).body.taskList).toMatchObject([{ taskId: b, after: [], origin: { of: 'hand' } }]);
    expect((await manager.call(deleteTask, { taskId: a })).problem.type).toBe('programmes.unknownTask');
  });
});
