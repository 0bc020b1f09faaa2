/** Organizations: the tree of institutions, departments, communities, schools, classes, companies and posts that everything belongs to. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { problems } from '../../kernel/problem.ts';
import type { Text } from '../../kernel/text.ts';

// Words

export const OrganizationKind = z.enum([
  'district', 'hospital', 'department', 'health-centre', 'community', 'grid', 'enterprise', 'plant', 'workshop', 'post',
  'school', 'campus', 'grade', 'class', 'youth-centre', 'group', 'partner',
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

/** A node before it has a position; parents stand before their children. */
export interface OrganizationNode {
  readonly key: string;
  readonly parent: string | null;
  readonly kind: OrganizationKind;
  readonly name: Text;
}

// Rules

export interface PlacedOrganization extends Organization {
  readonly key: string;
}

/** Room left beside each node for later children. */
const spacing = 16;

/** Give every node its id and its interval. `firstId` and `firstPos` are the first to hand out. */
export function placeOrganizations(nodes: readonly OrganizationNode[], { tenantId, firstId, firstPos }: { tenantId: number; firstId: number; firstPos: number }): PlacedOrganization[] {
  const children = Map.groupBy(nodes, (node) => node.parent);
  const placed: PlacedOrganization[] = [];
  let pos = firstPos;
  const place = (node: OrganizationNode, parentId: number | null): void => {
    const mine = { at: placed.length, pos };
    const organizationId = firstId + placed.length;
    pos += spacing;
    placed.push({ key: node.key, tenantId, organizationId, parentId, pos: mine.pos, posEnd: mine.pos, kind: node.kind, nameZh: node.name.zh, nameEn: node.name.en });
    for (const child of children.get(node.key) ?? []) place(child, organizationId);
    const open = placed[mine.at];
    if (open) placed[mine.at] = { ...open, posEnd: pos - 1 };
  };
  for (const root of children.get(null) ?? []) place(root, null);
  return placed;
}

export function isWithin(node: Pick<Organization, 'pos'>, subtree: Pick<Organization, 'pos' | 'posEnd'>): boolean {
  return node.pos >= subtree.pos && node.pos <= subtree.posEnd;
}

export const refuse = problems('organizations', { unknownOrganization: 404, cannotHangThere: 422, unknownPartner: 404, endsBeforeStart: 422 });

// Contract

const Names = { nameZh: z.string().trim().min(1).max(100), nameEn: z.string().trim().max(150).default('') };

export const createOrganization = contract({
  method: 'POST',
  path: '/api/organizations',
  permission: 'organizations.manage',
  input: z.object({ parentId: z.int(), kind: OrganizationKind, ...Names }),
  output: z.object({ organizationId: z.int() }),
});

export const renameOrganization = contract({
  method: 'PATCH',
  path: '/api/organizations/:organizationId',
  permission: 'organizations.manage',
  input: z.object({ organizationId: z.coerce.number().int(), ...Names }),
  output: z.object({ organizationId: z.int() }),
});

/** Hang a node, with everything and everybody below it, under another. */
export const moveOrganization = contract({
  method: 'POST',
  path: '/api/organizations/:organizationId/move',
  permission: 'organizations.manage',
  input: z.object({ organizationId: z.coerce.number().int(), parentId: z.int() }),
  output: z.object({ organizationId: z.int() }),
});

export const OrganizationView = Organization.pick({ organizationId: true, parentId: true, kind: true, nameZh: true, nameEn: true, pos: true, posEnd: true });

/** Every organisation of the tenant: to whom somebody may be handed. */
export const listAllOrganizations = contract({
  method: 'GET',
  path: '/api/organizations/all',
  permission: 'people.transfer',
  input: z.object({}),
  output: z.array(OrganizationView),
});

/** The organisations that the caller's role reaches, parents first. */
export const listOrganizations = contract({
  method: 'GET',
  path: '/api/organizations',
  permission: 'signed-in',
  input: z.object({}),
  output: z.array(OrganizationView),
});
