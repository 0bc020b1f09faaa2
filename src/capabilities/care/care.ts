/** Refusals of care. */
import { problems } from '../../kernel/problem.ts';

export const refuse = problems('care', {
  unknownProgramme: 404, unknownTemplate: 404, unknownOrganization: 404, knownProgramme: 409, endsBeforeStart: 422, faultyCriterion: 422, changedMeanwhile: 409, unknownPerson: 404,
  leftCare: 409, wrongVisitDay: 422, nextNotAfter: 422, nextTooLate: 422, dangerNeedsAction: 422, dangerNeedsNote: 422,
  unknownPlan: 404, notYourPart: 403, notInTeam: 422, planNotOpen: 409, reviewNotAhead: 422, unknownCase: 404, caseClosed: 409,
});
