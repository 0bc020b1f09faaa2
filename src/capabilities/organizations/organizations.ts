/** Organizations: the tree of institutions, departments, communities, schools, classes, companies and posts that everything belongs to. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';

// Words

export const OrganizationKind = z.enum([
  'district', 'hospital', 'department', 'health-centre', 'community', 'grid', 'school', 'grade', 'class', 'company', 'post', 'youth-centre', 'partner',
]);
export type OrganizationKind = z.infer<typeof OrganizationKind>;

/**
 * One node. A subtree is the interval [pos, posEnd]: a descendant's `pos` lies inside it, so that "everything below" is one
 * comparison of numbers. Gaps are left for later children.
 */
export const Organization = z.object({
  tenantId: z.int(),
  organizationId: z.int(),
  parentId: z.int().nullable(),
  pos: z.int(),
  posEnd: z.int(),
  kind: OrganizationKind,
  nameZh: z.string().min(1).max(100),
  nameEn: z.string().min(1).max(150),
});
export type Organization = z.infer<typeof Organization>;

export const Tenant = z.object({ tenantId: z.int(), name: z.string() });
export type Tenant = z.infer<typeof Tenant>;

/** A tree as people write it down, before it has positions. */
export interface OrganizationBranch {
  readonly key: string;
  readonly kind: OrganizationKind;
  readonly zh: string;
  readonly en: string;
  readonly children?: readonly OrganizationBranch[];
}

// Rules

export interface PlacedOrganization extends Organization {
  readonly key: string;
}

/** Room for later children beside each node, as a multiple of what it needs today. */
const spacing = 16;

/** Give every node of a tree its id and its interval, parents first. `firstId` and `firstPos` are the first to hand out. */
export function placeTree(root: OrganizationBranch, { tenantId, firstId, firstPos }: { tenantId: number; firstId: number; firstPos: number }): PlacedOrganization[] {
  let id = firstId;
  let pos = firstPos;
  const placed: PlacedOrganization[] = [];
  const place = (branch: OrganizationBranch, parentId: number | null): number => {
    const at = placed.length;
    const mine = { id: id++, pos };
    pos += spacing;
    placed.push({ key: branch.key, tenantId, organizationId: mine.id, parentId, pos: mine.pos, posEnd: 0, kind: branch.kind, nameZh: branch.zh, nameEn: branch.en });
    for (const child of branch.children ?? []) place(child, mine.id);
    const posEnd = pos - 1;
    const before = placed[at];
    if (before) placed[at] = { ...before, posEnd };
    return posEnd;
  };
  place(root, null);
  return placed;
}

export function isWithin(node: Pick<Organization, 'pos'>, subtree: Pick<Organization, 'pos' | 'posEnd'>): boolean {
  return node.pos >= subtree.pos && node.pos <= subtree.posEnd;
}

// Contract

export const OrganizationView = Organization.pick({ organizationId: true, parentId: true, kind: true, nameZh: true, nameEn: true, pos: true, posEnd: true });

/** The organisations that the caller's role reaches, parents first. */
export const listOrganizations = contract({
  method: 'GET',
  path: '/api/organizations',
  permission: 'signed-in',
  input: z.object({}),
  output: z.array(OrganizationView),
});
