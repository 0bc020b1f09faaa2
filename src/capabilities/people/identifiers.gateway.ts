import { keyOf, type Vault } from '../../platform/vault.ts';
import { tailsOf, type IdentifierKind } from './identifiers.ts';
import type { PersonId, PersonIdentifier } from './people.ts';

interface Owner {
  readonly tenantId: number;
  readonly personId: PersonId;
}

/** A number opens for its own person and kind alone. */
const about = ({ tenantId, personId }: Owner, kind: IdentifierKind) => `${tenantId}/${personId}/${kind}`;

/** Blind numbers meet across persons, never across tenants or kinds. */
export function blindWhole(vault: Vault, tenantId: number, { kind, number }: { kind: IdentifierKind; number: string }): number {
  return vault.blind(number, `${tenantId}/${kind}`);
}

export function blindTail(vault: Vault, tenantId: number, { kind, tail }: { kind: IdentifierKind; tail: string }): number {
  return vault.blind(tail, `${tenantId}/${kind}/tail`);
}

/** `number` is in its one form (identifierOf). */
export function sealedIdentifier(vault: Vault, owner: Owner, { kind, number }: { kind: IdentifierKind; number: string }): Omit<PersonIdentifier, 'organizationPos' | 'positions'> {
  const { tail4, tail6 } = tailsOf(kind, number);
  const blind = (tail: string | null) => (tail === null ? null : blindTail(vault, owner.tenantId, { kind, tail }));
  const sealed = vault.seal(number, about(owner, kind));
  return { tenantId: owner.tenantId, personId: owner.personId, kind, sealed, keyId: keyOf(sealed), whole: blindWhole(vault, owner.tenantId, { kind, number }), tail4: blind(tail4), tail6: blind(tail6) };
}

export function openedIdentifier(vault: Vault, row: Owner & { kind: IdentifierKind; sealed: Uint8Array }): string {
  return vault.open(row.sealed, about(row, row.kind));
}

/** The same number under the current key, or for another person (a merge). */
export function resealed(vault: Vault, row: PersonIdentifier, owner: Owner = row): PersonIdentifier {
  const sealed = vault.seal(openedIdentifier(vault, row), about(owner, row.kind));
  return { ...row, tenantId: owner.tenantId, personId: owner.personId, sealed, keyId: keyOf(sealed) };
}
