import type { SourceMark } from '../extract/bytes/input.js';
import type { Store } from './dialect.js';
import { guarded } from './guarded.js';

interface SourceMarkRow {
  readonly source: string;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly digest: string;
  readonly made_at: string | null;
}

/** Fewer values than any database allows in one statement. */
const keysAtATime = 500;

/** By their keys, what is remembered of sources whose extract was loaded. */
export async function readSourceMarks(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  keys: readonly string[],
): Promise<Map<string, SourceMark>> {
  // A plan also reads what an earlier version made.
  if (present !== undefined && !(await knex.schema.hasTable('source_marks'))) return new Map();
  const marks = new Map<string, SourceMark>();
  for (let at = 0; at < keys.length; at += keysAtATime) {
    const rows = await guarded('Reading table source_marks', () =>
      knex<SourceMarkRow>('source_marks')
        .whereIn('source', keys.slice(at, at + keysAtATime))
        .select<SourceMarkRow[]>(),
    );
    for (const { source, etag, last_modified: lastModified, digest, made_at: at } of rows)
      marks.set(source, { etag, lastModified, mark: { digest, at: at === null ? null : Date.parse(at) } });
  }
  return marks;
}

/** Notes by what each source recognises the version of its extract that was loaded. */
export async function writeSourceMarks(
  { knex, dialect }: Pick<Store, 'knex' | 'dialect'>,
  sources: readonly { readonly key: string; readonly mark: SourceMark }[],
): Promise<void> {
  if (sources.length === 0) return;
  const values = ['etag', 'last_modified', 'digest', 'made_at'];
  await dialect.put(knex, {
    table: 'source_marks',
    key: ['source'],
    columns: ['source', ...values].map((name) => ({ name, type: 'text' }) as const),
    update: values,
    rows: sources.map(({ key, mark: { etag, lastModified, mark } }) => [
      key,
      etag,
      lastModified,
      mark.digest,
      mark.at === null ? null : new Date(mark.at).toISOString(),
    ]),
    isNew: false,
  });
}
