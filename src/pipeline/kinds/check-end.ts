import type { Node } from 'yaml';
import type { IdPart, LinkEnd, RecordKind } from '../pipeline.js';
import { counted } from '../text/counted.js';
import { didYouMean } from '../text/did-you-mean.js';
import { usualFieldType } from '../vocabulary/source-types.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

/** Notes what an end of links says of its keys and cannot mean. */
export function checkEnd(file: YamlFile, entries: Entries, end: LinkEnd, records: readonly RecordKind[]): void {
  const to = records.find(({ name }) => name === end.to);
  checkExcluded(file, entries, end);
  if (end.by !== null && to !== undefined) checkBy(file, entries, end.by, to);
  checkParts(file, entries.get('from')?.node ?? null, end, records);
}

function checkExcluded(file: YamlFile, entries: Entries, { keys }: LinkEnd): void {
  const note = (key: string, message: string, hint: string) => {
    const entry = entries.get(key);
    if (entry !== undefined) file.problem(entry.key, 'excludes', message, hint);
  };
  if (keys.length === 0) {
    note('text', 'There is no `from` whose values it would change.', 'Give the end a `from`, or remove it.');
    note('by', 'There is no `from` that would name the field.', 'Give the end a `from`, or remove it.');
  }
  if (keys.some(({ parts }) => parts !== null)) {
    note('text', '`text` and `{ key: [...] }` exclude each other.', 'Write it in the part: { from: path, text: … }.');
    note('by', '`by` and `{ key: [...] }` exclude each other: a field has one value.', 'Keep one of them.');
  }
}

/** Notes ids in one text where an entry is one link, and so names one record at each end. */
export function checkSplit(file: YamlFile, node: Node | null, { keys }: Pick<LinkEnd, 'keys'>): void {
  if (keys.every(({ split }) => split === null)) return;
  const message = 'An entry of a section is one link, so it names one record at each end: `split` has no place here.';
  file.problem(node, 'excludes', message, 'Links of several ids are within a record: use `within`.');
}

function checkBy(file: YamlFile, entries: Entries, by: string, { name, fields }: RecordKind): void {
  const node = entries.get('by')?.node ?? null;
  const field = fields.find((one) => one.name === by);
  const read = fields.filter(({ from, type }) => from !== null && type === usualFieldType);
  const names = read.map((one) => one.name);
  if (field === undefined) file.problem(node, 'by-field', `${name} has no field "${by}".`, didYouMean(by, names));
  else if (!read.includes(field))
    file.problem(node, 'by-field', '`by` needs a field of type text that the extract gives.', didYouMean('', names));
}

/** @param node what its `from` takes */
export function checkParts(
  file: YamlFile,
  node: Node | null,
  { to, by, keys }: LinkEnd,
  records: readonly RecordKind[],
): void {
  const [view] = records.find(({ name }) => name === to)?.views ?? [];
  if (by !== null || view === undefined) return;
  const wanted = partsOf(view.idParts);
  // It is reported where the id is.
  if (wanted === 0) return;
  for (const { list, parts } of keys) {
    const given = partsOf(parts);
    if (given === wanted) continue;
    const message = `The id of ${to} has ${counted(wanted, 'part')}, this end has ${String(given)}.`;
    const hint =
      list || keys.length > 1
        ? 'A list here is several ids: one that is made of parts is written { key: [...] }.'
        : 'Both name the same parts, in the same order.';
    file.problem(node, 'key-parts', message, hint);
    return;
  }
}

function partsOf(parts: readonly IdPart[] | null): number {
  return parts?.length ?? 1;
}
