import type { Day, Instant } from '../../kernel/day.ts';
import type { ConditionCode } from './conditions.ts';
import type { Setting } from './organizations.ts';

export type Sex = 'male' | 'female';

export type DemoRole = 'resident' | 'patient' | 'employee' | 'pupil' | 'participant';

/** `organization` is the most particular node of the demo tree: grid, department, workshop, class or group. */
export type DemoMembership = { organization: string; role: DemoRole; since: Day; post: string | null };

/** Only what somebody found out is a condition; undiscovered illness shows in the values alone. */
export type DemoCondition = { code: ConditionCode; icd10: string; onset: Day; recorded: Day };

export type DemoSource = 'check-up' | 'follow-up' | 'home' | 'screening' | 'survey' | 'import';

/** Planted on purpose: a value nobody can have, or one measurement that arrived a second time by another way. */
export type DemoFlaw = 'implausible' | 'duplicate';

export type DemoObservation = {
  code: string;
  effectiveAt: Instant;
  recordedAt: Instant;
  value: number;
  value2: number | null;
  source: DemoSource;
  flaw: DemoFlaw | null;
};

/** What is so, whether or not anybody knows: for tests, never to be loaded. */
export type DemoTruth = {
  hypertension: Awareness;
  diabetes: Awareness;
  smoker: boolean;
  bmi: number;
  myopic: boolean;
};

/** 'none' has not got it; 'unknown' has it and was never told. */
export type Awareness = 'none' | 'unknown' | 'untreated' | 'treated' | 'controlled';

export type DemoPerson = {
  index: number;
  setting: Setting;
  nameZh: string;
  sex: Sex;
  birthDate: Day;
  idNumber: string;
  /** Null for children, who are reached through their guardians. */
  phone: string | null;
  address: string;
  status: 'active' | 'moved' | 'died';
  statusDay: Day | null;
  /** The main one first. */
  memberships: DemoMembership[];
  conditions: DemoCondition[];
  observations: DemoObservation[];
  truth: DemoTruth;
};
