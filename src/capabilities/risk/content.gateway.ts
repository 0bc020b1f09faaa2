/** Reads the clinical tables that ship in `content/risk`, with the facts they speak of, and says where one is faulty. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { RiskContent } from './content.ts';

const shipped = fileURLToPath(new URL('../../../content/risk/', import.meta.url));

const files = {
  bloodPressure: 'blood-pressure.yaml',
  hypertensionRisk: 'hypertension-risk.yaml',
  chinaPar: 'china-par.yaml',
  diabetesRisk: 'diabetes-risk.yaml',
  metabolicSyndrome: 'metabolic-syndrome.yaml',
  body: 'body.yaml',
  lipids: 'lipids.yaml',
  kidney: 'kidney.yaml',
  control: 'control.yaml',
  followup: 'followup.yaml',
  selfCare: 'self-care.yaml',
  facts: '../facts.yaml',
  tiers: 'tiers.yaml',
} as const satisfies Record<keyof RiskContent, string>;

/** Throws a ZodError with file and path when a table does not fit its schema. */
export function loadRiskContent(folder: string = shipped): RiskContent {
  const read = Object.entries(files).map(([key, file]): [string, unknown] => [key, parse(readFileSync(`${folder}/${file}`, 'utf8'))]);
  return RiskContent.parse(Object.fromEntries(read));
}
