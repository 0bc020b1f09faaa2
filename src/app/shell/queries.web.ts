import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { whoAmI } from '../../capabilities/access/access.ts';
import { CallProblem } from '../../platform/call.web.ts';
import { setLocked } from '../../platform/lock.web.ts';

/** The cache of answers. Whoever is no longer signed in is asked again over the page, where one stands; else brought to the door, and back afterwards. */
export function queriesFor(router: AnyRouter): QueryClient {
  const onError = (error: unknown) => {
    if (!(error instanceof CallProblem) || error.type !== 'access.notSignedIn' || router.state.location.pathname === '/sign-in') return;
    if (queries.getQueryData([whoAmI.path, {}]) !== undefined) setLocked(true);
    else void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } });
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && error instanceof CallProblem && (error.status === 0 || error.status >= 502),
      },
      mutations: { networkMode: 'always' },
    },
  });
  return queries;
}
