import { dehydrate, hydrate, type DehydratedState, type QueryClient } from '@tanstack/react-query';

const store = 'answers';
const opened = async () => (await import('idb')).openDB('kangcheng-answers', 1, { upgrade: (database) => void database.createObjectStore(store) });
/** Older than this, what was known is not shown any more. */
const days = 7;
/** Answers come in handfuls; a page may be left at any moment. */
const pause = 150;

/**
 * Keep the answers of the server in the browser, so that a page opens without a network. They belong to one account and go with it.
 */
export async function keepAnswers(queries: QueryClient, account: string): Promise<void> {
  let database;
  try {
    database = await opened();
  } catch {
    // A browser that keeps nothing (a private window) still works with a network.
    return;
  }
  const found: unknown = await database.get(store, account);
  if (isKept(found) && found.at > Date.now() - days * 86_400_000) {
    hydrate(queries, found.state);
    // Shown at once, and asked for again.
    void queries.invalidateQueries({ refetchType: 'none' });
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  queries.getQueryCache().subscribe(({ type }) => {
    if (type !== 'updated') return;
    clearTimeout(timer);
    timer = setTimeout(() => void database.put(store, { at: Date.now(), state: dehydrate(queries) }, account), pause);
  });
}

function isKept(value: unknown): value is { at: number; state: DehydratedState } {
  return typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'number' && 'state' in value;
}

/** The account that was last seen here: it may look at what is kept while there is no network. */
export async function forgetAnswers(): Promise<void> {
  await (await opened()).clear(store);
}
