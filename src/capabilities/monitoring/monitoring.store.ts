import * as alarmList from './alarm-list.store.ts';
import * as alarms from './alarms.store.ts';
import * as devices from './devices.store.ts';
import * as duty from './duty.store.ts';
import * as readings from './readings.store.ts';

export const migrations = [...devices.migrations, ...readings.migrations, ...alarms.migrations, ...duty.migrations, ...alarmList.migrations];

export const entities = { ...devices.entities, ...readings.entities, ...alarms.entities, ...duty.entities };
