import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { guarded, tenantWide } from '../../platform/migrations.ts';
import { FormLicence, FormVersion, StoredForm } from './bank.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    form: StoredForm;
    formVersion: FormVersion;
    formLicence: FormLicence;
  }
}

export const entities = { form: StoredForm, form_version: FormVersion, form_licence: FormLicence };

/** A version is what people answered: nobody changes it. */
export const appendOnly = ['form_version'];

export const migrations = [
  {
    id: '2026-11-23 20 forms',
    sql: `
    create table form (
      tenant_id        int         not null,
      form_id          uuid        not null,
      key              text        not null,
      organization_pos int         not null,
      definition       jsonb       not null,
      revision         int         not null,
      changed_at       timestamptz not null,
      changed_by       uuid        not null,
      primary key (tenant_id, form_id),
      unique (tenant_id, key)
    );
    create table form_version (
      tenant_id    int         not null,
      version_id   uuid        not null,
      form_key     text        not null,
      number       int         not null,
      fingerprint  text        not null,
      definition   jsonb       not null,
      published_at timestamptz not null,
      published_by uuid,
      primary key (tenant_id, version_id),
      unique (tenant_id, form_key, number),
      unique (tenant_id, form_key, fingerprint)
    );
    create table form_licence (
      tenant_id int         not null,
      form_key  text        not null,
      document  text        not null,
      noted_at  timestamptz not null,
      noted_by  uuid        not null,
      primary key (tenant_id, form_key)
    );
    ${guarded('form')}
    ${tenantWide('form_version')}
    ${tenantWide('form_licence')}`,
  },
];

/** Write down a version; one that says the same is there already. */
export async function publishVersion(tx: Tx, version: Omit<FormVersion, 'number'>): Promise<Pick<FormVersion, 'versionId' | 'number'>> {
  const { rows } = await sql<Pick<FormVersion, 'versionId' | 'number'>>`
    with made as (
      insert into form_version (tenant_id, version_id, form_key, number, fingerprint, definition, published_at, published_by)
      values (${version.tenantId}, ${version.versionId}, ${version.formKey}, (select coalesce(max(number), 0) + 1 from form_version where form_key = ${version.formKey}), ${version.fingerprint},
        ${JSON.stringify(version.definition)}::jsonb, ${version.publishedAt}, ${version.publishedBy}::uuid)
      on conflict (tenant_id, form_key, fingerprint) do nothing returning version_id, number)
    select version_id, number from made union all select version_id, number from form_version where form_key = ${version.formKey} and fingerprint = ${version.fingerprint}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`${version.formKey} was not published`);
  return row;
}

export async function versionById(tx: Tx, versionId: string): Promise<FormVersion | undefined> {
  const row = await tx.selectFrom('formVersion').selectAll().where('versionId', '=', versionId).executeTakeFirst();
  return row === undefined ? undefined : FormVersion.parse(row);
}

/** The newest version of a form, or of all. */
export async function newestVersions(tx: Tx, key: string | null = null): Promise<FormVersion[]> {
  const { rows } = await sql`select distinct on (form_key) * from form_version where ${key === null}::boolean or form_key = ${key} order by form_key, number desc`.execute(tx);
  return rows.map((row) => FormVersion.parse(row));
}

export async function draftForms(tx: Tx): Promise<StoredForm[]> {
  return (await tx.selectFrom('form').selectAll().orderBy('changedAt', 'desc').execute()).map((row) => StoredForm.parse(row));
}

export async function draftById(tx: Tx, formId: string): Promise<StoredForm | undefined> {
  const row = await tx.selectFrom('form').selectAll().where('formId', '=', formId).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : StoredForm.parse(row);
}

/** False when the key is taken, within reach or beyond it. */
export async function insertForm(tx: Tx, { definition, ...form }: StoredForm): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('form').values({ ...form, definition: sql`${JSON.stringify(definition)}::jsonb` as never }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** False when somebody changed it meanwhile. */
export async function updateForm(tx: Tx, form: Pick<StoredForm, 'formId' | 'definition' | 'revision' | 'changedAt' | 'changedBy'>): Promise<boolean> {
  const { rows } = await sql`
    update form set definition = ${JSON.stringify(form.definition)}::jsonb, revision = revision + 1, changed_at = ${form.changedAt}, changed_by = ${form.changedBy}
    where form_id = ${form.formId} and revision = ${form.revision} returning 1 as one`.execute(tx);
  return rows.length > 0;
}

export async function deleteForm(tx: Tx, { formId, revision }: Pick<StoredForm, 'formId' | 'revision'>): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('form').where('formId', '=', formId).where('revision', '=', revision).executeTakeFirst();
  return numDeletedRows > 0n;
}

export interface VersionLine extends Pick<FormVersion, 'versionId' | 'number' | 'publishedAt' | 'formKey'> {
  readonly answers: number;
}

/** The versions of a form, newest first, with the answers that the caller's reach gave to each. */
export async function versionsOf(tx: Tx, key: string): Promise<VersionLine[]> {
  const { rows } = await sql<VersionLine>`
    select v.version_id, v.number, v.published_at, v.form_key, (select count(*)::int from response r where r.tenant_id = v.tenant_id and r.version_id = v.version_id) as answers
    from form_version v where v.form_key = ${key} order by v.number desc`.execute(tx);
  return rows;
}

export async function versionCounts(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ formKey: string; n: number }>`select form_key, count(*)::int as n from form_version group by 1`.execute(tx);
  return new Map(rows.map(({ formKey, n }) => [formKey, n]));
}

export async function licencesNoted(tx: Tx): Promise<ReadonlySet<string>> {
  return new Set((await tx.selectFrom('formLicence').select('formKey').execute()).map(({ formKey }) => formKey));
}

export async function setLicence(tx: Tx, licence: FormLicence): Promise<void> {
  await tx.deleteFrom('formLicence').where('formKey', '=', licence.formKey).execute();
  if (licence.document !== '') await tx.insertInto('formLicence').values(licence).execute();
}
