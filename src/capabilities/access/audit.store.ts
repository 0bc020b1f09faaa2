import { sql } from 'kysely';
import type pg from 'pg';
import type { Instant } from '../../kernel/day.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { AuditEvent, AuditHead, AuditPerson, lanes } from './audit.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    auditEvent: AuditEvent;
    auditHead: AuditHead;
    auditPerson: AuditPerson;
  }
}

export const entities = { audit_event: AuditEvent, audit_head: AuditHead, audit_person: AuditPerson };

/** Nobody but `append_audit` writes: there is no policy for it, and the server's role may not update or delete at all. */
export const appendOnly = ['audit_event', 'audit_head', 'audit_person'];

const setting = (name: string, type: string) => `nullif(current_setting('app.${name}', true), '')::${type}`;

/**
 * Auditors see what was done inside their reach; a person sees what was done with them. The row keeps the position as it was then, which
 * the chain proves; who may read it is asked of the organisation as it stands now (`position_of`), for the tree moves.
 */
const readable = (person: string) => `
      tenant_id = ${setting('tenant', 'int')} and (
        ${person === 'persons' ? `organization_pos between ${setting('pos_from', 'int')} and ${setting('pos_to', 'int')} and` : ''} ${setting('purpose', 'text')} = 'audit'
        or ${setting('purpose', 'text')} = 'self' and ${person === 'persons' ? 'persons &&' : `${person} = any`} (${setting('persons', 'bigint[]')}))`;

export const migrations = [
  {
    id: '2026-11-22 04 audit',
    sql: `
    create table audit_event (
      tenant_id        int         not null,
      lane             int         not null,
      seq              bigint      not null,
      at               timestamptz not null,
      account_id       uuid        not null,
      account_name     text        not null,
      role             text        not null,
      organization_id  int         not null,
      organization_pos int         not null,
      purpose          text        not null,
      action           text        not null,
      contract         text        not null,
      persons          bigint[]    not null,
      address          text        not null,
      outcome          text        not null,
      hash             text        not null,
      primary key (tenant_id, lane, seq)
    );
    create index audit_event_at on audit_event (tenant_id, at);
    create table audit_head (tenant_id int not null, lane int not null, seq bigint not null, hash text not null, primary key (tenant_id, lane));
    create table audit_person (tenant_id int not null, person_id bigint not null, lane int not null, seq bigint not null, primary key (tenant_id, person_id, lane, seq));
    alter table audit_event enable row level security;
    create policy scope on audit_event for select using (${readable('persons')});
    alter table audit_head enable row level security;
    alter table audit_person enable row level security;
    create policy scope on audit_person for select using (${readable('person_id')});

    create function audit_field(content text) returns text language sql immutable as $$ select length(content) || ':' || content $$;

    create function append_audit(e_tenant int, e_account uuid, e_name text, e_role text, e_organization int, e_pos int, e_purpose text, e_action text, e_contract text,
        e_persons bigint[], e_address text, e_outcome text, waits boolean)
      returns void language plpgsql security definer set search_path = public as $$
    declare
      my_lane int := pg_backend_pid() % ${lanes};
      my_time timestamptz := date_trunc('milliseconds', clock_timestamp());
      head audit_head;
      my_hash text;
    begin
      if not waits then perform set_config('synchronous_commit', 'off', true); end if;
      select * into head from audit_head where tenant_id = e_tenant and lane = my_lane for update;
      if not found then
        insert into audit_head values (e_tenant, my_lane, 0, '') on conflict do nothing;
        select * into head from audit_head where tenant_id = e_tenant and lane = my_lane for update;
      end if;
      my_hash := encode(sha256(convert_to(head.hash
        || audit_field(e_tenant::text) || audit_field(my_lane::text) || audit_field((head.seq + 1)::text)
        || audit_field(to_char(my_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) || audit_field(e_account::text) || audit_field(e_name) || audit_field(e_role)
        || audit_field(e_organization::text) || audit_field(e_pos::text) || audit_field(e_purpose) || audit_field(e_action) || audit_field(e_contract)
        || audit_field(array_to_string(e_persons, ',')) || audit_field(e_address) || audit_field(e_outcome), 'UTF8')), 'hex');
      insert into audit_event values (e_tenant, my_lane, head.seq + 1, my_time, e_account, e_name, e_role, e_organization, e_pos, e_purpose, e_action, e_contract,
        e_persons, e_address, e_outcome, my_hash);
      insert into audit_person select distinct e_tenant, person, my_lane, head.seq + 1 from unnest(e_persons) as person;
      update audit_head set seq = head.seq + 1, hash = my_hash where tenant_id = e_tenant and lane = my_lane;
    end $$;`,
  },
  {
    id: '2026-11-23 04h audit places',
    sql: `
    create function position_of(asked int) returns int language sql stable security definer set search_path = public as
      $$ select pos from organization where organization_id = asked $$;
    alter policy scope on audit_event using (tenant_id = ${setting('tenant', 'int')} and (
      ${setting('purpose', 'text')} = 'audit' and position_of(organization_id) between ${setting('pos_from', 'int')} and ${setting('pos_to', 'int')}
      or ${setting('purpose', 'text')} = 'self' and persons && (${setting('persons', 'bigint[]')})));`,
  },
];

export interface Entry extends Pick<AuditEvent, 'tenantId' | 'accountName' | 'role' | 'organizationId' | 'organizationPos' | 'purpose' | 'action' | 'contract' | 'address' | 'outcome'> {
  readonly accountId: string;
  readonly persons: readonly number[];
  /** Whether the commit waits for the disk. A mere read does not: a crash of the database's machine may cost its last half second of traces. */
  readonly waits: boolean;
}

/** Add a row to the trail, in the transaction of what it tells of. The lane is locked until the commit: call it last. */
export async function appendAudit(db: Db | Tx, e: Entry): Promise<void> {
  await sql`select append_audit(${e.tenantId}::int, ${e.accountId}::uuid, ${e.accountName}, ${e.role}, ${e.organizationId}::int, ${e.organizationPos}::int, ${e.purpose}, ${e.action},
    ${e.contract}, ${[...e.persons]}::bigint[], ${e.address}, ${e.outcome}, ${e.waits})`.execute(db);
}

export interface Look extends Pick<AuditEvent, 'lane' | 'seq' | 'at' | 'accountName' | 'role' | 'purpose' | 'action' | 'contract' | 'persons' | 'address' | 'outcome'> {
  readonly nameZh: string | null;
  readonly nameEn: string | null;
}

interface LooksAsked {
  readonly before?: Instant | undefined;
  readonly limit: number;
}

/** Events that touched a person, as far as the caller may see them. */
export async function looksAt(tx: Tx, person: number, { before, limit, others = false }: LooksAsked & { others?: boolean }): Promise<Look[]> {
  return looks(tx)
    .innerJoin('auditPerson as p', (join) => join.onRef('p.tenantId', '=', 'e.tenantId').onRef('p.lane', '=', 'e.lane').onRef('p.seq', '=', 'e.seq'))
    .where('p.personId', '=', person)
    .$if(others, (query) => query.where('e.purpose', '<>', 'self'))
    .$if(before !== undefined, (query) => query.where('e.at', '<', before ?? null))
    .limit(limit)
    .execute();
}

export async function eventsInReach(tx: Tx, { before, limit, accountId, refusedOnly }: LooksAsked & { accountId?: string | undefined; refusedOnly: boolean }): Promise<Look[]> {
  return looks(tx)
    .$if(before !== undefined, (query) => query.where('e.at', '<', before ?? null))
    .$if(accountId !== undefined, (query) => query.where(sql<boolean>`e.account_id = ${accountId ?? null}::uuid`))
    .$if(refusedOnly, (query) => query.where('e.outcome', '<>', 'done'))
    .limit(limit)
    .execute();
}

function looks(tx: Tx) {
  return tx
    .selectFrom('auditEvent as e')
    .leftJoin('organization as o', 'o.organizationId', 'e.organizationId')
    .select(['e.lane', 'e.seq', 'e.at', 'e.role', 'e.purpose', 'e.action', 'e.contract', 'e.persons', 'e.address', 'e.outcome', 'e.accountName', 'o.nameZh', 'o.nameEn'])
    .orderBy('e.at', 'desc');
}

const page = 5000;

/** What verification needs of the owner's pool. */
export type OwnerQueries = Pick<pg.Pool, 'query'>;

/** The whole trail of all tenants in the order of its chains, as the owner reads it. */
export async function* auditTrail(owner: OwnerQueries): AsyncGenerator<AuditEvent> {
  let after: [number, number, number] = [-1, -1, -1];
  for (;;) {
    const { rows } = await owner.query<AuditEvent>(
      `select tenant_id as "tenantId", lane, seq, at, account_id as "accountId", account_name as "accountName", role, organization_id as "organizationId", organization_pos as "organizationPos",
         purpose, action, contract, persons, address, outcome, hash
       from audit_event where (tenant_id, lane, seq) > ($1, $2, $3) order by tenant_id, lane, seq limit ${page}`,
      after,
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    after = [last.tenantId, last.lane, last.seq];
  }
}

export async function auditHeads(owner: OwnerQueries): Promise<AuditHead[]> {
  const { rows } = await owner.query<AuditHead>('select tenant_id as "tenantId", lane, seq, hash from audit_head order by 1, 2');
  return rows;
}

/** The first event whose list of persons is not what the look-up by person says. */
export async function lookUpFaults(owner: OwnerQueries): Promise<{ tenantId: number; lane: number; seq: number; at: string | null }[]> {
  const { rows } = await owner.query<{ tenantId: number; lane: number; seq: number; at: string | null }>(`
    select tenant_id as "tenantId", lane, seq, e.at
    from (select distinct tenant_id, lane, seq, person as person_id from audit_event, unnest(persons) as person) listed
    full join (select *, true as found from audit_person) p using (tenant_id, lane, seq, person_id) left join audit_event e using (tenant_id, lane, seq)
    where p.found is null or e.seq is null or not person_id = any (e.persons) order by 4 limit 1`);
  return rows;
}
