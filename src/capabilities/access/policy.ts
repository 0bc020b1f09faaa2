/** A tenant's rules of signing in: which roles need the second factor, and after how long of nothing done a session ends. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';

// Words

export const AccessPolicy = z.object({ tenantId: z.int(), idleMinutes: z.int().min(5).max(480), secondFactorRoles: z.array(z.string().max(60)).max(50) });
export type AccessPolicy = z.infer<typeof AccessPolicy>;

/** Where a tenant has said nothing: the roles that content/roles.yaml marks, and half an hour. */
export const defaultIdleMinutes = 30;

/** How long before the end the screen warns. */
export const warningSeconds = 60;

// Rules

/** Whoever signed in by the phone or an identity provider has proved two things already. */
export function mustEnrol({ role, proof, hasFactor, forced }: { role: string; proof: string; hasFactor: boolean; forced: readonly string[] }): boolean {
  return proof === 'password' && !hasFactor && forced.includes(role);
}

// Contract

const rules = AccessPolicy.omit({ tenantId: true });

/** `changeable`: by whoever looks after the whole tenant. */
export const accessPolicy = contract({ method: 'GET', path: '/api/access/policy', permission: 'access.accounts', input: z.object({}), output: rules.extend({ changeable: z.boolean() }) });

export const setAccessPolicy = contract({ method: 'POST', path: '/api/access/policy', permission: 'access.accounts', input: rules, output: z.object({ done: z.literal(true) }) });
