import * as entries from './entries.store.ts';
import * as observations from './observations.store.ts';

export const entities = { ...observations.entities, ...entries.entities };
export const migrations = [...observations.migrations, ...entries.migrations];
