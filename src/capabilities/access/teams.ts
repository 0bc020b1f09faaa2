/** Teams: who works on one sealed case. Nobody else sees its rows, whatever the role; the team alone takes in new members. */
import { z } from 'zod';
import { AccountId } from './access.ts';

export const TeamId = z.uuid().brand('TeamId');
export type TeamId = z.infer<typeof TeamId>;

export const CareTeamMember = z.object({ tenantId: z.int(), teamId: TeamId, accountId: AccountId });
export type CareTeamMember = z.infer<typeof CareTeamMember>;
