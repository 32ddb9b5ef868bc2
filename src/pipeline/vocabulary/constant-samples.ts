import type { Option } from '../pipeline.js';

export type PipelineOptions = ReadonlyMap<string, Option>;

/** Values that an option, or the day, may have; the default first. That a default decides is no fault of a condition. */
export function constantSamples(fact: string, options: PipelineOptions): unknown[] {
  if (fact === 'today') return ['2026-06-15', '1999-12-31', '2099-01-01'];
  const option = options.get(fact.slice('option.'.length));
  switch (option?.type) {
    case 'boolean':
      return [option.default, option.default !== true];
    case 'number':
      return [option.default, Number(option.default) + 1, 0];
    case 'list':
      return [option.default, []];
    case 'one of':
      return [option.default, ...option.values.filter((value) => value !== option.default)];
    default:
      return [option?.default ?? null, 'x'];
  }
}
