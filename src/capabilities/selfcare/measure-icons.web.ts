import { IconDroplet, IconHeartbeat, IconMoon, IconScale, IconShoe } from '@tabler/icons-react';
import type { PhoneIcon } from '../../platform/ui/phone/parts.web.tsx';

/** By the id of the measuring. */
export const measureIcons: Readonly<Record<string, PhoneIcon>> = { 'blood-pressure': IconHeartbeat, 'fasting-glucose': IconDroplet, 'body-weight': IconScale, 'daily-steps': IconShoe, 'sleep-duration': IconMoon };
