/** Table of contents: every capability that the server offers, in the order in which they build on each other. */
import * as organizationsApi from '../capabilities/organizations/organizations.api.ts';
import * as partnersApi from '../capabilities/organizations/partners.api.ts';
import * as partnersStore from '../capabilities/organizations/partners.store.ts';
import * as organizationsStore from '../capabilities/organizations/organizations.store.ts';
import * as householdsApi from '../capabilities/people/households.api.ts';
import * as movesApi from '../capabilities/people/moves.api.ts';
import * as duplicatesStore from '../capabilities/people/duplicates.store.ts';
import * as mergingApi from '../capabilities/people/merging.api.ts';
import * as mergingStore from '../capabilities/people/merging.store.ts';
import * as peopleUpkeepApi from '../capabilities/people/upkeep.api.ts';
import * as peopleApi from '../capabilities/people/people.api.ts';
import * as registeringApi from '../capabilities/people/registering.api.ts';
import * as searchingApi from '../capabilities/people/searching.api.ts';
import * as peopleStore from '../capabilities/people/people.store.ts';
import * as householdsStore from '../capabilities/people/households.store.ts';
import * as movesStore from '../capabilities/people/moves.store.ts';
import * as accessApi from '../capabilities/access/access.api.ts';
import * as accessStore from '../capabilities/access/access.store.ts';
import * as cliniciansStore from '../capabilities/access/clinicians.store.ts';
import * as accountsApi from '../capabilities/access/accounts.api.ts';
import * as auditApi from '../capabilities/access/audit.api.ts';
import * as auditStore from '../capabilities/access/audit.store.ts';
import * as consentApi from '../capabilities/access/consent.api.ts';
import * as consentStore from '../capabilities/access/consent.store.ts';
import * as erasureApi from '../capabilities/access/erasure.api.ts';
import * as erasureStore from '../capabilities/access/erasure.store.ts';
import * as holdsStore from '../capabilities/access/holds.store.ts';
import * as emergencyApi from '../capabilities/access/emergency.api.ts';
import * as emergencyStore from '../capabilities/access/emergency.store.ts';
import * as residentsApi from '../capabilities/access/residents.api.ts';
import * as residentsStore from '../capabilities/access/residents.store.ts';
import * as policyApi from '../capabilities/access/policy.api.ts';
import * as policyStore from '../capabilities/access/policy.store.ts';
import * as phoneSignInApi from '../capabilities/access/phone-sign-in.api.ts';
import * as signingApi from '../capabilities/access/signing.api.ts';
import * as signingStore from '../capabilities/access/signing.store.ts';
import * as systemsApi from '../capabilities/access/systems.api.ts';
import * as systemsStore from '../capabilities/access/systems.store.ts';
import * as teamsApi from '../capabilities/access/teams.api.ts';
import * as teamsStore from '../capabilities/access/teams.store.ts';
import * as recordsApi from '../capabilities/records/records.api.ts';
import * as erasingStore from '../capabilities/records/erasing.store.ts';
import * as recordsStore from '../capabilities/records/records.store.ts';
import * as formsApi from '../capabilities/forms/forms.api.ts';
import * as formsStore from '../capabilities/forms/forms.store.ts';
import * as factsStore from '../capabilities/rules/facts.store.ts';
import * as deskApi from '../capabilities/risk/desk.api.ts';
import * as estimatesApi from '../capabilities/risk/estimates.api.ts';
import * as modelsStore from '../capabilities/risk/models.store.ts';
import * as reviewsApi from '../capabilities/risk/reviews.api.ts';
import * as reviewsStore from '../capabilities/risk/reviews.store.ts';
import * as tierListApi from '../capabilities/risk/tier-list.api.ts';
import * as riskApi from '../capabilities/risk/risk.api.ts';
import * as upkeepApi from '../capabilities/risk/upkeep.api.ts';
import * as tiersStore from '../capabilities/risk/tiers.store.ts';
import * as callsApi from '../capabilities/worklist/calls.api.ts';
import * as callsStore from '../capabilities/worklist/calls.store.ts';
import * as viewsApi from '../capabilities/worklist/views.api.ts';
import * as viewsStore from '../capabilities/worklist/views.store.ts';
import * as worklistApi from '../capabilities/worklist/worklist.api.ts';
import * as worklistStore from '../capabilities/worklist/worklist.store.ts';
import * as followupApi from '../capabilities/care/followup.api.ts';
import * as followupStore from '../capabilities/care/followup.store.ts';
import * as keyPersonsApi from '../capabilities/care/key-persons.api.ts';
import * as keyPersonsStore from '../capabilities/care/key-persons.store.ts';
import * as pathwaysApi from '../capabilities/care/pathways.api.ts';
import * as pathwaysStore from '../capabilities/care/pathways.store.ts';
import * as carePlansApi from '../capabilities/care/plans.api.ts';
import * as carePlansStore from '../capabilities/care/plans.store.ts';
import * as planningApi from '../capabilities/care/planning.api.ts';
import * as selfcareApi from '../capabilities/selfcare/selfcare.api.ts';
import * as selfcareStore from '../capabilities/selfcare/selfcare.store.ts';
import * as appointmentsApi from '../capabilities/appointments/appointments.api.ts';
import * as appointmentsStore from '../capabilities/appointments/appointments.store.ts';
import * as ownAppointmentsApi from '../capabilities/appointments/mine.api.ts';
import * as schedulesApi from '../capabilities/appointments/schedules.api.ts';
import * as schedulesStore from '../capabilities/appointments/schedules.store.ts';
import * as appointmentsUpkeepApi from '../capabilities/appointments/upkeep.api.ts';
import * as waitlistStore from '../capabilities/appointments/waitlist.store.ts';
import * as activitiesApi from '../capabilities/activities/activities.api.ts';
import * as activitiesStore from '../capabilities/activities/activities.store.ts';
import * as indicatorsApi from '../capabilities/indicators/indicators.api.ts';
import * as indicatorsUpkeepApi from '../capabilities/indicators/upkeep.api.ts';
import * as indicatorValuesApi from '../capabilities/indicators/values.api.ts';
import * as indicatorValuesStore from '../capabilities/indicators/values.store.ts';
import * as plansApi from '../capabilities/plans/plans.api.ts';
import * as plansStore from '../capabilities/plans/plans.store.ts';
import * as programmesApi from '../capabilities/programmes/programmes.api.ts';
import * as riskRegisterApi from '../capabilities/programmes/risk-register.api.ts';
import * as spendingApi from '../capabilities/programmes/spending.api.ts';
import * as spendingStore from '../capabilities/programmes/spending.store.ts';
import * as programmesStore from '../capabilities/programmes/programmes.store.ts';
import * as reportsApi from '../capabilities/reports/reports.api.ts';
import * as reportsStore from '../capabilities/reports/reports.store.ts';
import { randomUUID } from 'node:crypto';
import { tellByMessage } from './appointment-messages.ts';
import { noteChanged } from './changed.ts';
import { derived } from './derived.ts';
import { crisisWork } from './crisis-work.ts';
import * as messagingApi from '../capabilities/messaging/messaging.api.ts';
import * as messagingStore from '../capabilities/messaging/messaging.store.ts';
import * as monitoringApi from '../capabilities/monitoring/monitoring.api.ts';
import { brokerPort } from '../capabilities/monitoring/broker.gateway.ts';
import * as monitoringStore from '../capabilities/monitoring/monitoring.store.ts';
import type { Topic } from '../kernel/live.ts';
import { personLines } from './person-lines.ts';
import { numbersOf, numbersOnFile } from './person-numbers.ts';
import { remindByMessage } from './form-reminders.ts';
import { departing } from './departing.ts';
import { visitPorts } from './visit-answers.ts';
import type { Migration } from '../platform/migrations.ts';

/** Who hears of an appointment that was made, moved, cancelled or comes near. */
const appointmentTold = [tellByMessage];

/** Told in the same transaction that somebody died or moved away: whoever keeps open work of a person closes it here. */
const peopleLeft: readonly movesApi.OnLeft[] = [
  worklistApi.whenLeft,
  appointmentsUpkeepApi.whenLeft(appointmentTold),
];

/** What follows an answer in the same transaction: work for the staff when it calls for help, and the person's facts and tier. */
const answered: formsApi.FormHooks = {
  ...crisisWork,
  onRemind: [remindByMessage],
  onKnown: [noteChanged],
};

const people = [
  ...searchingApi.api,
  ...registeringApi.api,
  ...householdsApi.api(cliniciansStore.cliniciansInReach),
  ...movesApi.api(peopleLeft),
  ...mergingApi.api,
  ...peopleApi.api,
];

export const endpoints = [
  ...organizationsApi.api,
  ...partnersApi.api,
  ...people,
  ...accessApi.api,
  ...accountsApi.api,
  ...signingApi.api,
  ...policyApi.api,
  ...residentsApi.api(numbersOnFile),
  ...phoneSignInApi.api(numbersOnFile),
  ...consentApi.api(derived),
  ...erasureApi.api({ lastContacts: erasingStore.lastContacts, erase: erasingStore.eraseHomeValues, derived }),
  ...systemsApi.api,
  ...auditApi.api,
  ...emergencyApi.api(numbersOnFile),
  ...teamsApi.api,
  ...formsApi.api(answered),
  ...recordsApi.api(numbersOf, monitoringApi.recorded),
  ...riskApi.api,
  ...deskApi.api,
  ...reviewsApi.api,
  ...estimatesApi.api,
  ...tierListApi.api,
  ...messagingApi.api({ lines: personLines, staff: (ctx) => cliniciansStore.cliniciansInReach(ctx.db) }),
  ...monitoringApi.api({ lines: personLines, staff: (ctx) => cliniciansStore.cliniciansInReach(ctx.db), mqttPort: brokerPort }),
  ...worklistApi.api({ lines: personLines, colleagues: viewsStore.staffInReach }),
  ...callsApi.api(departing(people)),
  ...viewsApi.api,
  ...pathwaysApi.api,
  ...followupApi.api(visitPorts(answered)),
  ...selfcareApi.api,
  ...carePlansApi.api,
  ...keyPersonsApi.api,
  ...schedulesApi.api({ clinicians: (ctx) => cliniciansStore.cliniciansInReach(ctx.db), tell: appointmentTold }),
  ...appointmentsApi.api(appointmentTold),
  ...ownAppointmentsApi.api(appointmentTold),
  ...activitiesApi.api,
  ...indicatorsApi.api,
  ...indicatorValuesApi.api,
  ...plansApi.api,
  ...programmesApi.api,
  ...spendingApi.api,
  ...riskRegisterApi.api,
  ...reportsApi.api(programmesApi.programmeView),
];

export const jobs = [
  ...partnersApi.jobs,
  ...peopleUpkeepApi.jobs,
  ...upkeepApi.jobs,
  ...messagingApi.jobs,
  ...monitoringApi.jobs,
  ...planningApi.jobs,
  ...keyPersonsApi.jobs,
  ...appointmentsUpkeepApi.jobs(appointmentTold, randomUUID),
  ...indicatorsUpkeepApi.jobs,
  ...programmesApi.jobs,
];

/** What open screens can hear of the moment it is committed. */
export const topics: readonly Topic[] = [
  ...messagingApi.topics,
  ...monitoringApi.topics,
];

const stores = [
  organizationsStore,
  partnersStore,
  peopleStore,
  householdsStore,
  movesStore,
  duplicatesStore,
  mergingStore,
  accessStore,
  signingStore,
  residentsStore,
  policyStore,
  systemsStore,
  consentStore,
  holdsStore,
  erasureStore,
  cliniciansStore,
  auditStore,
  emergencyStore,
  teamsStore,
  recordsStore,
  formsStore,
  factsStore,
  tiersStore,
  reviewsStore,
  modelsStore,
  worklistStore,
  messagingStore,
  monitoringStore,
  callsStore,
  viewsStore,
  pathwaysStore,
  followupStore,
  selfcareStore,
  carePlansStore,
  keyPersonsStore,
  schedulesStore,
  appointmentsStore,
  waitlistStore,
  activitiesStore,
  indicatorValuesStore,
  plansStore,
  programmesStore,
  spendingStore,
  reportsStore,
];

export const migrations: readonly Migration[] = stores.flatMap((store) => store.migrations);

export const entities = Object.assign({}, ...stores.map((store) => store.entities));

/** Tables that the server may only add to. */
export const appendOnly: readonly string[] = [
  ...auditStore.appendOnly,
  ...formsStore.appendOnly,
];
