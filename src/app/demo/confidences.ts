import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { AccountId } from '../../capabilities/access/access.ts';
import { insertTeam } from '../../capabilities/access/teams.store.ts';
import { TeamId } from '../../capabilities/access/teams.ts';
import { PersonId, type Person } from '../../capabilities/people/people.ts';
import { insertContent, insertEntry } from '../../capabilities/records/entries.store.ts';
import { observationSources } from '../../capabilities/records/records.ts';
import { insertRelease } from '../../capabilities/records/releases.store.ts';
import { addDays, Instant, type Day } from '../../kernel/day.ts';
import { labels, within, type Tx } from '../../platform/database.ts';
import { systemScope, type Store } from '../open.ts';
import { demoTenant } from './accounts.ts';

type Placed = Pick<Person, 'tenantId' | 'personId' | 'organizationId' | 'organizationPos' | 'positions'>;
const columns = sql`p.tenant_id, p.person_id, p.organization_id, p.organization_pos, p.positions::text as positions`;

const momentOf = (day: Day) => Instant.parse(`${day}T02:00:00.000Z`);

/** What a class is told, what a case's team alone knows, and a document on file: one of each, so that nobody finds these pages empty. */
export async function loadConfidences({ database }: Pick<Store, 'database'>, until: Day): Promise<void> {
  const { school, counsellor } = await within(database, systemScope(demoTenant), async (tx) => {
    await loadReleases(tx, until);
    await loadDocument(tx, until);
    return { school: await accountOf(tx, 'school'), counsellor: await accountOf(tx, 'counsellor') };
  });
  if (school && counsellor) await within(database, { ...systemScope(demoTenant), account: counsellor.accountId, purpose: 'care' }, (tx) => loadCase(tx, { counsellor, until }));
}

async function accountOf(tx: Tx, login: string): Promise<{ accountId: AccountId; name: string } | undefined> {
  return (await sql<{ accountId: AccountId; name: string }>`select account_id, name from account where tenant_id = ${demoTenant} and login = ${login}`.execute(tx)).rows[0];
}

const told = [
  { kind: 'allergy', words: '对花生过敏,请勿提供含花生的食物;出现皮疹或呼吸困难立即联系校医。', days: null },
  { kind: 'sport-exempt', words: '右踝扭伤,免修体育,可在教室休息。', days: 18 },
  { kind: 'seat', words: '近视明显,请安排在前三排就座。', days: null },
] as const;

/** In a small demo most classes are empty: the form teacher has the one with the most pupils. */
async function giveTeacherClass(tx: Tx): Promise<void> {
  await sql`
    update role_grant g set organization_id = c.organization_id, organization_pos = c.organization_pos
    from (select organization_id, organization_pos from membership where role = 'pupil' and until is null group by 1, 2 order by count(*) desc, 1 limit 1) c
    where g.tenant_id = ${demoTenant} and g.role = 'teacher'`.execute(tx);
}

async function loadReleases(tx: Tx, until: Day): Promise<void> {
  const doctor = await accountOf(tx, 'school');
  await giveTeacherClass(tx);
  const { rows: pupils } = await sql<Placed>`
    select ${columns} from person p join membership m on m.tenant_id = p.tenant_id and m.person_id = p.person_id and m.role = 'pupil' and (m.until is null or m.until > ${until}::date)
      join role_grant g on g.tenant_id = p.tenant_id and g.role = 'teacher' and g.organization_id = m.organization_id
    where p.organization_id = m.organization_id and p.deceased_on is null and p.moved_on is null order by p.person_id limit ${told.length}`.execute(tx);
  for (const [i, pupil] of pupils.entries()) {
    const release = told[i];
    if (!release || !doctor) continue;
    const { tenantId, personId, organizationId, organizationPos } = pupil;
    await insertRelease(tx, {
      tenantId, personId, releaseId: randomUUID(), organizationId, organizationPos, teacherId: null, kind: release.kind, words: release.words, entryId: null, until: release.days === null ? null : addDays(until, release.days),
      releasedAt: momentOf(addDays(until, -3 - i)), releasedBy: doctor.accountId, releasedByName: doctor.name, revokedAt: null, revokedBy: null, label: labels.ordinary,
    });
  }
}

async function loadCase(tx: Tx, { counsellor, until }: { counsellor: { accountId: AccountId; name: string }; until: Day }): Promise<void> {
  const [person] = (await sql<Placed>`select ${columns} from person p join organization o on o.organization_id = p.organization_id and o.kind = 'group'
    where p.deceased_on is null and p.moved_on is null order by p.person_id limit 1`.execute(tx)).rows;
  if (!person) return;
  const { tenantId, organizationPos, positions } = person;
  const personId = PersonId.parse(person.personId);
  const { accountId, name } = counsellor;
  const teamId = TeamId.parse(randomUUID());
  const formedAt = momentOf(addDays(until, -20));
  await insertTeam(tx, { tenantId, teamId, personId, formedAt, formedBy: accountId }, { tenantId, teamId, accountId, name, since: formedAt });
  for (const [days, note] of [[20, '首次会谈:入睡困难三周,考试压力大,无自伤想法。约定每周一次。'], [13, '第二次会谈:睡眠略改善,练习腹式呼吸,家庭作业为睡眠日记。']] as const) {
    const on = addDays(until, -days);
    await insertEntry(
      tx,
      { resource: 'encounter', class: 'ambulatory', facility: '康城青年中心', department: '心理咨询室', reason: '心理咨询', diagnosisCode: null, diagnosis: null, since: on, until: on, costYuan: null, selfPaidYuan: null, outcome: null, note },
      { tenantId, personId, entryId: randomUUID(), sourceId: observationSources.counselling, recordedAt: momentOf(on), recordedBy: accountId, organizationPos, positions, label: labels.sealed, teamId },
    );
  }
}

async function loadDocument(tx: Tx, until: Day): Promise<void> {
  const [person] = (await sql<Placed>`select ${columns} from person p join account a on a.tenant_id = p.tenant_id and a.person_id = p.person_id and a.login = 'resident'`.execute(tx)).rows;
  if (!person) return;
  const { tenantId, organizationPos, positions } = person;
  const bytes = pageOf(`Check-up report ${until.slice(0, 4)} - demonstration`);
  const entryId = randomUUID();
  const own = { tenantId, personId: person.personId, entryId, organizationPos, positions, label: labels.sensitive, teamId: null };
  const entry = { resource: 'document' as const, kind: 'check-up-report' as const, title: '年度体检报告', writtenOn: addDays(until, -40), filename: 'check-up-report.pdf', mediaType: 'application/pdf', sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  await insertEntry(tx, entry, { ...own, sourceId: observationSources['check-up'], recordedAt: momentOf(addDays(until, -39)), recordedBy: null });
  await insertContent(tx, bytes, own);
}

/** A page of PDF with one line. */
function pageOf(line: string): Uint8Array {
  const text = `BT /F1 18 Tf 72 760 Td (${line}) Tj ET`;
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>', `<< /Length ${text.length} >>\nstream\n${text}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  let file = '%PDF-1.4\n';
  const at = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return new TextEncoder().encode(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`);
}
