import { suppress, type Suppressed } from '../../kernel/suppression.ts';
import { readContent } from '../../platform/content.ts';
import { countingAll } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { Publishing } from '../organizations/publishing.ts';
import { refuse } from './care.ts';
import { loadPathways } from './content.gateway.ts';
import { changePathway, listPathways, pathwayCoverage, pathwayTemplates, personPathway, startPathway, type CareProgramme, type Pathway } from './pathways.ts';
import { coverageOf, enrolledByTier, enrolmentsOf, insertProgramme, placeOfOrganization, programmeById, programmesOn, stepsOf, updatePathway } from './pathways.store.ts';
import { eligibleFor, planJob } from './planning.api.ts';

const { smallest_cell: smallestCell } = readContent('publishing.yaml', Publishing);
const templates = loadPathways();
const tiers = ['low', 'mid', 'high'] as const;

export const api: readonly Endpoint[] = [
  handle(pathwayTemplates, () => Promise.resolve([...templates])),

  handle(listPathways, async (_input, ctx) => {
    const programmes = await programmesOn(ctx.db, null);
    const counted = await countingAll(ctx.db, ctx.caller.scope, () => enrolledByTier(ctx.db));
    const shown = shownTo(ctx);
    return programmes.map(({ programmeId, title, startsOn, endsOn, pathway, version }) => {
      const [low = null, mid = null, high = null] = shown(tiers.map((tier) => counted.find((one) => one.programmeId === programmeId && one.tier === tier)?.persons ?? 0)).cells;
      return { programmeId, title, startsOn, endsOn, pathway, version, enrolled: { low, mid, high } };
    });
  }),

  handle(startPathway, async ({ programmeId, title, template, organizationId, startsOn, endsOn }, ctx) => {
    const pathway = templates.find(({ id }) => id === template);
    if (!pathway) throw refuse.unknownTemplate();
    if (endsOn <= startsOn) throw refuse.endsBeforeStart();
    const place = await placeOfOrganization(ctx.db, organizationId);
    if (!place || place.pos < ctx.caller.scope.from || place.pos > ctx.caller.scope.to) throw refuse.unknownOrganization();
    const programme: CareProgramme = {
      tenantId: place.tenantId, programmeId: programmeId ?? ctx.newId(), title, organizationPos: place.pos, organizationPosEnd: place.posEnd, startsOn, endsOn, pathway, version: 1,
      changedAt: ctx.now, changedBy: ctx.caller.account,
    };
    if (!(await insertProgramme(ctx.db, programme))) throw refuse.knownProgramme();
    await ctx.enqueue(planJob, {});
    return { programmeId: programme.programmeId };
  }),

  handle(changePathway, async ({ programmeId, version, pathway }, ctx) => {
    refuseFaulty(pathway, ctx);
    if (!(await programmeById(ctx.db, programmeId))) throw refuse.unknownProgramme();
    if (!(await updatePathway(ctx.db, { programmeId, version }, { pathway, changedAt: ctx.now, changedBy: ctx.caller.account }))) throw refuse.changedMeanwhile();
    await ctx.enqueue(planJob, {});
    return { version: version + 1 };
  }),

  handle(pathwayCoverage, async ({ programmeId, from, to }, ctx) => {
    const programme = await programmeById(ctx.db, programmeId);
    if (!programme) throw refuse.unknownProgramme();
    const counted = await countingAll(ctx.db, ctx.caller.scope, () => coverageOf(ctx.db, programmeId, { from, to }));
    const shown = shownTo(ctx);
    const rows = tiers.flatMap((tier) =>
      programme.pathway.tiers[tier].map(({ id, title }) => {
        const { due = 0, inTime = 0, late = 0, waiting = 0 } = counted.find((one) => one.tier === tier && one.stepId === id) ?? {};
        const { cells, total } = shown([inTime, late, waiting, due - inTime - late - waiting]);
        return { tier, stepId: id, title, due: total, inTime: cells[0] ?? null, late: cells[1] ?? null, waiting: cells[2] ?? null };
      }),
    );
    return { rows, hiddenBelow: ctx.caller.scope.purpose === 'care' ? null : smallestCell };
  }),

  handle(personPathway, async ({ personId }, ctx) => {
    const enrolments = await enrolmentsOf(ctx.db, personId);
    const steps = await stepsOf(ctx.db, personId);
    const programmes = new Map((await programmesOn(ctx.db, null)).map((programme) => [programme.programmeId, programme]));
    return {
      programmes: enrolments.map(({ programmeId, tier, tierSince, enrolledOn }) => {
        const known = programmes.get(programmeId)?.pathway;
        const named = steps.filter((step) => step.programmeId === programmeId).map((step) => {
          const found = known?.tiers[step.tier].find(({ id }) => id === step.stepId);
          return { ...step, title: found?.title ?? { zh: step.stepId, en: step.stepId }, channel: found?.channel ?? null };
        });
        return { programmeId, tier, tierSince, enrolledOn, steps: named };
      }),
    };
  }),
];

/** Small groups, and what would give them away, are told only to who may see single persons; a zero tells of nobody. */
function shownTo({ caller }: Ctx): (counts: readonly number[]) => Suppressed {
  return (counts) => {
    const sum = counts.reduce((total, count) => total + count, 0);
    if (caller.scope.purpose === 'care' || sum === 0) return { cells: counts, total: sum };
    const { cells, total } = suppress(counts.filter((count) => count > 0), smallestCell);
    const told = cells[Symbol.iterator]();
    return { cells: counts.map((count) => (count === 0 ? 0 : (told.next().value ?? null))), total };
  };
}

function refuseFaulty({ criterion }: Pathway, { today }: Ctx): void {
  if (eligibleFor(criterion, { today, whom: null }) === null) throw refuse.faultyCriterion({ criterion });
}
