import * as entries from './entries.store.ts';
import * as observations from './observations.store.ts';
import * as releases from './releases.store.ts';

export const entities = { ...observations.entities, ...entries.entities, ...releases.entities };
export const migrations = [...observations.migrations, ...entries.migrations, ...releases.migrations];
