import { handle, type Ctx } from '../../platform/handle.ts';
import type { Tx } from '../../platform/database.ts';
import { addGuardian, assignClinician, endGuardian, isOfAge, listClinicians, mayGuardianRead, openFamily, setClinician, setHousehold, type ClinicianRole, type FamilyView } from './households.ts';
import {
  appointHead, assignClinicians, cliniciansOf, endClinicians, endGuardianships, guardiansOf, householdOf, insertClinicians, nextHouseholdId, ownerOf, upsertGuardianship, upsertHouseholdMember, wardsOf,
} from './households.store.ts';
import { linesOf } from './lines.gateway.ts';
import { listed, personOf } from './people.api.ts';
import { organizationInReach } from './registering.api.ts';
import { refuse, type PersonId, type PersonRow } from './people.ts';

/** The staff who treat people at organisations within reach: accounts are another capability's. */
export type Clinicians = (db: Tx) => Promise<{ accountId: string; name: string; role: ClinicianRole }[]>;

export const api = (clinicians: Clinicians) => [
  handle(openFamily, ({ personId }, ctx) => familyOf(ctx, personId)),

  handle(setHousehold, async ({ personId, with: other, relation }, ctx) => {
    const person = await personOf(ctx, personId);
    const own = { ...ownerOf(person), since: ctx.today };
    const [former] = await householdOf(ctx.db, personId);
    if (other === null) {
      await upsertHouseholdMember(ctx.db, { ...own, householdId: await nextHouseholdId(ctx.db), relation: 'head' });
      if (former) await appointHead(ctx.db, former.householdId);
      return familyOf(ctx, personId);
    }
    const host = await personOf(ctx, other);
    const there = (await householdOf(ctx.db, other)).find((member) => member.personId === other);
    const householdId = there?.householdId ?? (await nextHouseholdId(ctx.db));
    if (!there) await upsertHouseholdMember(ctx.db, { ...ownerOf(host), since: ctx.today, householdId, relation: 'head' });
    await upsertHouseholdMember(ctx.db, { ...own, householdId, relation });
    if (former && former.householdId !== householdId) await appointHead(ctx.db, former.householdId);
    return familyOf(ctx, personId);
  }),

  handle(addGuardian, async ({ personId, guardianPersonId, relation }, ctx) => {
    const ward = await personOf(ctx, personId);
    const guardian = await personOf(ctx, guardianPersonId);
    if (personId === guardianPersonId) throw refuse.ownGuardian();
    if (isOfAge(ward.birthDate, ctx.today)) throw refuse.ofAge();
    if (!isOfAge(guardian.birthDate, ctx.today)) throw refuse.notAdult();
    await upsertGuardianship(ctx.db, { ...ownerOf(ward), guardianPersonId, relation, since: ctx.today, until: null });
    return familyOf(ctx, personId);
  }),

  handle(endGuardian, async ({ personId, guardianPersonId }, ctx) => {
    await personOf(ctx, personId);
    await endGuardianships(ctx.db, { personId, guardianPersonId }, ctx.today);
    return familyOf(ctx, personId);
  }),

  handle(listClinicians, (_input, ctx) => clinicians(ctx.db)),

  handle(setClinician, async ({ personId, role, accountId }, ctx) => {
    const person = await personOf(ctx, personId);
    const chosen = accountId === null ? null : (await clinicians(ctx.db)).find((one) => one.accountId === accountId && one.role === role);
    if (chosen === undefined) throw refuse.unknownClinician();
    await endClinicians(ctx.db, personId, { until: ctx.today, role });
    if (chosen) await insertClinicians(ctx.db, [{ ...ownerOf(person), role, accountId: chosen.accountId, name: chosen.name, since: ctx.today, until: null }]);
    return familyOf(ctx, personId);
  }),

  handle(assignClinician, async ({ personIds, organizationId, role, accountId, dryRun }, ctx) => {
    const chosen = (await clinicians(ctx.db)).find((one) => one.accountId === accountId && one.role === role);
    if (!chosen) throw refuse.unknownClinician();
    if (personIds === null && organizationId === null) throw refuse.unknownOrganization();
    const below = organizationId === null ? null : await organizationInReach(ctx, organizationId);
    const { persons, changed } = await assignClinicians(ctx.db, { personIds, below }, { role, accountId, name: chosen.name, since: ctx.today, dryRun });
    if (!dryRun && changed.length > 0) ctx.note(changed, 'assign');
    return { persons, changed: changed.length };
  }),
];

/** Relatives out of the caller's reach are left out: belonging to a family opens nobody's record. */
async function familyOf(ctx: Ctx, personId: PersonId): Promise<FamilyView> {
  const { db, today } = ctx;
  const person = await personOf(ctx, personId);
  const household = await householdOf(db, personId);
  const [guardians, wards] = [await guardiansOf(db, personId), await wardsOf(db, personId)];
  const clinicians = await cliniciansOf(db, personId);
  const relatives = [...household.map((one) => one.personId), ...guardians.map((one) => one.guardianPersonId), ...wards.map((one) => one.personId)].filter((id) => id !== personId);
  const own = new Map((await linesOf(db, ctx.vault, [personId])).map((line) => [line.personId, line]));
  const lines = new Map([...own, ...(await listed(ctx, relatives))]);
  const withLine = <T>(rows: readonly T[], idOf: (row: T) => PersonId): (T & { person: PersonRow })[] =>
    rows.flatMap((row) => {
      const line = lines.get(idOf(row));
      return line ? [{ ...row, person: line }] : [];
    });
  const [first] = household;
  return {
    household: first ? { householdId: first.householdId, members: withLine(household, (one) => one.personId).map(({ person: line, relation }) => ({ person: line, relation })) } : null,
    guardians: withLine(guardians, (one) => one.guardianPersonId).map(({ person: line, relation, since, until }) => ({ person: line, relation, since, until, reads: mayGuardianRead({ birthDate: person.birthDate, since, until }, today) })),
    wards: withLine(wards, (one) => one.personId).map(({ person: line, relation, since, until }) => ({ person: line, relation, reads: mayGuardianRead({ birthDate: line.birthDate, since, until }, today) })),
    clinicians: clinicians.map(({ role, accountId, name, since }) => ({ role, accountId, name, since })),
  };
}
