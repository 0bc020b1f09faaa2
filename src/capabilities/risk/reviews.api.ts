import { randomInt } from 'node:crypto';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { readFacts } from '../rules/fact-reading.store.ts';
import type { Fact } from '../rules/facts.ts';
import { factWords } from './card.ts';
import { accuracyOf, drawReviewSample, exportReviewSample, judgeReview, listReviewSamples, readReviewSample, refuse, returnReview, takeReview, type BlindRecord, type SampleView } from './reviews.ts';
import { countItems, drawItems, illnessesOf, insertSample, itemOf, judgedItems, judgeItem, organizationsNamed, returnItems, samplesKept, takeItem, type Sample } from './reviews.store.ts';
import { cells } from './hypertension-risk.ts';
import { tiers, type TierRules } from './tier-rules.ts';
import { organizationNamed } from './tiers.store.ts';
import { content, registry, rulesInForce } from './upkeep.api.ts';

export const api: readonly Endpoint[] = [
  handle(listReviewSamples, async (_, { db }) => (await samplesKept(db)).map(summary)),

  handle(drawReviewSample, async ({ title, strata, size, organizationId, seed = randomInt(1, 2 ** 31) }, ctx) => {
    const { db, caller, today, now } = ctx;
    const tenantId = caller.scope.tenant;
    const at = organizationId ?? caller.organization;
    const named = await organizationNamed(db, at);
    const from = Math.max(named?.pos ?? caller.scope.from, caller.scope.from);
    const reach = { organizationId: at, from, to: Math.min(named?.posEnd ?? caller.scope.to, caller.scope.to) };
    const sampleId = ctx.newId();
    const { version } = await rulesInForce(db, { tenantId, day: today });
    const strataCounts = await drawItems(db, { tenantId, sampleId, seed, strata, wanted: size, reach });
    const persons = strataCounts.reduce((sum, { drawn }) => sum + drawn, 0);
    if (persons === 0) throw refuse.nothingToDraw();
    await insertSample(db, { tenantId, sampleId, title, strata, wanted: size, seed, version: version.version, organizationId: at, organizationPos: from, strataCounts, drawnOn: today, drawnAt: now, drawnBy: caller.account, closedAt: null });
    return { sampleId, persons };
  }),

  handle(readReviewSample, async ({ sampleId }, ctx) => viewOf(ctx, await sampleAt(ctx, sampleId))),

  handle(takeReview, async ({ sampleId }, ctx) => {
    const { db, caller, now } = ctx;
    const sample = await sampleAt(ctx, sampleId);
    const taken = await takeItem(db, sampleId, { by: caller.account, at: now });
    if (taken === undefined) throw refuse.nothingOpen();
    ctx.note([taken.personId], 'read');
    return blindRecord(ctx, { ...taken, persons: sample.persons, reviewed: sample.reviewed });
  }),

  handle(judgeReview, async ({ sampleId, personId, verdict, sure, comment }, { db, caller, now }) => {
    const item = await itemOf(db, sampleId, personId);
    if (item === undefined) throw refuse.unknownSample();
    if (item.verdict !== null) throw refuse.alreadyJudged();
    if (item.claimedBy !== caller.account) throw refuse.notClaimed();
    const remaining = await judgeItem(db, { sampleId, personId, verdict, sure, comment: comment === '' ? null : comment, judgedAt: now, judgedBy: caller.account });
    if (remaining === null) throw refuse.alreadyJudged();
    return { computed: item.computed, verdict, remaining };
  }),

  handle(returnReview, async ({ sampleId }, { db, caller }) => ({ returned: await returnItems(db, sampleId, caller.account) })),

  handle(exportReviewSample, async ({ sampleId }, ctx) => {
    await sampleAt(ctx, sampleId);
    const rows = await judgedItems(ctx.db, sampleId, { disagreeing: false });
    ctx.note(rows.map(({ personId }) => personId), 'export');
    return { rows: rows.map(({ name: _name, ...row }) => row) };
  }),
];

async function sampleAt({ db }: Ctx, sampleId: string): Promise<Sample> {
  const [sample] = await samplesKept(db, sampleId);
  if (sample === undefined) throw refuse.unknownSample();
  return sample;
}

function summary({ sampleId, title, strata, seed, version, drawnOn, closedAt, organization, drawnByName, persons, reviewed, agreed }: Sample) {
  return { sampleId, title, strata, seed, version, drawnOn, closedAt, organization, drawnByName, persons, reviewed, agreed };
}

async function viewOf(ctx: Ctx, sample: Sample): Promise<SampleView> {
  const { db } = ctx;
  const counts = await countItems(db, sample.sampleId);
  const judged = counts.flatMap(({ verdict, ...rest }) => (verdict === null ? [] : [{ ...rest, verdict }]));
  const titles = sample.strata === 'organization' ? await organizationsNamed(db, sample.strataCounts.map(({ stratum }) => Number(stratum))) : [];
  const sum = (rows: readonly { persons: number }[]) => rows.reduce((all, { persons }) => all + persons, 0);
  const strata = sample.strataCounts.map((one) => {
    const own = judged.filter(({ stratum }) => stratum === one.stratum);
    return { ...one, reviewed: sum(own), agreed: sum(own.filter(({ computed, verdict }) => computed === verdict)) };
  });
  const disagreements = await judgedItems(db, sample.sampleId, { disagreeing: true });
  ctx.note(disagreements.map(({ personId }) => personId), 'list');
  const { reviewed: _reviewed, agreed: _agreed, ...figures } = accuracyOf(judged, strata);
  return {
    ...summary(sample),
    ...figures,
    strataView: strata.toSorted((a, b) => strataOrder.indexOf(b.stratum) - strataOrder.indexOf(a.stratum)).map((one) => ({ ...one, title: titles.find(({ organizationId }) => String(organizationId) === one.stratum)?.name ?? stratumTitle(sample.strata, one.stratum) })),
    pairs: judged.map(({ computed, verdict, persons }) => ({ computed, verdict, persons })),
    disagreements: disagreements.map(({ stratum: _stratum, ...rest }) => rest),
  };
}

/** Mildest first; organisations keep their order. */
const strataOrder: readonly string[] = ['none_known', ...cells, ...tiers];

function stratumTitle(strata: Sample['strata'], stratum: string): SampleView['strataView'][number]['title'] {
  if (strata === 'tier') return content.tiers.tiers.find(({ code }) => code === tiers.find((tier) => tier === stratum))?.title ?? null;
  if (strata !== 'cell') return null;
  return Object.entries(content.hypertensionRisk.matrix.cell_titles).find(([code]) => code === stratum)?.[1] ?? null;
}

/** Only what was found, told or happened: neither ages of values nor what rules and models make of them. */
const shown = new Set<Fact['source']['kind']>(['person', 'observation', 'medication', 'family', 'since', 'count', 'form', 'finding', 'origin']);

async function blindRecord(ctx: Ctx, taken: Omit<BlindRecord, 'facts' | 'conditions'>): Promise<BlindRecord> {
  const { db, today } = ctx;
  const { rules }: { rules: TierRules } = await rulesInForce(db, { tenantId: ctx.caller.scope.tenant, day: today });
  const facts = registry.facts.filter(({ source }) => shown.has(source.kind));
  const [known] = await readFacts(db, { registry, today, persons: [taken.personId], wanted: facts.map(({ id }) => id) });
  const values = known?.values ?? {};
  const days = known?.days ?? {};
  return {
    ...taken,
    facts: facts.flatMap(({ id, group, title, unit }) => {
      const value = values[id] ?? null;
      const on = takeReview.output.shape.facts.element.shape.on.safeParse(days[id] ?? null);
      return value === null ? [] : [{ fact: id, group, title, value: factWords(id, value, { facts: content.facts, rules }), unit: typeof value === 'number' ? unit : null, on: on.success ? on.data : null }];
    }),
    conditions: await illnessesOf(db, taken.personId),
  };
}
