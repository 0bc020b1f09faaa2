import { createHash } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import { entities } from '../capabilities.ts';
import type { Store } from '../open.ts';
import { placeOrganizations, type OrganizationNode, type PlacedOrganization } from '../../capabilities/organizations/organizations.ts';
import { places, type Place, type SeededRow } from './oracle.ts';
import { sampleOf, shapeOf, type Shape } from './samples.ts';

const node = (key: string, parent: string | null): OrganizationNode => ({ key, parent, kind: 'hospital', name: { zh: key, en: key } });

/** Two tenants; in the first a parent with two children, one of which has a child. */
export const organizations: readonly PlacedOrganization[] = [
  ...placeOrganizations([node('parent', null), node('own', 'parent'), node('child', 'own'), node('sibling', 'parent')], { tenantId: 1, firstId: 1, firstPos: 16 }),
  ...placeOrganizations([node('foreign', null)], { tenantId: 2, firstId: 101, firstPos: 16 }),
];

export function organizationAt(place: Place): PlacedOrganization {
  const found = organizations.find((organization) => organization.key === (place === 'self' ? 'own' : place));
  if (!found) throw new Error(`no organisation at ${place}`);
  return found;
}

export const personAt = (place: Place): number => 70_001 + places.indexOf(place);

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly generated: boolean;
  /** Worked out from other columns: nobody may give it a value. */
  readonly computed: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
}

export interface Seed {
  readonly tables: readonly Table[];
  readonly rows: readonly (SeededRow & { readonly key: Readonly<Record<string, unknown>> })[];
  /** The value of an id column at a place and label; undefined for a column that is no id. */
  idOf(column: string, place: Place, label: number): unknown;
  /** Tables whose rows could not be made, with the reason: the matrix would be blind there. */
  readonly failed: readonly string[];
}

/** What belongs to no tenant, and what `prepare` fills. */
const shared = new Set(['installation', 'schema_step', 'tenant', 'organization', 'access_policy']);

export async function tablesOf(owner: pg.Pool): Promise<Table[]> {
  const { rows } = await owner.query<{ table: string; columns: Column[]; key: string[] }>(`
    select c.relname as "table",
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'nullable', not a.attnotnull, 'generated', a.attgenerated <> '' or a.attidentity <> '', 'computed', a.attgenerated <> '') order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(a.attname) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) where i.indrelid = c.oid and i.indisprimary), '[]') as key
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  return rows.filter((row) => !shared.has(row.table)).map((row) => ({ name: row.table, columns: row.columns, key: row.key }));
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const has = (table: Table, column: string) => table.columns.some((one) => one.name === column);
const uuidOf = (text: string) => createHash('sha256').update(text).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');

/** A text that names a row wherever it turns up, and a number that does. */
const markerOf = (serial: number) => `MX${serial}X`;
export const numberBase = 314_000_000;

/** One row of every table at every place, and with every label where it has labels. As the owner, without checks of references. */
export async function seed({ owner, vault }: Pick<Store, 'owner' | 'vault'>): Promise<Seed> {
  const tables = await tablesOf(owner);
  const client = await owner.connect();
  const plain = new Set(tables.filter((table) => !has(table, 'label')).flatMap((table) => table.columns.map((column) => column.name)));
  const idOf = (column: string, place: Place, label: number): unknown => {
    if (column === 'person_id' || /(^|_)(person|ward|child|guardian|member|kept|gone|survivor|merged)_id$/.test(column)) return personAt(place);
    if (column === 'organization_id') return organizationAt(place).organizationId;
    const uuid = tables.some((table) => table.columns.some((one) => one.name === column && one.type === 'uuid'));
    if (uuid) return uuidOf(`${column} ${place} ${plain.has(column) ? '' : label}`);
    return undefined;
  };
  const rows: (SeededRow & { key: Record<string, unknown> })[] = [];
  const failed: string[] = [];
  await client.query('set session_replication_role = replica');
  for (const table of tables) await insertRows(table);
  for (const place of places.filter((each) => each !== 'self')) {
    const { tenantId, organizationId } = organizationAt(place);
    rows.push({ serial: rows.length + 1, table: 'organization', place, label: null, person: false, placed: false, key: { organization_id: organizationId } });
    rows.push({ serial: rows.length + 1, table: 'tenant', place, label: null, person: false, placed: false, key: { tenant_id: tenantId } });
  }
  // Numbers that the database hands out go on behind the seeded ones.
  for (const table of tables) for (const { name, generated } of table.columns) if (generated) await client.query('select setval(pg_get_serial_sequence($1, $2), 1000000)', [table.name, name]);
  await client.query('set session_replication_role = origin');
  client.release();
  return { tables, rows, idOf, failed };

  /** A check of values is not what is tried here: it goes, and the row is made again. */
  async function isInTheWay(error: unknown, table: Table): Promise<boolean> {
    if (!(error instanceof Error && 'code' in error && error.code === '23514' && 'constraint' in error)) return false;
    await client.query(`alter table ${table.name} drop constraint "${String(error.constraint)}"`);
    return true;
  }

  async function insertRows(table: Table, apart = false): Promise<void> {
    for (const place of places) {
      for (const label of has(table, 'label') ? [1, 0, 2] : [null]) {
        if (rows.some((row) => row.table === table.name && row.place === place && row.label === label)) continue;
        const serial = rows.length + 1;
        const values = valuesOf(table, { place, label, serial, idOf, apart });
        // A person's number is sealed for its row; anything else in its place would make the endpoints fail that open it.
        if ('sealed' in values) values['sealed'] = vault.seal(markerOf(serial), `${values['tenant_id']}/${values['person_id']}/${values['kind']}`);
        const names = Object.keys(values);
        try {
          await client.query(`insert into ${table.name} (${names.map((name) => `"${name}"`).join(', ')}) overriding system value values (${names.map((_, i) => `$${i + 1}`).join(', ')})`, Object.values(values));
          const person = has(table, 'person_id');
          rows.push({ serial, table: table.name, place, label, person, placed: has(table, 'organization_pos') || person, key: Object.fromEntries(table.key.map((name) => [name, values[name]])) });
        } catch (error) {
          if (await isInTheWay(error, table)) return insertRows(table);
          if (isTaken(error) && !apart) return insertRows(table, true);
          if (isTaken(error) && rows.some((row) => row.table === table.name && isSameHolder(table, row.place, place))) continue;
          failed.push(`${table.name} at ${place}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  }
}

/** A table of one row a person has one label each, one of one row an organisation none of its people, and one of one row a tenant a single place. */
function isSameHolder(table: Table, there: Place, place: Place): boolean {
  if (there === place) return true;
  if (has(table, 'person_id')) return false;
  const [one, other] = [organizationAt(there), organizationAt(place)];
  return has(table, 'organization_pos') ? one.organizationId === other.organizationId : one.tenantId === other.tenantId;
}

interface At {
  /** The key has nothing of the row's own: its numbers must tell the rows apart. */
  readonly apart: boolean;
  readonly place: Place;
  readonly label: number | null;
  readonly serial: number;
  readonly idOf: Seed['idOf'];
}

function valuesOf(table: Table, at: At): Record<string, unknown> {
  const entity: unknown = Reflect.get(entities, table.name);
  const shapes = entity instanceof z.ZodObject ? (shapeOf(entity).properties ?? {}) : {};
  const kept = table.columns.filter((column) => !column.generated || table.key.includes(column.name));
  return Object.fromEntries(kept.map((column) => [column.name, valueOf(column, shapes[camel(column.name)], { ...at, table: table.name })]));
}

/** Values that rules of the database ask for. */
const asked: Readonly<Record<string, (at: At) => unknown>> = {
  'programme.ends_on': () => '2027-06-01',
  'activity_session.starts_at': () => '19:00',
  'emergency_access.reviewed_at': () => null,
  'emergency_access.reviewed_by': () => null,
  'emergency_access.outcome': () => null,
  'emergency_access.reason': ({ serial }) => `${markerOf(serial)} 昏迷送院无家属在场`,
  'account_session.expires_at': () => '2099-01-01T00:00:00.000Z',
  'audit_event.persons': ({ place }) => [personAt(place)],
  'organization_pos': ({ place }) => organizationAt(place).pos,
  'organization_pos_end': ({ place }) => organizationAt(place).posEnd,
  'tenant_id': ({ place }) => organizationAt(place).tenantId,
  'label': ({ label }) => label,
  'device.key_hash': ({ serial }) => createHash('sha256').update(String(serial)).digest('hex'),
  'team_id': ({ label, place, idOf }) => (label === 2 || label === null ? idOf('team_id', place, 2) : null),
};

function valueOf(column: Column, shape: Shape | undefined, at: At & { table: string }): unknown {
  const fixed = asked[`${at.table}.${column.name}`] ?? asked[column.name];
  if (fixed) return fixed(at);
  const id = at.idOf(column.name, at.place, at.label ?? 0);
  if (id !== undefined) return id;
  const mark = (_field: string, field: Shape) => (isFreeText(field) ? markerOf(at.serial).slice(0, field.maxLength ?? 100) : undefined);
  switch (column.type) {
    case 'text':
      return shape && !isFreeText(shape) ? sampleOf(shape, mark) : markerOf(at.serial);
    case 'jsonb':
      return JSON.stringify(shape ? sampleOf(shape, mark) : []);
    case 'double precision':
    case 'numeric':
      return numberBase + at.serial;
    case 'date':
      return '2026-06-01';
    case 'timestamp with time zone':
      // Part of some keys: no two rows have the same.
      return new Date(Date.parse('2026-06-01T08:00:00.000Z') + at.serial * 60_000).toISOString();
    case 'boolean':
      return true;
    case 'bytea':
      return Buffer.from(markerOf(at.serial));
    case 'integer':
    case 'smallint':
    case 'bigint':
      return shape === undefined || at.apart || column.name === 'seq' || column.name === 'lane' ? at.serial : sampleOf(shape, () => undefined);
    default:
      return column.type.endsWith('[]') ? [] : null;
  }
}

function isFreeText(shape: Shape): boolean {
  const choices = shape.anyOf?.filter((choice) => choice.type !== 'null');
  const only = choices?.length === 1 ? choices[0] : shape;
  return only?.type === 'string' && only.format === undefined && only.enum === undefined && only.const === undefined && only.pattern === undefined;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
