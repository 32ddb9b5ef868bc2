import { isDeepStrictEqual } from 'node:util';
import { tablesOf, type PipelineTable } from '../load/tables/tables.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';

/** A pipeline, and where its tables are. */
export interface Placed {
  readonly pipeline: Pipeline;
  readonly database: string;
}

/**
 * What of a pipeline differs of all that pages have from their start on: the open database with its tables, and the
 * secrets by which people sign in. By the keys of the pipeline, and never with their values.
 */
export function needsRestart(before: Placed, after: Placed): string[] {
  const serve = [before.pipeline.serve, after.pipeline.serve] as const;
  return [
    ...(before.database === after.database ? [] : ['database']),
    ...(['signIn', 'secondFactor', 'key'] as const)
      .filter((key) => !isDeepStrictEqual(serve[0][key], serve[1][key]))
      .map((key) => `serve.${key}`),
    ...differingKinds(before.pipeline, after.pipeline),
  ];
}

function differingKinds(before: Pipeline, after: Pipeline): string[] {
  const tables = [tablesByKey(before), tablesByKey(after)] as const;
  return [...new Set(tables.flatMap((one) => [...one.keys()]))].flatMap((key) => {
    const [old, now] = [tables[0].get(key), tables[1].get(key)];
    if (isDeepStrictEqual(old, now)) return [];
    const columns = old === undefined || now === undefined ? [] : differingColumns(old, now);
    return [columns.length === 0 ? key : `${key} (${columns.join(', ')})`];
  });
}

function tablesByKey(pipeline: Pipeline): ReadonlyMap<string, PipelineTable> {
  const types = new Map(kindsOf(pipeline).map(({ name, type }) => [name, type]));
  return new Map(tablesOf(pipeline).map((table) => [`${types.get(table.kind) ?? ''}s.${table.kind}`, table]));
}

function differingColumns(before: PipelineTable, after: PipelineTable): string[] {
  const [old, now] = [columnsOf(before), columnsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
}

function columnsOf({ kept, local }: PipelineTable): ReadonlyMap<string, string> {
  const typed = local.map((name) => [name, 'typed'] as const);
  return new Map([
    ...kept.map(({ name, type, isDecimal }) => [name, `${type} ${String(isDecimal)}`] as const),
    ...typed,
  ]);
}
