import * as answers from './answers.api.ts';
import * as bank from './bank.api.ts';
import * as contest from './contest.api.ts';
import * as crisis from './crisis.api.ts';
import * as distribution from './distribution.api.ts';
import * as outcome from './outcome.api.ts';
import * as responding from './responding.api.ts';
import type { Hooks } from './submitting.api.ts';

/** What other capabilities do when forms say something: bound where the product is put together. */
export type FormHooks = Hooks & { readonly onHandled: readonly crisis.OnHandled[]; readonly onRemind: readonly distribution.OnRemind[] };

export const api = (hooks: FormHooks) => [
  ...bank.api,
  ...distribution.api(hooks.onRemind),
  ...responding.api(hooks),
  ...answers.api(hooks),
  ...outcome.api,
  ...contest.api,
  ...crisis.api(hooks.onHandled),
];
