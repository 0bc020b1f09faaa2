import { z } from 'zod';
import { AlarmList, Level } from './alarms.ts';

export const AlarmsSearch = z.object({
  list: AlarmList.optional().catch(undefined),
  level: Level.optional().catch(undefined),
  mine: z.boolean().optional().catch(undefined),
  page: z.int().min(0).optional().catch(undefined),
});

export const DevicesSearch = z.object({ find: z.string().optional().catch(undefined), page: z.int().min(0).optional().catch(undefined) });
