import { expect, test } from 'vitest';
import { survive } from '../../scripts/kill-ingest.ts';

// The full run is a command: node bin/run.js scripts/kill-ingest.ts 50000 20
test('no acknowledged reading is lost and no alarm is missing when server and database are killed', async () => {
  const { kills, ...found } = await survive(800, 2);
  expect(kills).toEqual({ server: 1, database: 1 });
  expect(found).toMatchObject({ acknowledged: 800, stored: 800, lost: 0, twice: 0, alarmsMissing: 0, alarmsTwice: 0, readingsAstray: 0 });
}, 180_000);
