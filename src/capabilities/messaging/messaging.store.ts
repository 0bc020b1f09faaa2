import * as conversations from './conversations.store.ts';
import * as outbox from './outbox.store.ts';

export const migrations = [...outbox.migrations, ...conversations.migrations];

export const entities = { ...outbox.entities, ...conversations.entities };
