import * as entries from './entries.api.ts';
import * as observations from './observations.api.ts';

export const api = [...observations.api, ...entries.api];
