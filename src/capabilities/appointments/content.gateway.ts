import { Holidays, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { Services } from './schedules.ts';

export const services = readContent('appointment-services.yaml', Services);
export const titleOf = (service: string) => services.find(({ id }) => id === service)?.title ?? { zh: service, en: service };

export const calendar = workingCalendar(readContent('holidays.yaml', Holidays));
