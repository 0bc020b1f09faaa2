import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { openDraft, uploadPlan } from '../plans/plans.ts';
import { readPlanFile } from '../plans/reading.gateway.ts';
import { launchProgramme, updateTask, openProgramme } from '../programmes/programmes.ts';
import { deleteReport, downloadReport, editReport, listReports, makeReport, openReport, renewReport, type ReportView } from './reports.ts';

const app = await testApp({ today: '2026-11-22' });
const manager = await app.as('programme-manager', 'hospital');
const leader = await app.as('leader', 'hospital');
const neighbour = await app.as('programme-manager', 'hospital-b');
const organizationId = app.organizations.get('hospital')?.organizationId ?? 0;
const folder = join(import.meta.dirname, '..', '..', '..', 'content', 'programmes');

async function launched(file: string) {
  const { body } = await manager.call(uploadPlan, { filename: file }, new Uint8Array(readFileSync(join(folder, file))));
  const draftId = body.drafts[0]?.draftId ?? expect.fail('no draft');
  const { version } = (await manager.call(openDraft, { draftId })).body;
  return (await manager.call(launchProgramme, { draftId, version, startsOn: '2026-01-01', endsOn: '2026-12-31', organizationId })).body.programmeId;
}

const programmeId = await launched('hospital-chronic.txt');
const reportId = (await manager.call(makeReport, { programmeId, kind: 'evaluation' })).body.reportId;
const open = async (locale: 'zh-CN' | 'en' = 'zh-CN') => (await manager.call(openReport, { reportId, locale })).body;
const paragraphs = ({ document }: ReportView) => document.blocks.filter((block) => block.kind === 'paragraph');

describe('the evaluation report', () => {
  test('has the chapters that are owed, in both languages', async () => {
    const chapters = async (locale: 'zh-CN' | 'en') => (await open(locale)).document.blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block.text] : []));
    expect(await chapters('zh-CN')).toEqual(['一、基本情况', '二、工作开展情况', '三、目标完成情况', '四、经费与成本', '五、偏差与原因分析', '六、下一步工作', '附:数据来源与核验']);
    expect(await chapters('en')).toHaveLength(7);
  });

  test('leaves no sentence with a number without a proof', async () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const bare = paragraphs(await open(locale)).filter(({ key }) => !/^(goals.qualitative|background)/.test(key)).flatMap(({ sentences }) => sentences.filter(({ text, proofs }) => /\d/.test(text) && proofs.length === 0));
      expect(bare).toEqual([]);
    }
  });

  test('numbers its proofs, and each leads somewhere', async () => {
    const { proofs, fingerprint } = await open();
    expect(proofs.map(({ no }) => no)).toEqual(proofs.map((_, i) => i + 1));
    expect(proofs.every(({ href }) => href.startsWith(`/programmes/${programmeId}`))).toBe(true);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('says the same again although the data has changed, until it is renewed', async () => {
    const before = await open();
    const [task] = (await manager.call(openProgramme, { programmeId })).body.taskList;
    await manager.call(updateTask, { taskId: task?.taskId ?? '', state: 'done' });
    expect(await open()).toEqual(before);
    const { body } = await manager.call(renewReport, { reportId, version: before.version });
    const after = await open();
    expect(after).toMatchObject({ version: body.version });
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });

  test('keeps what a person wrote when the numbers are renewed, and says when they changed beneath', async () => {
    const { version, document } = await open();
    const block = document.blocks.find(({ key }) => key === 'work.tasks.sum');
    expect(block?.kind).toBe('paragraph');
    expect((await manager.call(editReport, { reportId, version, locale: 'zh-CN', key: 'work.tasks.sum', text: '任务总体按期推进。' })).status).toBe(200);
    const [task] = (await manager.call(openProgramme, { programmeId })).body.taskList;
    await manager.call(updateTask, { taskId: task?.taskId ?? '', state: 'doing' });
    await manager.call(renewReport, { reportId, version: version + 1 });
    const renewed = await open();
    expect(paragraphs(renewed).find(({ key }) => key === 'work.tasks.sum')?.sentences).toMatchObject([{ text: '任务总体按期推进。' }]);
    expect(renewed.edited).toMatchObject([{ key: 'work.tasks.sum', overtaken: true }]);
    expect((await open('en')).edited).toEqual([]);
    expect((await manager.call(editReport, { reportId, version, locale: 'zh-CN', key: 'work.tasks.sum', text: '晚了一步' })).problem.type).toBe('reports.changedMeanwhile');
    expect((await manager.call(editReport, { reportId, version: renewed.version, locale: 'zh-CN', key: 'goals.table', text: '表' })).problem.type).toBe('reports.unknownBlock');
  });

  test('is a Word file on official paper, with charts that Word can edit, the same bytes each time', async () => {
    const file = async () => (await manager.call(downloadReport, { reportId, locale: 'zh-CN', format: 'docx' })).body;
    const { base64, filename } = await file();
    expect(filename).toBe('关于《以数据驱动与精细化管理为核心的慢性病(高血压、糖尿病)健康促进工作计划》执行情况的评估报告.docx');
    expect((await file()).base64 === base64).toBe(true);
    const parts = unzipSync(new Uint8Array(Buffer.from(base64, 'base64')));
    const text = new TextDecoder().decode(parts['word/document.xml']);
    for (const words of ['w:w="11906" w:h="16838"', 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"', 'w:firstLineChars="200"']) expect(text.includes(words)).toBe(true);
  });

  test('is read by leaders and not by neighbours', async () => {
    expect((await leader.call(openReport, { reportId, locale: 'zh-CN' })).status).toBe(200);
    expect((await leader.call(makeReport, { programmeId, kind: 'evaluation' })).status).toBe(403);
    expect((await neighbour.call(openReport, { reportId, locale: 'zh-CN' })).problem.type).toBe('reports.unknownReport');
    expect((await neighbour.call(makeReport, { programmeId, kind: 'evaluation' })).problem.type).toBe('reports.unknownProgramme');
  });
});

describe("next year's plan", () => {
  test.each(readdirSync(folder))('of %s is read back with the goals that it proposes', async (file) => {
    const own = file === 'hospital-chronic.txt' ? programmeId : await launched(file);
    const made = (await manager.call(makeReport, { programmeId: own, kind: 'next-plan' })).body.reportId;
    const { base64, filename } = (await manager.call(downloadReport, { reportId: made, locale: 'zh-CN', format: 'docx' })).body;
    const read = await readPlanFile(new Uint8Array(Buffer.from(base64, 'base64')), filename);
    const goals = read.kind === 'read' ? read.plans.flatMap(({ plan }) => plan.goals) : [];
    const wanted = (await manager.call(openProgramme, { programmeId: own })).body.goalList.map(({ metric, comparator, target, unit }) => ({ metric, comparator, value: target, unit }));
    expect(goals.map(({ metric, comparator, value, unit }) => ({ metric, comparator, value, unit }))).toEqual(wanted);
  });

  test('is listed beside the reports, and can be deleted', async () => {
    const { body } = await manager.call(listReports, { programmeId });
    expect(body.map(({ kind }) => kind).toSorted()).toEqual(['evaluation', 'next-plan']);
    for (const { reportId: one } of body) expect((await manager.call(deleteReport, { reportId: one })).status).toBe(200);
    expect((await manager.call(listReports, { programmeId })).body).toEqual([]);
  });
});
