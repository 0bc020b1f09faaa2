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
