import { countingAll } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { suppress } from '../../kernel/suppression.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { PersonId } from '../people/people.ts';
import { refuse } from './bank.ts';
import type { Distribution } from './distribution.ts';
import { distributionById } from './distribution.store.ts';
import type { Form } from './form.ts';
import { compareBeforeAfter, crossItems, exportResponses, readResults, type Results, type ScoreResult } from './outcome.ts';
import { answeredCounts, countAnswers, exportRows, pairCounts, scoreCodes, scorePairs, scoresByGroup, scoreSummaries, valueCounts, type Whose } from './outcome.store.ts';
import { comparePairs, sentenceOf } from './paired.ts';
import type { PreparedForm } from './prepare.ts';
import type { Result } from './scoring.ts';
import { crossing, fewestAnswers, isCrossable, itemResults } from './tally.ts';
import { csvOf, sheetOf, type Cell } from './table.ts';
import { preparedVersion } from './versions.gateway.ts';
import { workbookOf } from './workbook.gateway.ts';

/** A table of more rows than this is for another tool. */
const mostRows = 50_000;

interface Given {
  readonly distribution: Distribution;
  readonly prepared: PreparedForm;
}

async function given(ctx: Ctx, distributionId: string): Promise<Given> {
  const distribution = await distributionById(ctx.db, distributionId);
  if (!distribution) throw refuse.unknownDistribution();
  return { distribution, prepared: await preparedVersion(ctx.db, distribution) };
}

/** One's own words, and counts of few, are shown of ordinary forms alone. */
function isGuarded({ label }: Form): boolean {
  return label !== 'ordinary';
}

async function groupOf(ctx: Ctx, { organizationPos }: Distribution, groupId: number | undefined): Promise<Whose['group']> {
  if (groupId === undefined) return null;
  const group = await organizationById(ctx.db, groupId);
  if (!group || group.pos < organizationPos || group.pos > ctx.caller.scope.to) throw refuse.outsideReach();
  return { from: group.pos, to: group.posEnd };
}

async function scoresOf(ctx: Ctx, { distribution, prepared: { form } }: Given, whose: Whose): Promise<ScoreResult[]> {
  const [summaries, codes] = [await scoreSummaries(ctx.db, whose), await scoreCodes(ctx.db, whose)];
  const groups = whose.group === null ? await scoresByGroup(ctx.db, whose, distribution.organizationId) : [];
  return (form.scoring?.results ?? []).flatMap((result): ScoreResult[] => {
    const { id, title, shown } = result;
    if (!shown || title === null || result.kind === 'list') return [];
    const all = summaries.find((one) => one.id === id);
    const named = codesOf(result);
    const counts = named.map(({ code }) => codes.find((one) => one.id === id && one.code === code)?.count ?? 0);
    const cells = isGuarded(form) ? suppress(counts, fewestAnswers).cells : counts;
    return [{
      id, title, all: all ? { count: all.count, mean: all.mean, deviation: all.deviation } : null,
      bands: counts.some((count) => count > 0) ? named.map((one, i) => ({ ...one, count: cells[i] ?? null })) : [],
      groups: groups.filter((one) => one.id === id && one.count >= fewestAnswers).map(({ organizationId, organization, count, mean, deviation }) => ({ organizationId, organization, summary: { count, mean, deviation } })),
    }];
  });
}

function codesOf(result: Result): { code: string; text: { zh: string; en: string } }[] {
  if (result.kind === 'band') return result.bands.map(({ code, title }) => ({ code, text: title ?? { zh: code, en: code } }));
  if (result.kind === 'cases') return [...result.cases.map(({ give, title }) => ({ code: give, text: title ?? { zh: give, en: give } })), { code: result.otherwise, text: result.otherwiseTitle ?? { zh: '其他', en: 'None of these' } }];
  return [{ code: 'true', text: { zh: '是', en: 'Yes' } }, { code: 'false', text: { zh: '否', en: 'No' } }];
}

const nothing: Omit<Results, 'answered'> = { tooFew: true, items: [], scores: [] };

export const api = [
  handle(readResults, async ({ distributionId, groupId }, ctx) => {
    const one = await given(ctx, distributionId);
    const whose = { distributionId, group: await groupOf(ctx, one.distribution, groupId) };
    return countingAll(ctx.db, ctx.caller.scope, async () => {
      const answered = await countAnswers(ctx.db, whose);
      if (answered < fewestAnswers) return { answered, ...nothing };
      const tallying = { answered: await answeredCounts(ctx.db, whose), guarded: isGuarded(one.prepared.form) };
      return { answered, tooFew: false, items: itemResults(one.prepared.form, await valueCounts(ctx.db, whose), tallying), scores: await scoresOf(ctx, one, whose) };
    });
  }),

  handle(crossItems, async ({ distributionId, first, second }, ctx) => {
    const { prepared } = await given(ctx, distributionId);
    const [row, column] = [prepared.items.get(first)?.item, prepared.items.get(second)?.item];
    if (!row || !column || !isCrossable(row) || !isCrossable(column)) throw refuse.unknownResult();
    return countingAll(ctx.db, ctx.caller.scope, async () => {
      const whose = { distributionId, group: null };
      if ((await countAnswers(ctx.db, whose)) < fewestAnswers) throw refuse.tooFewAnswers({ fewest: fewestAnswers });
      return crossing(row, column, await pairCounts(ctx.db, whose, [first, second]));
    });
  }),

  handle(compareBeforeAfter, async ({ distributionId, beforeId, result, percent }, ctx) => {
    const [after, before] = [await given(ctx, distributionId), await given(ctx, beforeId)];
    if (after.distribution.formKey !== before.distribution.formKey) throw refuse.otherForm();
    if (after.distribution.respondents === 'anonymous' || before.distribution.respondents === 'anonymous') throw refuse.cannotPair();
    const found = after.prepared.form.scoring?.results.find(({ id }) => id === result);
    if (found === undefined) throw refuse.unknownResult();
    const pairs = await countingAll(ctx.db, ctx.caller.scope, () => scorePairs(ctx.db, { beforeId, afterId: distributionId, result }));
    const target = percent ?? after.distribution.targetPercent;
    const comparison = comparePairs(pairs, target === null ? null : { percent: target });
    if (comparison === null || comparison.pairs < fewestAnswers) throw refuse.tooFewAnswers({ fewest: fewestAnswers });
    return { comparison: { ...comparison, interval: comparison.interval === null ? null : [...comparison.interval], warnings: [...comparison.warnings] }, sentence: sentenceOf(comparison), result: { id: found.id, title: found.title ?? { zh: found.id, en: found.id } } };
  }),

  handle(exportResponses, async ({ distributionId, format }, ctx) => {
    const { distribution, prepared } = await given(ctx, distributionId);
    const rows = await exportRows(ctx.db, distributionId, mostRows);
    const named = distribution.respondents === 'identified';
    if (!named && rows.length < fewestAnswers) throw refuse.tooFewAnswers({ fewest: fewestAnswers });
    const persons = rows.flatMap(({ personId }) => (personId === null ? [] : [PersonId.parse(personId)]));
    if (persons.length > 0) ctx.note(persons, 'export');
    const zh = ctx.locale !== 'en';
    const who = named ? [zh ? '姓名' : 'Name'] : distribution.respondents === 'pseudonymous' ? [zh ? '代码' : 'Code'] : [];
    const lead = [...who, zh ? '机构' : 'Organisation', zh ? '日期' : 'Day'];
    const sheet = sheetOf(prepared.form, rows.map(({ answers, scores, person, pseudonym, organization, submittedAt }) => {
      const first: Cell[] = [...(named ? [person] : who.length > 0 ? [pseudonym] : []), organization, new Date(Date.parse(submittedAt) + 8 * 3_600_000).toISOString().slice(0, 10)];
      return { answers, scores, lead: first };
    }), { lead, language: zh ? 'zh' : 'en' });
    const bytes = format === 'csv' ? Buffer.from(csvOf(sheet)) : await workbookOf([{ name: distribution.title, sheet }]);
    return { filename: `${distribution.title}.${format}`, mediaType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', base64: bytes.toString('base64'), rows: rows.length };
  }),
];
