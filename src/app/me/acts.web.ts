import type { FindContract } from '../../platform/outbox.web.ts';

/** What may wait for a network, by its capability; a capability joins with one line. */
export const findAct: FindContract = async (path) => {
  const [records, selfcare, forms] = await Promise.all([import('../../capabilities/records/own.ts'), import('../../capabilities/selfcare/selfcare.ts'), import('../../capabilities/forms/responding.ts')]);
  return [records.enterOwnObservations, selfcare.markDone, forms.submitMine, forms.submitOpen].find((contract) => `${contract.method} ${contract.path}` === path);
};
