import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../kernel/contract.ts';
import { wordsOf } from '../../kernel/text.ts';
import { readContent } from '../../platform/content.ts';
import type { Tx } from '../../platform/database.ts';
import { handle, type Caller, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { refuse } from './access.ts';
import { sha256 } from './access.gateway.ts';
import {
  consentsOf, ConsentText, healthRecord, myConsents, signConsent, signerOf, signMyConsent, stateOf, withdrawConsent, withdrawMyConsent, type ConsentView, type Signer,
} from './consent.ts';
import { insertConsent, markWithdrawn, signaturesOf, signingPerson } from './consent.store.ts';
import type { RecordHold } from './holds.ts';
import { deleteHold, heldAmong, insertHold, relabel } from './holds.store.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'content', 'consents');
const texts: readonly ConsentText[] = readdirSync(folder).filter((file) => file.endsWith('.yaml')).toSorted().map((file) => readContent(`consents/${file}`, ConsentText));

/** `derived`: tables that are made anew from what a withdrawal leaves. */
export function api(derived: readonly string[]): Endpoint[] {
  return [
    handle(consentsOf, ({ personId }, ctx) => viewsOf(ctx, personId)),
    handle(signConsent, (input, ctx) => sign(ctx, input, derived)),
    handle(withdrawConsent, (input, ctx) => withdraw(ctx, input, derived)),
    handle(myConsents, ({ personId }, ctx) => viewsOf(ctx, personId)),
    handle(signMyConsent, (input, ctx) => sign(ctx, input, derived)),
    handle(withdrawMyConsent, (input, ctx) => withdraw(ctx, input, derived)),
  ];
}

async function viewsOf(ctx: Ctx, personId: number): Promise<ConsentView[]> {
  const { birthDate } = await personOf(ctx, personId);
  const signatures = await signaturesOf(ctx.db, personId);
  return texts.map((text) => {
    const history = signatures.filter(({ textId }) => textId === text.id);
    return { text, state: stateOf(history, { birthDate, today: ctx.today }), signer: signerOf(birthDate, ctx.today), history };
  });
}

interface Signing {
  readonly personId: number;
  readonly textId: string;
  readonly version: number;
  readonly signedBy: Signer;
  readonly signerName: string;
}

async function sign(ctx: Ctx, { personId, textId, version, signedBy, signerName }: Signing, derived: readonly string[]): Promise<{ consentId: string }> {
  const { birthDate, organizationPos, positions } = await personOf(ctx, personId);
  const text = texts.find(({ id }) => id === textId);
  if (!text || text.version !== version) throw refuse.otherWording();
  if (signedBy !== signerOf(birthDate, ctx.today)) throw signedBy === 'self' ? refuse.guardianNeeded() : refuse.ownConsentNeeded();
  const consentId = ctx.newId();
  const wording = `${wordsOf(text.title, ctx.locale)}\n\n${wordsOf(text.text, ctx.locale)}`;
  await insertConsent(ctx.db, {
    tenantId: ctx.caller.scope.tenant, consentId, personId, organizationPos, positions, textId, version, wording, textHash: sha256(wording), signedBy, signerName,
    signedOn: ctx.today, signedAt: ctx.now, accountId: ctx.caller.account, withdrawnAt: null, withdrawnBy: null,
  });
  if (textId === healthRecord) await releaseRecord(ctx, { personId, derived });
  return { consentId };
}

async function withdraw(ctx: Ctx, { personId, textId }: { personId: number; textId: string }, derived: readonly string[]): Promise<{ withdrawn: true }> {
  if (!(await markWithdrawn(ctx.db, { personId, textId, at: ctx.now, by: ctx.caller.account }))) throw refuse.nothingToWithdraw();
  if (textId === healthRecord) await holdRecord(ctx, { personId, reason: 'consent', derived });
  return { withdrawn: true };
}

async function personOf(ctx: Ctx, personId: number) {
  const found = await signingPerson(ctx.db, personId);
  if (!found) throw refuse.noSuchPerson();
  return found;
}

interface Holding {
  readonly personId: number;
  readonly derived: readonly string[];
}

/** From now on the record is shown to nobody but the person and an emergency. */
export async function holdRecord({ db, now }: Ctx, { personId, reason, derived }: Holding & { reason: RecordHold['reason'] }): Promise<void> {
  await insertHold(db, { personId, reason, now });
  await relabel(db, { personId, held: true, derived });
}

async function releaseRecord({ db }: Ctx, { personId, derived }: Holding): Promise<void> {
  if ((await heldAmong(db, [personId])).length === 0) return;
  await deleteHold(db, personId);
  await relabel(db, { personId, held: false, derived });
}

/** What was written about persons whose record is withheld, is withheld too; told with every write, in its transaction. */
export async function holdWritten(db: Tx, { persons, derived }: { persons: readonly number[]; derived: readonly string[] }): Promise<void> {
  for (const personId of await heldAmong(db, persons)) await relabel(db, { personId, held: true, derived });
}

/**
 * Refuse a call on a record that is withheld, in the call's own transaction, so that a withdrawal takes effect at once. The person
 * still sees the own record, and an emergency still opens it (article 13, clause 4).
 */
export async function refuseWithdrawn(tx: Tx, caller: Caller, { contract, persons }: { contract: Contract; persons: readonly number[] }): Promise<void> {
  if (!/^(records|risk|care|monitoring|forms)\./.test(contract.permission) || caller.scope.purpose === 'self') return;
  const strangers = persons.filter((person) => !caller.emergencies.includes(person));
  if ((await heldAmong(tx, strangers)).length > 0) throw refuse.consentWithdrawn();
}
