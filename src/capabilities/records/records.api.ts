import * as completeness from './completeness.api.ts';
import * as entries from './entries.api.ts';
import * as observations from './observations.api.ts';
import * as timeline from './timeline.api.ts';

export const api = [...observations.api, ...entries.api, ...timeline.api, ...completeness.api];
