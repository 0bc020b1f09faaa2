import type { Instant } from '../../kernel/day.ts';
import { beyondReach, type Tx } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { evidenceOf, findDuplicates, listDuplicates, listMerges, mergePeople, partCandidates, scoreOf, thresholds, undoMerge, type DuplicateCandidate, type Merge } from './duplicates.ts';
import { blockedPairs, comparables, openCandidates, setCandidateState, upsertCandidates } from './duplicates.store.ts';
import { openedIdentifier, resealed } from './identifiers.gateway.ts';
import { insertMerge, mergeById, noteTally, noteUndone, openMerges, personTables, putRows, returnRows, takePerson, takeRows } from './merging.store.ts';
import { listed, personOf } from './people.api.ts';
import { refuse } from './people.ts';
import { holdPerson, identifiersOf, refreshPositions, resealIdentifiers } from './people.store.ts';

export const api = [
  handle(listDuplicates, async ({ personId, limit }, ctx) => {
    const open = await openCandidates(ctx.db, { personId: personId ?? null, limit });
    const ids = [...new Set(open.flatMap((one) => [one.personId, one.otherPersonId]))];
    const lines = await listed(ctx, ids);
    const pairs = open.flatMap((one) => {
      const [a, b] = [lines.get(one.personId), lines.get(one.otherPersonId)];
      return a && b ? [{ a, b, score: one.score, sure: one.score >= thresholds.sure, evidence: one.evidence }] : [];
    });
    return { pairs };
  }),

  handle(findDuplicates, async (_input, ctx) => ({ found: await searchDuplicates(ctx.db, ctx.now) })),

  handle(partCandidates, async ({ personId, otherPersonId }, ctx) => {
    if ((await setCandidateState(ctx.db, [personId, otherPersonId], { state: 'different', decidedBy: ctx.caller.account })) === 0) throw refuse.noSuchCandidate();
    return { done: true as const };
  }),

  handle(mergePeople, async ({ personId, mergedPersonId }, ctx) => {
    if (personId === mergedPersonId) throw refuse.mergeSelf();
    // In the order of their numbers, so that two merges of the same people cannot wait for each other.
    for (const id of [personId, mergedPersonId].toSorted((a, b) => a - b)) if (!(await holdPerson(ctx.db, id))) throw refuse.unknownPerson();
    const [into, gone] = [await personOf(ctx, personId), await personOf(ctx, mergedPersonId)];
    const merge: Merge = {
      tenantId: into.tenantId, personId, mergeId: ctx.newId(), mergedPersonId, mergedName: gone.name, moved: 0, kept: 0, mergedAt: ctx.now, mergedBy: ctx.caller.account, undoneAt: null, undoneBy: null,
      organizationPos: into.organizationPos, positions: into.positions,
    };
    ctx.note([mergedPersonId], 'merge');
    const tally = await beyondReach(ctx.db, ctx.caller.scope, async () => {
      const tables = await personTables(ctx.db);
      await insertMerge(ctx.db, merge);
      await takeRows(ctx.db, { merge, tables });
      await takePerson(ctx.db, merge);
      await putRows(ctx.db, { merge, tables });
      await sealAnew(ctx, merge);
      await setCandidateState(ctx.db, [personId, mergedPersonId], { state: 'merged', decidedBy: ctx.caller.account });
      return noteTally(ctx.db, merge);
    });
    await refreshPositions(ctx.db, ctx.caller.scope, { personId, today: ctx.today });
    return { mergeId: merge.mergeId, ...tally };
  }),

  handle(undoMerge, async ({ personId, mergeId }, ctx) => {
    await personOf(ctx, personId);
    if (!(await holdPerson(ctx.db, personId))) throw refuse.mergedOn();
    const merge = await mergeById(ctx.db, personId, mergeId);
    if (!merge) throw refuse.noSuchMerge();
    ctx.note([merge.mergedPersonId], 'unmerge');
    await beyondReach(ctx.db, ctx.caller.scope, async () => {
      await returnRows(ctx.db, { merge, tables: await personTables(ctx.db) });
      await noteUndone(ctx.db, merge, { undoneAt: ctx.now, undoneBy: ctx.caller.account });
      await setCandidateState(ctx.db, [personId, merge.mergedPersonId], { state: 'open', decidedBy: null });
    });
    await refreshPositions(ctx.db, ctx.caller.scope, { personId, today: ctx.today });
    await refreshPositions(ctx.db, ctx.caller.scope, { personId: merge.mergedPersonId, today: ctx.today });
    return { personId, mergedPersonId: merge.mergedPersonId };
  }),

  handle(listMerges, async (_input, ctx) => {
    const merges = await openMerges(ctx.db);
    if (merges.length > 0) ctx.note([...new Set(merges.map(({ personId }) => personId))], 'list');
    return merges;
  }),
];

/** A number opens for its own person alone: those that moved are sealed for the other one. */
async function sealAnew({ db, vault }: Ctx, { tenantId, personId, mergedPersonId }: Merge): Promise<void> {
  const moved = (await identifiersOf(db, personId)).filter((row) => {
    try {
      openedIdentifier(vault, row);
      return false;
    } catch {
      return true;
    }
  });
  await resealIdentifiers(db, moved.map((row) => resealed(vault, { ...row, personId: mergedPersonId }, { tenantId, personId })));
}

/** Compare everybody who is alike in something, a few thousand pairs at a time. Answers how many pairs are likely. */
export async function searchDuplicates(db: Tx, now: Instant): Promise<number> {
  const pairs = await blockedPairs(db);
  let found = 0;
  for (let from = 0; from < pairs.length; from += 2000) {
    const page = pairs.slice(from, from + 2000);
    const people = await comparables(db, [...new Set(page.flatMap(({ a, b }) => [a, b]))]);
    const likely = page.flatMap(({ a, b }): DuplicateCandidate[] => {
      const [one, other] = [people.get(a), people.get(b)];
      if (!one || !other) return [];
      const evidence = evidenceOf(one, other);
      const score = scoreOf(evidence);
      const { tenantId, organizationPos, positions } = one;
      return score < thresholds.likely ? [] : [{ tenantId, personId: a, otherPersonId: b, score, evidence, foundAt: now, state: 'open', decidedBy: null, organizationPos, positions }];
    });
    if (likely.length > 0) await upsertCandidates(db, likely);
    found += likely.length;
  }
  return found;
}
