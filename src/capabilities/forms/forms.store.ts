import * as bank from './bank.store.ts';
import * as contest from './contest.store.ts';
import * as crisis from './crisis.store.ts';
import * as distribution from './distribution.store.ts';
import * as responding from './responding.store.ts';

export const entities = { ...bank.entities, ...distribution.entities, ...responding.entities, ...crisis.entities, ...contest.entities };
export const migrations = [...bank.migrations, ...distribution.migrations, ...responding.migrations, ...crisis.migrations, ...contest.migrations];
export const appendOnly = bank.appendOnly;
