import { QueryCache, QueryClient, useQueryClient } from '@tanstack/react-query';
import { signOut, whoAmI, type Me } from '../../capabilities/access/access.ts';
import { myPeople } from '../../capabilities/access/residents.ts';
import { readSelfCare } from '../../capabilities/selfcare/selfcare.ts';
import { asking, call, CallProblem } from '../../platform/call.web.ts';
import { dropDrafts } from '../../platform/drafts.web.ts';
import { outboxOf } from '../../platform/outbox.web.ts';

const place = 'kangcheng.account';
/** Fetched after the first page: there is nothing to show from before. */
const kept = () => import('../../platform/kept-answers.web.ts');
const aDay = 86_400_000;

/** Answers are kept for a day and shown at once; a question that finds no network shows what was known. */
export function makeQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        // Somebody who was here and is no longer signed in; whoever never was is shown the door by the app.
        if (error instanceof CallProblem && error.type === 'access.notSignedIn' && localStorage.getItem(place) !== null) void forget(queries);
      },
    }),
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: aDay, networkMode: 'always', retry: (failures, error) => failures < 1 && error instanceof CallProblem && (error.status === 0 || error.status >= 502) },
      mutations: { networkMode: 'always' },
    },
  });
  return queries;
}

/** What this browser knows of the account that was here last, before the server is asked. */
export async function startSession(queries: QueryClient): Promise<void> {
  const account = localStorage.getItem(place);
  if (account !== null) await (await kept()).keepAnswers(queries, account);
}

/** What the first page asks, all at once and while the words are still on their way. */
export function askAhead(queries: QueryClient): void {
  void queries.prefetchQuery(asking(whoAmI, {}));
  void queries.prefetchQuery(asking(myPeople, {}));
  void queries.prefetchQuery(asking(readSelfCare, {}));
}

/** The account that signed in: what it left unsent is sent, what it saw is kept. */
export async function settleSession(queries: QueryClient, { accountId }: Me): Promise<void> {
  const before = localStorage.getItem(place);
  if (before !== accountId) {
    if (before !== null) await (await kept()).forgetAnswers();
    localStorage.setItem(place, accountId);
    await (await kept()).keepAnswers(queries, accountId);
  }
  await outboxOf(accountId);
}

async function forget(queries: QueryClient): Promise<void> {
  localStorage.removeItem(place);
  await (await kept()).forgetAnswers().catch(() => {});
  await dropDrafts().catch(() => {});
  queries.clear();
  window.location.assign(`/me/sign-in?to=${encodeURIComponent(window.location.pathname)}`);
}

/** Sign out; what was kept of the record goes from this browser, what waits to be sent stays for its account. */
export function useLeaving(): () => void {
  const queries = useQueryClient();
  return () => void call(signOut, {}).catch(() => {}).then(() => forget(queries));
}
