import { IconAlarm, IconBellRinging, IconCalendarUser, IconDeviceHeartMonitor } from '@tabler/icons-react';
import { noSearch, type WebCapability } from '../../platform/screens.web.ts';
import { AlarmsSearch, DevicesSearch } from './addresses.ts';

export const monitoringWeb: WebCapability = {
  screens: [
    { path: '/alarms', search: AlarmsSearch, load: async () => (await import('./alarms.web.tsx')).AlarmsPage },
    { path: '/alarms/$personId/$alarmId', search: noSearch, load: async () => (await import('./alarm.web.tsx')).AlarmPage },
    { path: '/alarm-rules', search: noSearch, load: async () => (await import('./rules.web.tsx')).AlarmRulesPage },
    { path: '/duty', search: noSearch, load: async () => (await import('./duty.web.tsx')).DutyPage },
    { path: '/devices', search: DevicesSearch, load: async () => (await import('./devices.web.tsx')).DevicesPage },
  ],
  navigation: [
    { to: '/alarms', label: 'monitoring:navigation.alarms', icon: IconBellRinging, permission: 'monitoring.read' },
    { to: '/devices', label: 'monitoring:navigation.devices', icon: IconDeviceHeartMonitor, permission: 'monitoring.devices' },
    { to: '/duty', label: 'monitoring:navigation.duty', icon: IconCalendarUser, permission: 'monitoring.duty' },
    { to: '/alarm-rules', label: 'monitoring:navigation.rules', icon: IconAlarm, permission: 'monitoring.read' },
  ],
};
