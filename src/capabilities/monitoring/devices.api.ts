import { handle, type Ctx } from '../../platform/handle.ts';
import { labels } from '../../platform/database.ts';
import { PersonId, type PersonRow } from '../people/people.ts';
import { placeOf } from '../records/observations.store.ts';
import { refuse } from './alarms.ts';
import { addDevice, bindDevice, listDevices, newDeviceKey, retireDevice, type Device } from './devices.ts';
import { deviceById, devicesInReach, devicesPerPage, endBinding, insertBindings, insertDevices, retire, setDeviceKey } from './devices.store.ts';
import { newKey } from './keys.gateway.ts';

async function found(ctx: Ctx, deviceId: string): Promise<Device> {
  const device = await deviceById(ctx.db, deviceId);
  if (!device) throw refuse.unknownDevice();
  return device;
}

export interface Elsewhere {
  readonly lines: (ctx: Ctx, persons: readonly PersonId[]) => Promise<PersonRow[]>;
  /** Where devices may publish, null where the broker is off. */
  readonly mqttPort: () => number | null;
}

export const api = ({ lines, mqttPort }: Elsewhere) => [
  handle(listDevices, async ({ find = '', page }, ctx) => {
    const rows = await devicesInReach(ctx.db, { find, page });
    const shown = rows.slice(0, devicesPerPage);
    const wearers = [...new Set(shown.flatMap(({ personId }) => (personId === null ? [] : [PersonId.parse(personId)])))];
    const people = new Map((await lines(ctx, wearers)).map((person) => [Number(person.personId), person]));
    ctx.note(wearers, 'list');
    return { devices: shown.map(({ personId, ...device }) => ({ ...device, person: personId === null ? null : (people.get(personId) ?? null) })), more: rows.length > devicesPerPage, mqttPort: mqttPort() };
  }),

  handle(addDevice, async ({ kind, serial, model }, ctx) => {
    const { scope, organization, position } = ctx.caller;
    const deviceId = ctx.newId();
    const done = await insertDevices(ctx.db, [{ tenantId: scope.tenant, deviceId, kind, serial, model, organizationId: organization, organizationPos: position, keyHash: null, active: true, addedAt: ctx.now, lastSeenAt: null }]);
    if (done === 0) throw refuse.serialTaken({ serial });
    return { deviceId };
  }),

  handle(newDeviceKey, async ({ deviceId }, ctx) => {
    const { deviceId: id } = await found(ctx, deviceId);
    const { key, keyHash } = newKey();
    await setDeviceKey(ctx.db, id, keyHash);
    return { key };
  }),

  handle(bindDevice, async ({ deviceId, personId }, ctx) => {
    const { tenantId } = await found(ctx, deviceId);
    const place = personId === null ? null : await placeOf(ctx.db, personId);
    if (personId !== null && !place) throw refuse.unknownDevice();
    ctx.note((await endBinding(ctx.db, deviceId, ctx.now)).map((id) => PersonId.parse(id)), 'write');
    if (personId !== null && place) await insertBindings(ctx.db, [{ tenantId, personId, deviceId, since: ctx.now, until: null, organizationPos: place.organizationPos, positions: place.positions, label: labels.ordinary }]);
    return { bound: personId !== null };
  }),

  handle(retireDevice, async ({ deviceId }, ctx) => {
    await found(ctx, deviceId);
    ctx.note((await endBinding(ctx.db, deviceId, ctx.now)).map((id) => PersonId.parse(id)), 'write');
    await retire(ctx.db, deviceId);
    return { retired: true as const };
  }),
];
