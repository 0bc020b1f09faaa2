/** Versions of forms, proved sound once and kept: a version never changes. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { refuse, type FormVersion } from './bank.ts';
import { loadForms } from './bank.gateway.ts';
import { newestVersions, publishVersion, versionById } from './bank.store.ts';
import type { Form } from './form.ts';
import { prepareForm, type PreparedForm } from './prepare.ts';

export const shippedForms: readonly Form[] = loadForms();

const most = 500;
const prepared = new Map<string, PreparedForm>();

/** A version of the caller's tenant, ready to be filled; of other tenants nobody knows the id. */
export async function preparedVersion(tx: Tx, { tenantId, versionId }: Pick<FormVersion, 'tenantId' | 'versionId'>): Promise<PreparedForm> {
  const key = `${tenantId}/${versionId}`;
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const version = await versionById(tx, versionId);
  if (version === undefined) throw refuse.unknownForm({ key: versionId });
  const made = soundForm(version.definition);
  if (prepared.size >= most) prepared.clear();
  prepared.set(key, made);
  return made;
}

/** The form ready to be filled; refused with the first place where it is wrong. */
export function soundForm(form: Form): PreparedForm {
  const made = prepareForm(form);
  if (made.ok) return made.prepared;
  throw refuse.unsoundForm({ at: made.faults[0]?.at ?? '', message: made.faults[0]?.message ?? '', faults: made.faults.slice(0, 20) });
}

export function fingerprintOf(form: Form): string {
  return createHash('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 32);
}

type Publishing = Pick<FormVersion, 'tenantId' | 'versionId' | 'publishedBy'> & { readonly now: Instant };

/** The newest published version of a form; of a form that ships, the one that ships now. */
export async function currentVersion(tx: Tx, key: string, { now, ...by }: Publishing): Promise<{ readonly versionId: string; readonly form: Form }> {
  const shipped = shippedForms.find(({ id }) => id === key);
  if (shipped !== undefined) {
    const { versionId } = await publishVersion(tx, { ...by, formKey: key, fingerprint: fingerprintOf(shipped), definition: shipped, publishedAt: now });
    return { versionId, form: shipped };
  }
  const [newest] = await newestVersions(tx, key);
  if (newest === undefined) throw refuse.unknownForm({ key });
  return { versionId: newest.versionId, form: newest.definition };
}
