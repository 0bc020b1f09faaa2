import type { Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import { openedIdentifier } from './identifiers.gateway.ts';
import { masked, type IdentifierKind } from './identifiers.ts';
import type { PersonId, PersonRow } from './people.ts';
import { rowsOfPeople, type SealedRow } from './searching.store.ts';

/** Lines as lists show them, numbers opened and masked, in the order of the ids; people out of the caller's reach are left out. */
export async function linesOf(tx: Tx, vault: Vault, personIds: readonly PersonId[]): Promise<PersonRow[]> {
  if (personIds.length === 0) return [];
  const found = new Map((await rowsOfPeople(tx, personIds)).map((row) => [row.personId, row]));
  return personIds.flatMap((id) => {
    const row = found.get(id);
    return row ? [lineOf(vault, row)] : [];
  });
}

export function lineOf(vault: Vault, row: SealedRow): PersonRow {
  const { personId, name, pinyin, sex, birthDate, address, nameZh, nameEn, doctor } = row;
  const shown = (kind: IdentifierKind, sealed: Uint8Array | null) => (sealed === null ? null : masked(kind, openedIdentifier(vault, { ...row, kind, sealed })));
  return {
    personId,
    name,
    pinyin,
    sex,
    birthDate,
    address,
    doctor,
    idCard: shown('id-card', row.idCard),
    phone: shown('phone', row.phone),
    organization: { nameZh, nameEn },
    left: row.deceasedOn !== null ? 'died' : row.movedOn !== null ? 'moved' : null,
  };
}
