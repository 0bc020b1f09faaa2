import { readContent } from '../../platform/content.ts';
import { handle } from '../../platform/handle.ts';
import { IndicatorDefinitions, listIndicatorDefinitions } from './indicators.ts';

const definitions = readContent('indicators.yaml', IndicatorDefinitions);

export const api = [handle(listIndicatorDefinitions, () => Promise.resolve(definitions))];
