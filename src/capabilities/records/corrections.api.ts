import { beyondReach } from '../../platform/database.ts';
import { handle } from '../../platform/handle.ts';
import { registry } from './codes.gateway.ts';
import { listOwnCorrections, type CorrectionView } from './corrections.ts';
import { changedEntries, changedValues, namesOfAccounts } from './corrections.store.ts';
import { seen } from './observations.api.ts';

export const api = [
  handle(listOwnCorrections, async (asked, ctx) => {
    await seen(ctx, asked.personId);
    const [values, entries] = [await changedValues(ctx.db, asked), await changedEntries(ctx.db, asked)];
    const by = [...values, ...entries].flatMap(({ changedBy }) => changedBy ?? []);
    // Residents see no accounts; who changed their own record is theirs to know.
    const names = await beyondReach(ctx.db, ctx.caller.scope, () => namesOfAccounts(ctx.db, by));
    const nameOf = (account: string | null) => (account === null ? null : (names.get(account) ?? null));
    const all: CorrectionView[] = [
      ...values.map(({ code, changedBy, was, now, ...rest }) => ({ ...rest, by: nameOf(changedBy), what: { kind: 'value' as const, code: registry.byId(code)?.code ?? String(code), was, now } })),
      ...entries.map(({ changedBy, was, now, ...rest }) => ({ ...rest, by: nameOf(changedBy), what: { kind: 'entry' as const, was, now } })),
    ];
    return all.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, asked.limit);
  }),
];
