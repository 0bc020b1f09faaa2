import { labels, within, type Scope } from '../../platform/database.ts';
import { handlePublic, type PublicCtx, type PublicEndpoint } from '../../platform/handle.ts';
import { demoTenant, refuse, type AccountId } from './access.ts';
import { accountFor, hindranceOf, phoneKept, type NumbersOnFile } from './residents.api.ts';
import { signInByPhone } from './residents.ts';
import { changeResidentAccount, holderOf, insertResidentAccount, personsOnFile, phoneCodeHolds, residentAccount, tenantsThere } from './residents.store.ts';
import { beginSession } from './sessions.gateway.ts';
import { blindCode, blindPhone, codeSender, newPhoneCode } from './signing.gateway.ts';
import { sendPhoneCode } from './signing.ts';
import { accountsByPhone, consumePhoneCode, putPhoneCode } from './signing.store.ts';

export function api(numbers: NumbersOnFile): PublicEndpoint[] {
  return [
    handlePublic(sendPhoneCode, (input, ctx) => sendCode(input, ctx, numbers)),

    handlePublic(signInByPhone, async ({ phone, code, idTail }, ctx) => {
      const number = blindPhone(ctx.vault, phone);
      const proof = { phone: number, code: blindCode(ctx.vault, phone, code), now: ctx.now };
      const [account] = await accountsByPhone(ctx.database, number);
      if (!account && idTail === undefined) throw (await phoneCodeHolds(ctx.database, proof)) ? refuse.activationNeeded() : refuse.wrongCode();
      if (!(await consumePhoneCode(ctx.database, proof))) throw refuse.wrongCode();
      await beginSession(ctx, account ?? (await activated(ctx, { phone, idTail: idTail ?? '' }, numbers)), 'phone');
      return { signedIn: true as const };
    }),
  ];
}

async function sendCode({ phone }: { phone: string }, ctx: PublicCtx, numbers: NumbersOnFile): Promise<{ sent: true; demoCode: string | null }> {
  const number = blindPhone(ctx.vault, phone);
  const code = newPhoneCode();
  if (!(await putPhoneCode(ctx.database, { phone: number, code: blindCode(ctx.vault, phone, code), now: ctx.now }))) throw refuse.tooManyCodes();
  const [account] = await accountsByPhone(ctx.database, number);
  const tenant = account?.tenantId ?? (await tenantOfPhone(ctx, phone, numbers));
  if (tenant === demoTenant) return { sent: true, demoCode: code };
  const sender = codeSender();
  // Known or not, the answer is the same.
  if (!sender) throw refuse.noCodeSender();
  if (tenant !== null) await sender.send(phone, code);
  return { sent: true, demoCode: null };
}

/** Nobody is signed in yet, so each tenant is asked in a reach of its own. */
const wholeTenant = (tenant: number): Scope => ({ tenant, from: 0, to: 2_147_483_646, label: labels.ordinary, account: '00000000-0000-0000-0000-000000000000', purpose: 'system' });

/** The tenant in which somebody has this phone on file. */
async function tenantOfPhone(ctx: PublicCtx, phone: string, numbers: NumbersOnFile): Promise<number | null> {
  for (const tenant of await tenantsThere(ctx.database)) {
    const found = await within(ctx.database, wholeTenant(tenant), (tx) => personsOnFile(tx, { phone: numbers.phone(ctx.vault, tenant, phone), idTail: null }));
    if (found.length > 0) return tenant;
  }
  return null;
}

/** The account of whoever has this phone and this ID card on file, opened now. */
async function activated(ctx: PublicCtx, { phone, idTail }: { phone: string; idTail: string }, numbers: NumbersOnFile): Promise<{ tenantId: number; accountId: AccountId }> {
  for (const tenant of await tenantsThere(ctx.database)) {
    const made = await within(ctx.database, wholeTenant(tenant), async (db) => {
      const on = { phone: numbers.phone(ctx.vault, tenant, phone), idTail: numbers.idTail(ctx.vault, tenant, idTail) };
      const [person] = await personsOnFile(db, on);
      const holder = person === undefined ? undefined : await holderOf(db, person);
      if (!holder || hindranceOf(holder, ctx)) return null;
      const account = accountFor(ctx, holder);
      const known = await residentAccount(db, holder.personId);
      if (known && !known.active) throw refuse.notOnFile();
      const kept = phoneKept(ctx, phone);
      const done = known ? await changeResidentAccount(db, holder.personId, { ...kept, active: true }) : await insertResidentAccount(db, { ...account, ...kept, passwordHash: null });
      return done ? { tenantId: tenant, accountId: known?.accountId ?? account.accountId } : null;
    });
    if (made) return made;
  }
  throw refuse.notOnFile();
}
