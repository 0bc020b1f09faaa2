import { handle, type Ctx } from '../../platform/handle.ts';
import { refuse } from './access.ts';
import { hashPassword, isPassword } from './access.gateway.ts';
import { endOtherSessions, endSession, sessionsOfMine, setMyPassword, setMyTotp } from './access.store.ts';
import { policyOf } from './policy.store.ts';
import { forcedByContent } from './roles.gateway.ts';
import { newRecoveryCodes, newSecondFactor, stepOfCode } from './signing.gateway.ts';
import {
  changePassword, confirmSecondFactor, dropSecondFactor, enrolSecondFactor, mySecurity, mySessions, revokeSession, weaknessOf,
} from './signing.ts';
import {
  securityOfMine, setMyRecoveryCodes, type MySecurity,
} from './signing.store.ts';

const done = { done: true as const };

/** What a second factor's secret is sealed for: it opens for its own account alone. */
export const aboutTotp = (account: string) => `totp/${account}`;

export const api = [
  handle(mySecurity, async (_input, ctx) => {
    const { totpSecret, recoveryCodes, phoneTail } = await mine(ctx);
    return { secondFactor: totpSecret !== null, recoveryCodesLeft: recoveryCodes, phoneTail };
  }),

  handle(enrolSecondFactor, async (_input, ctx) => {
    const made = await newSecondFactor(ctx.caller.login);
    const pending = ctx.vault.seal(made.secret, aboutTotp(ctx.caller.account)).toString('base64');
    await setMyTotp(ctx.db, { secret: (await mine(ctx)).totpSecret, pending, step: 0 });
    return made;
  }),

  handle(confirmSecondFactor, async ({ code }, ctx) => {
    const { totpPending } = await mine(ctx);
    if (!totpPending) throw refuse.noSecondFactor();
    const secret = ctx.vault.open(Buffer.from(totpPending, 'base64'), aboutTotp(ctx.caller.account));
    const step = await stepOfCode(secret, code, { now: ctx.now, after: 0 });
    if (step === null) throw refuse.wrongCode();
    await setMyTotp(ctx.db, { secret: totpPending, pending: null, step });
    const { codes, hashes } = newRecoveryCodes();
    await setMyRecoveryCodes(ctx.db, hashes);
    return { recoveryCodes: codes };
  }),

  handle(dropSecondFactor, async ({ password }, ctx) => {
    await checkMine(ctx, password);
    if (((await policyOf(ctx.db))?.secondFactorRoles ?? forcedByContent).includes(ctx.caller.role)) throw refuse.secondFactorForced();
    await setMyTotp(ctx.db, { secret: null, pending: null, step: 0 });
    await setMyRecoveryCodes(ctx.db, []);
    return done;
  }),

  handle(changePassword, async ({ current, next }, ctx) => {
    await checkMine(ctx, current);
    const weakness = weaknessOf(next, ctx.caller.login);
    if (weakness) throw refuse.weakPassword({ advice: weakness });
    await setMyPassword(ctx.db, await hashPassword(next));
    // Whoever knew the old password is out.
    await endOtherSessions(ctx.db, ctx.caller.session);
    return done;
  }),

  handle(mySessions, (_input, { db, caller }) => sessionsOfMine(db, caller.session)),

  handle(revokeSession, async ({ sessionId }, { db }) => {
    if (!(await endSession(db, sessionId))) throw refuse.noSuchSession();
    return done;
  }),
];

async function mine(ctx: Ctx): Promise<MySecurity> {
  const found = await securityOfMine(ctx.db);
  if (!found) throw refuse.notSignedIn();
  return found;
}

async function checkMine(ctx: Ctx, password: string): Promise<void> {
  const { passwordHash } = await mine(ctx);
  if (passwordHash === null || !(await isPassword(passwordHash, password))) throw refuse.wrongPassword();
}
