/** Devices that measure, the persons whom they measure, and how what they measured comes in. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { PersonId, PersonRow } from '../people/people.ts';

// Words

/** A gateway passes on what other devices of its organisation measured. */
export const DeviceKind = z.enum(['blood-pressure-monitor', 'glucose-meter', 'scale', 'oximeter', 'thermometer', 'wearable', 'gateway']);
export type DeviceKind = z.infer<typeof DeviceKind>;

export const Device = z.object({
  tenantId: z.int(),
  deviceId: z.uuid(),
  kind: DeviceKind,
  serial: z.string(),
  model: z.string(),
  organizationId: z.int(),
  organizationPos: z.int(),
  keyHash: z.string().nullable(),
  active: z.boolean(),
  addedAt: Instant,
  lastSeenAt: Instant.nullable(),
});
export type Device = z.infer<typeof Device>;

/** Whom a device measured, from `since` to before `until`: what comes late belongs to whoever it measured then. */
export const DeviceBinding = z.object({
  tenantId: z.int(),
  personId: PersonId,
  deviceId: z.uuid(),
  since: Instant,
  until: Instant.nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type DeviceBinding = z.infer<typeof DeviceBinding>;

/** That a reading came, by what its source calls it: none is taken twice. `sourceKey` is the hash of source and name. */
export const Reading = z.object({
  tenantId: z.int(),
  personId: PersonId,
  sourceKey: z.uuid(),
  code: z.int(),
  effectiveAt: Instant,
  sourceId: z.int(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type Reading = z.infer<typeof Reading>;

// Contracts

export const mostReadings = 5_000;

/**
 * One value as a source delivers it. `id` names it at its source; whom it tells of is the device's wearer then, or `personId`. `code` is ours or
 * a LOINC; `unit` UCUM, left out for the code's own; `value2` the second of a pair. `symptoms` as in content/monitoring.yaml.
 */
export const DeliveredReading = z.strictObject({
  id: z.string().min(1).max(100),
  serial: z.string().min(1).max(100).optional(),
  personId: PersonId.optional(),
  code: z.string().min(1).max(60),
  value: z.number(),
  value2: z.number().nullable().optional(),
  unit: z.string().max(40).optional(),
  at: Instant,
  symptoms: z.array(z.string().max(40)).max(20).optional(),
});
export type DeliveredReading = z.output<typeof DeliveredReading>;

export const WhyNotTaken = z.enum(['unknown-code', 'wrong-unit', 'wrong-value', 'in-the-future', 'unknown-person', 'unknown-device', 'unknown-symptom', 'clash']);
export type WhyNotTaken = z.infer<typeof WhyNotTaken>;

/**
 * Deliver readings. Answered after they are stored: whatever is not under `refused` is on record, once, with the alarms it deserves.
 * A refused reading does not hold up the others; `clash`: another value of that moment is on record.
 */
export const deliverReadings = contract({
  method: 'POST',
  path: '/api/monitoring/readings',
  permission: 'monitoring.deliver',
  input: z.object({ readings: z.array(DeliveredReading).min(1).max(mostReadings) }),
  output: z.object({ stored: z.int(), duplicates: z.int(), flagged: z.int(), alarms: z.int(), refused: z.array(z.object({ id: z.string(), why: WhyNotTaken })) }),
  perMinute: 60_000,
});

export const DeviceView = Device.pick({ deviceId: true, kind: true, serial: true, model: true, active: true, addedAt: true, lastSeenAt: true }).extend({
  hasKey: z.boolean(),
  person: PersonRow.nullable(),
  since: Instant.nullable(),
});
export type DeviceView = z.infer<typeof DeviceView>;

export const listDevices = contract({
  method: 'GET',
  path: '/api/monitoring/devices',
  permission: 'monitoring.devices',
  input: z.object({ find: z.string().trim().max(50).optional(), page: z.coerce.number().int().min(0).max(1000).default(0) }),
  output: z.object({ devices: z.array(DeviceView), more: z.boolean(), mqttPort: z.int().nullable() }),
});

export const addDevice = contract({
  method: 'POST',
  path: '/api/monitoring/devices',
  permission: 'monitoring.devices',
  input: z.object({ kind: DeviceKind, serial: z.string().trim().min(3).max(100), model: z.string().trim().max(100) }),
  output: z.object({ deviceId: z.uuid() }),
});

/** A new key, shown once; the former one ends. */
export const newDeviceKey = contract({
  method: 'POST',
  path: '/api/monitoring/devices/:deviceId/key',
  permission: 'monitoring.devices',
  input: z.object({ deviceId: z.uuid() }),
  output: z.object({ key: z.string() }),
});

/** Give a device to a person, or take it back (null). */
export const bindDevice = contract({
  method: 'POST',
  path: '/api/monitoring/devices/:deviceId/bind',
  permission: 'monitoring.devices',
  subject: 'personId',
  input: z.object({ deviceId: z.uuid(), personId: PersonId.nullable() }),
  output: z.object({ bound: z.boolean() }),
});

export const retireDevice = contract({
  method: 'POST',
  path: '/api/monitoring/devices/:deviceId/retire',
  permission: 'monitoring.devices',
  input: z.object({ deviceId: z.uuid() }),
  output: z.object({ retired: z.literal(true) }),
});
