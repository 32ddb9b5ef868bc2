import { linkId } from '../../extract/link-ids.js';
import { noneThrough, valuesAt, type Decision } from '../../decide/decision.js';
import type { Value } from '../../table/value.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { kindNamed } from '../../words/words.js';

/** What comes through of one kind in one version, by id; a link's is the JSON list of its ids. */
export type RowsById = ReadonlyMap<string, readonly Value[]>;

/** What differs for one kind between two decisions about the same extract. */
export interface Differing {
  /** Ids, in the order of their code units. */
  readonly appear: readonly string[];
  readonly go: readonly string[];
  /** With the stored fields that differ. */
  readonly change: ReadonlyMap<string, readonly ChangedField[]>;
}

/** A stored field of a record or link, in both versions. */
export interface ChangedField {
  readonly name: string;
  readonly before: Value;
  readonly after: Value;
}

export function rowsOf(decision: Decision, kind: string): RowsById {
  const through = decision.through.get(kind) ?? noneThrough;
  return new Map(
    Array.from({ length: through.length }, (_, at) => {
      const [first, second] = through.idsAt(at);
      return [second === undefined ? first : linkId([first, second]), valuesAt(through, at)];
    }),
  );
}

/** Compares what is stored of a kind, field by field, by the fields' names. */
export function differingRows(
  kind: string,
  [before, after]: readonly [Decision, Decision],
  pipelines: readonly [Pipeline, Pipeline],
): Differing {
  const [was, is] = [rowsOf(before, kind), rowsOf(after, kind)];
  const columns = columnsOf(kind, pipelines);
  const change = new Map<string, ChangedField[]>();
  for (const id of sorted(is)) {
    const [old, now] = [was.get(id), is.get(id)];
    if (old === undefined || now === undefined) continue;
    const both = columns.map(({ name, at: [a, b] }) => ({ name, before: old[a] ?? null, after: now[b] ?? null }));
    const fields = both.filter((field) => field.before !== field.after);
    if (fields.length > 0) change.set(id, fields);
  }
  return {
    appear: sorted(is).filter((id) => !was.has(id)),
    go: sorted(was).filter((id) => !is.has(id)),
    change,
  };
}

function columnsOf(kind: string, pipelines: readonly [Pipeline, Pipeline]): { name: string; at: [number, number] }[] {
  const [before, after] = pipelines.map((pipeline) => {
    const fields = kindNamed(pipeline, kind)?.fields ?? [];
    return fields.filter(({ kept }) => kept).map(({ name }) => name);
  }) as [string[], string[]];
  const names = [...new Set([...after, ...before])];
  return names.map((name) => ({ name, at: [before.indexOf(name), after.indexOf(name)] }));
}

function sorted(rows: RowsById): string[] {
  return [...rows.keys()].sort(byCodeUnit);
}
