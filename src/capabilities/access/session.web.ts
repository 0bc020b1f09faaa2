import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { permits } from '../../kernel/permission.ts';
import { useAsk } from '../../platform/call.web.ts';
import { whoAmI, type Me } from './access.ts';

/** Who is signed in, in which role. */
export function useMe(): UseQueryResult<Me> {
  return useAsk(whoAmI, {});
}

/** Whether the acting role grants an act: to offer it or not. The server decides again. */
export function useMay(permission: string): boolean {
  const me = useMe();
  return me.data !== undefined && permits(me.data.permissions, permission);
}

/** Forget everything that was seen in another role or account. */
export function useForgetAll(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== whoAmI.path });
    await queries.resetQueries();
  };
}
