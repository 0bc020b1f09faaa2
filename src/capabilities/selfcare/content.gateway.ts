import { readContent } from '../../platform/content.ts';
import { SelfCareContent } from './content.ts';

export const selfCare = readContent('self-care.yaml', SelfCareContent);
export const goalKinds = new Map(selfCare.goals.map((kind) => [kind.id, kind]));
