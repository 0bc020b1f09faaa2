import * as outbox from './outbox.store.ts';

export const migrations = [...outbox.migrations];

export const entities = { ...outbox.entities };
