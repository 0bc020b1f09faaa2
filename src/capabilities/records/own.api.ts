import { Instant } from '../../kernel/day.ts';
import type { Contract } from '../../kernel/contract.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { holdPerson, personById } from '../people/people.store.ts';
import { registry } from './codes.gateway.ts';
import * as corrections from './corrections.api.ts';
import * as entries from './entries.api.ts';
import { listEntries } from './entries.ts';
import * as observations from './observations.api.ts';
import { enterObservations, judgeTyped, listLatest, listObservations, type TypedValue } from './observations.ts';
import { observationsOf } from './observations.store.ts';
import { enterOwnObservations, listOwnEntries, listOwnLatest, listOwnObservations, readOwnBasis } from './own.ts';
import { observationSources, refuse } from './records.ts';
import type { PersonId } from '../people/people.ts';

/** The record's own work, asked by the person; who may see whom is for the database to decide. */
export function api(recorded: observations.OnRecorded): readonly Endpoint[] {
  const all: readonly Endpoint[] = [...observations.api(recorded), ...entries.api];
  const workOf = (contract: Contract): Endpoint['run'] => {
    const found = all.find((endpoint) => endpoint.contract === contract);
    if (!found) throw new Error(`nobody answers ${contract.path}`);
    return found.run;
  };
  const same = (own: Contract, of: Contract): Endpoint => ({ contract: own, run: workOf(of) });
  const enter = workOf(enterObservations);
  return [
    same(listOwnObservations, listObservations),
    same(listOwnLatest, listLatest),
    same(listOwnEntries, listEntries),

    ...corrections.api,

    handle(readOwnBasis, async ({ personId }, ctx) => {
      const person = await personById(ctx.db, personId);
      if (!person) throw refuse.noSuchPerson();
      return { sex: person.sex, birthDate: person.birthDate };
    }),

    handle(enterOwnObservations, async ({ personId, effectiveAt, values }, ctx) => {
      // One after the other for one person: what is sent twice at once is seen by the second.
      if (!(await holdPerson(ctx.db, personId))) throw refuse.noSuchPerson();
      const fresh = await notYetThere(ctx, { personId, effectiveAt }, values);
      if (fresh.length > 0) await enter(enterObservations.input.parse({ personId, effectiveAt, source: 'home', values: fresh }), ctx, undefined);
      return { recorded: fresh.length };
    }),
  ];
}

/** The values that are not on record with this very moment; one that is there as another value is refused. */
async function notYetThere(ctx: Ctx, { personId, effectiveAt }: { personId: PersonId; effectiveAt: Instant }, values: readonly TypedValue[]): Promise<TypedValue[]> {
  const after = Instant.parse(new Date(Date.parse(effectiveAt) + 1).toISOString());
  const standing = (await observationsOf(ctx.db, personId, { codes: null, from: effectiveAt, to: after, at: null })).filter(({ sourceId }) => sourceId === observationSources.home);
  return values.filter((typed) => {
    const code = registry.byCode(typed.code);
    const there = standing.find((one) => one.code === code?.id);
    if (!code || !there) return true;
    const verdict = judgeTyped(code, { ...typed, confirmed: true }, registry.answersOf(code.code).map(({ value }) => value));
    if (verdict.kind !== 'kept' || verdict.value !== there.value || verdict.value2 !== there.value2) throw refuse.alreadyRecorded();
    return false;
  });
}
