import { optionTypeNamed, type Option } from './option-types.js';

export type PipelineOptions = ReadonlyMap<string, Option>;

/** Values that an option, or the day, may have, the default first. A default that decides a condition is no fault. */
export function constantSamples(fact: string, options: PipelineOptions): unknown[] {
  if (fact === 'today') return ['2026-06-15', '1999-12-31', '2099-01-01'];
  const option = options.get(fact.slice('option.'.length));
  return option === undefined ? [null, 'x'] : [option.default, ...optionTypeNamed[option.type].samples(option)];
}
