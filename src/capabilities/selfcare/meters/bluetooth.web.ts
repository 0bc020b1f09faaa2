import { readBloodPressure } from './blood-pressure.ts';
import { glucoseReadings, readControlPoint, readGlucose, readGlucoseContext, reportRecords, type GlucoseContext, type GlucoseMeasurement } from './glucose.ts';
import type { MeterReading } from './reading.ts';
import { readWeight } from './weight.ts';

/** The part of Web Bluetooth that a meter needs; TypeScript's own library does not know it. */
interface Characteristic extends EventTarget {
  readonly value?: DataView;
  startNotifications(): Promise<Characteristic>;
  writeValue(bytes: Uint8Array): Promise<void>;
}

interface Service {
  getCharacteristic(uuid: number): Promise<Characteristic>;
}

interface Device extends EventTarget {
  readonly id: string;
  readonly name?: string;
  readonly gatt?: { readonly connected: boolean; connect(): Promise<{ getPrimaryService(uuid: number): Promise<Service> }>; disconnect(): void };
}

interface Bluetooth {
  requestDevice(options: { filters: { services: number[] }[] }): Promise<Device>;
}

function bluetooth(): Bluetooth | null {
  return 'bluetooth' in navigator ? (navigator.bluetooth as Bluetooth) : null;
}

/** Chrome and Edge on Android and computers can; Safari, Firefox and WeChat cannot. */
export function canConnect(): boolean {
  return bluetooth() !== null;
}

export interface Heard {
  readonly device: string;
  readonly readings: readonly MeterReading[];
}

/** How long a meter is silent before it is taken to have said everything; at most this long altogether. */
const patience = { quiet: 2_500, all: 90_000 } as const;

/** Let the person choose a meter of the service, and hear what it has measured. `onState` tells how far it is. */
export async function hear(service: number, { after, onState }: { after: (device: string) => number | null; onState: (state: 'connecting' | 'waiting' | 'reading') => void }): Promise<Heard> {
  const device = await bluetooth()?.requestDevice({ filters: [{ services: [service] }] });
  if (!device?.gatt) throw new Error('no meter');
  onState('connecting');
  const { gatt } = device;
  try {
    const primary = await (await gatt.connect()).getPrimaryService(service);
    onState('waiting');
    const readings = await (service === 0x1808 ? hearGlucose(primary, { after: after(device.id), onState }) : hearOne(device, { primary, service, onState }));
    return { device: device.id, readings };
  } finally {
    if (gatt.connected) gatt.disconnect();
  }
}

interface Listening {
  /** Wait until the meter is silent, or until it is told that all was said. */
  readonly silence: () => Promise<void>;
  readonly heard: () => void;
  readonly finish: () => void;
}

function listening(): Listening {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const limit = setTimeout(() => resolve(), patience.all);
  const finish = () => {
    clearTimeout(quiet);
    clearTimeout(limit);
    resolve();
  };
  return {
    silence: () => promise,
    heard: () => {
      clearTimeout(quiet);
      quiet = setTimeout(finish, patience.quiet);
    },
    finish,
  };
}

async function listen(characteristic: Characteristic, take: (view: DataView) => void): Promise<void> {
  characteristic.addEventListener('characteristicvaluechanged', () => {
    const { value } = characteristic;
    // A message that is cut off is no measurement; the others still count.
    if (value) {
      try {
        take(value);
      } catch {
        return;
      }
    }
  });
  await characteristic.startNotifications();
}

/** Blood pressure and weight: the meter says what it has by itself, and goes. */
async function hearOne(device: Device, { primary, service, onState }: { primary: Service; service: number; onState: (state: 'reading') => void }): Promise<MeterReading[]> {
  const [uuid, read] = service === 0x1810 ? ([0x2a35, readBloodPressure] as const) : ([0x2a9d, readWeight] as const);
  const readings: MeterReading[] = [];
  const wait = listening();
  device.addEventListener('gattserverdisconnected', wait.finish);
  await listen(await primary.getCharacteristic(uuid), (view) => {
    onState('reading');
    wait.heard();
    const reading = read(view);
    if (reading) readings.push(reading);
  });
  await wait.silence();
  return readings;
}

/** Glucose: the memory is asked for through the control point, and its answer ends the talk. */
async function hearGlucose(primary: Service, { after, onState }: { after: number | null; onState: (state: 'reading') => void }): Promise<readonly MeterReading[]> {
  const measurements: GlucoseMeasurement[] = [];
  const contexts: GlucoseContext[] = [];
  const wait = listening();
  await listen(await primary.getCharacteristic(0x2a18), (view) => {
    onState('reading');
    measurements.push(readGlucose(view));
  });
  try {
    await listen(await primary.getCharacteristic(0x2a34), (view) => void contexts.push(readGlucoseContext(view)));
  } catch {
    // The context is optional in the service.
  }
  const control = await primary.getCharacteristic(0x2a52);
  await listen(control, (view) => {
    if (readControlPoint(view) !== null) wait.finish();
  });
  await control.writeValue(reportRecords(after));
  await wait.silence();
  return glucoseReadings(measurements, contexts);
}
