/** What was begun and not finished, in this browser, until it is sent or given up. */
const store = 'drafts';
const opened = async () => (await import('idb')).openDB('kangcheng-drafts', 1, { upgrade: (database) => void database.createObjectStore(store) });

export async function keepDraft(key: string, draft: unknown): Promise<void> {
  await (await opened()).put(store, draft, key);
}

export async function draftOf(key: string): Promise<unknown> {
  return (await opened()).get(store, key);
}

export async function dropDraft(key: string): Promise<void> {
  await (await opened()).delete(store, key);
}

export async function dropDrafts(): Promise<void> {
  await (await opened()).clear(store);
}
