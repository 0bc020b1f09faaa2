import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useAsk } from '../../platform/call.web.ts';
import { whoAmI, type Me } from './access.ts';

/** Who is signed in, in which role. */
export function useMe(): UseQueryResult<Me> {
  return useAsk(whoAmI, {});
}

/** Forget everything that was seen in another role or account. */
export function useForgetAll(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== whoAmI.path });
    await queries.resetQueries();
  };
}
