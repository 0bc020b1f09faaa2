import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import type { Vault } from '../../platform/vault.ts';
import { PersonId } from '../people/people.ts';
import { AccountId, refuse } from './access.ts';
import { hashPassword, newPassword } from './access.gateway.ts';
import { signerOf } from './consent.ts';
import { hindrance, myPeople, openResidentAccount, phoneTail, residentAccountOf, setResidentActive } from './residents.ts';
import { changeResidentAccount, holderOf, insertResidentAccount, namesOf, residentAccount, type Holder } from './residents.store.ts';
import { blindPhone } from './signing.gateway.ts';

/** Numbers that people keep sealed, bound in the composition root: the phone on file, and what is looked up by blind numbers. */
export interface NumbersOnFile {
  phoneOf(ctx: Pick<Ctx, 'db' | 'vault'>, personId: PersonId): Promise<string | null>;
  phone(vault: Vault, tenant: number, number: string): number;
  idCard(vault: Vault, tenant: number, number: string): number;
  idTail(vault: Vault, tenant: number, tail: string): number;
}

export function api(numbers: NumbersOnFile): Endpoint[] {
  return [
    handle(residentAccountOf, async ({ personId }, ctx) => {
      const holder = await knownPerson(ctx, personId);
      const phone = await numbers.phoneOf(ctx, PersonId.parse(personId));
      return { account: (await residentAccount(ctx.db, personId)) ?? null, phoneOnFile: phone === null ? null : phoneTail(phone), hindrance: hindranceOf(holder, ctx) };
    }),

    handle(openResidentAccount, async ({ personId, by }, ctx) => {
      const holder = await knownPerson(ctx, personId);
      if (hindranceOf(holder, ctx)) throw refuse.noOwnAccount({ advice: hindranceOf(holder, ctx) });
      const phone = by === 'phone' ? await numbers.phoneOf(ctx, PersonId.parse(personId)) : null;
      if (by === 'phone' && phone === null) throw refuse.noPhoneOnFile();
      const password = by === 'password' ? newPassword() : null;
      const secrets = { passwordHash: password === null ? null : await hashPassword(password), ...phoneKept(ctx, phone) };
      const known = await residentAccount(ctx.db, personId);
      const done = known ? await changeResidentAccount(ctx.db, personId, { ...secrets, active: true }) : await insertResidentAccount(ctx.db, { ...accountFor(ctx, holder), ...secrets });
      if (!done) throw refuse.phoneTaken();
      return { login: known?.login ?? loginOf(holder), password, phoneTail: phone === null ? null : phoneTail(phone) };
    }),

    handle(setResidentActive, async ({ personId, active }, ctx) => {
      if (!(await changeResidentAccount(ctx.db, personId, { active }))) throw refuse.noSuchAccount();
      return { done: true as const };
    }),

    handle(myPeople, async (_input, { db, caller }) => {
      const named = await namesOf(db, caller.scope.persons ?? []);
      return named.map((person) => ({ ...person, own: person.personId === caller.person })).toSorted((a, b) => Number(b.own) - Number(a.own) || (a.birthDate < b.birthDate ? -1 : 1));
    }),
  ];
}

export function hindranceOf({ birthDate, deceasedOn }: Holder, { today }: Pick<Ctx, 'today'>): 'child' | 'left' | null {
  return hindrance({ under14: signerOf(birthDate, today) === 'guardian', left: deceasedOn !== null });
}

const loginOf = ({ personId }: Holder) => `r${personId}`;

export function accountFor(ctx: Pick<Ctx, 'newId'>, holder: Holder) {
  const { tenantId, personId, name, organizationId, organizationPos, positions } = holder;
  return { tenantId, accountId: AccountId.parse(ctx.newId()), login: loginOf(holder), name, organizationId, organizationPos, positions, personId, active: true };
}

export function phoneKept({ vault }: Pick<Ctx, 'vault'>, phone: string | null): { phone: number | null; phoneTail: string | null } {
  return phone === null ? { phone: null, phoneTail: null } : { phone: blindPhone(vault, phone), phoneTail: phoneTail(phone) };
}

async function knownPerson(ctx: Ctx, personId: number): Promise<Holder> {
  const found = await holderOf(ctx.db, personId);
  if (!found) throw refuse.noSuchPerson();
  return found;
}
