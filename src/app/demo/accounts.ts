import { demoTenant, type NewAccount, type RoleGrant, AccountId } from '../../capabilities/access/access.ts';
import { hashPassword } from '../../capabilities/access/access.gateway.ts';
import type { Text } from '../../kernel/text.ts';

/** Everybody who can sign in to the demo: a login, a role, and where it is held. Shown on the sign-in page of a demo alone. */
export const demoLogins: readonly { login: string; name: Text; grants: readonly { role: string; at: string }[] }[] = [
  { login: 'manager', name: { zh: '项目管理员', en: 'Programme manager' }, grants: [{ role: 'programme-manager', at: 'district' }] },
  { login: 'leader', name: { zh: '分管领导', en: 'District leader' }, grants: [{ role: 'leader', at: 'district' }] },
  { login: 'doctor', name: { zh: '慢病医生', en: 'Chronic-disease doctor' }, grants: [{ role: 'doctor', at: 'hospital' }] },
  { login: 'nurse', name: { zh: '社区护士', en: 'Community nurse' }, grants: [{ role: 'nurse', at: 'hospital' }] },
  { login: 'dietitian', name: { zh: '营养师', en: 'Dietitian' }, grants: [{ role: 'dietitian', at: 'hospital' }] },
  { login: 'therapist', name: { zh: '康复治疗师', en: 'Rehabilitation therapist' }, grants: [{ role: 'rehabilitation-therapist', at: 'hospital' }] },
  { login: 'company', name: { zh: '企业健康专员', en: 'Company health officer' }, grants: [{ role: 'employer-health-officer', at: 'enterprise' }] },
  { login: 'school', name: { zh: '校医', en: 'School doctor' }, grants: [{ role: 'school-doctor', at: 'school' }] },
  { login: 'teacher', name: { zh: '班主任', en: 'Form teacher' }, grants: [{ role: 'teacher', at: 'school-grade-3-class-1' }] },
  { login: 'counsellor', name: { zh: '心理咨询师', en: 'Counsellor' }, grants: [{ role: 'counsellor', at: 'district' }] },
  { login: 'auditor', name: { zh: '审计员', en: 'Auditor' }, grants: [{ role: 'auditor', at: 'district' }] },
  { login: 'admin', name: { zh: '机构管理员', en: 'Organisation administrator' }, grants: [{ role: 'organization-admin', at: 'district' }] },
];

/** One password for all: the demo's people do not exist. */
export const demoPassword = 'kangcheng-demo';

export async function demoAccountRows(tenantId: number, { organizationOf, newId }: { organizationOf: (key: string) => { organizationId: number; pos: number }; newId: () => string }): Promise<{ accounts: NewAccount[]; grants: RoleGrant[] }> {
  const passwordHash = await hashPassword(demoPassword);
  const made = demoLogins.map(({ login, name, grants }) => {
    const accountId = AccountId.parse(newId());
    const home = organizationOf(grants[0]?.at ?? 'district');
    return {
      account: { tenantId, accountId, login, name: name.zh, organizationPos: home.pos, personId: null, passwordHash, active: true },
      grants: grants.map(({ role, at }) => ({ tenantId, accountId, role, organizationId: organizationOf(at).organizationId, organizationPos: organizationOf(at).pos })),
    };
  });
  return { accounts: made.map(({ account }) => account), grants: made.flatMap(({ grants }) => grants) };
}

export { demoTenant };
