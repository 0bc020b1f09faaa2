import * as completeness from './completeness.api.ts';
import * as entries from './entries.api.ts';
import * as exporting from './exporting.api.ts';
import * as observations from './observations.api.ts';
import * as own from './own.api.ts';
import * as releases from './releases.api.ts';
import * as timeline from './timeline.api.ts';

/** `numbersOf` opens the numbers that people keep sealed; `recorded` is told what was typed. */
export const api = (numbersOf: exporting.NumbersOf, recorded: observations.OnRecorded) => [...observations.api(recorded), ...entries.api, ...timeline.api, ...completeness.api, ...releases.api, ...exporting.api(numbersOf), ...own.api(recorded)];
