import { checkPaths } from './kinds/check-paths.js';
import { checkSchools } from './kinds/check-schools.js';
import { checkViews } from './kinds/check-views.js';
import { countsOf, kindsOf, type Field, type Pipeline, type RecordKind } from './pipeline.js';
import { programTables } from './program-tables.js';
import { didYouMean } from './text/did-you-mean.js';
import { isBlank } from './text/text.js';
import type { YamlFile } from './yaml/yaml-file.js';

/**
 * Checks what only the whole pipeline can show.
 * @param areEndsKnown whether each end of a link names a kind: if not, what records have of links cannot be checked
 */
export function checkPipeline(file: YamlFile, pipeline: Pipeline, areEndsKnown: boolean): void {
  checkKinds(file, pipeline);
  checkNames(file, pipeline);
  if (areEndsKnown) checkLinksOfRecords(file, pipeline);
  checkPaths(file, pipeline);
  checkViews(file, pipeline);
  checkSchools(file, pipeline);
  checkColumns(file, pipeline);
}

/** Unlike other unfit names, these are always refused: no database ever had a table of such a name. */
function checkKinds(file: YamlFile, pipeline: Pipeline): void {
  for (const { type, name } of kindsOf(pipeline)) {
    if (!/[.\p{Cc}]/u.test(name) && !isBlank(name)) continue;
    const node = file.findKey(type === 'record' ? 'records' : 'links', name);
    const hint = 'A name is letters (a to z, A to Z) and digits, a letter first.';
    file.problem(node, 'unfit-name', `"${name}" cannot be the name of a table.`, hint);
  }
}

/** A kind is a table. Its fields are columns, beside those that every such table has. */
function checkColumns(file: YamlFile, pipeline: Pipeline): void {
  for (const kind of kindsOf(pipeline)) {
    const section = kind.type === 'record' ? 'records' : 'links';
    if (programTables.includes(kind.table) || kind.table.startsWith('pullthrough_'))
      file.problem(
        file.findKey(section, kind.name),
        'reserved-name',
        `pullthrough itself has a table "${kind.table}".`,
      );
    const own = kind.type === 'record' ? ['id', 'left_at'] : kind.ends.map(({ column }) => column);
    const taken = new Set(['school_id', 'row_digest', 'row_folded', 'typed_folded', ...own]);
    const fields = [...kind.fields.filter(({ kept }) => kept), ...(kind.type === 'record' ? kind.local : [])];
    for (const { name, column } of fields) {
      const node = file.findKey(section, kind.name, 'local', name) ?? file.findKey(section, kind.name, 'keep', name);
      if (taken.has(column))
        file.problem(node, 'repeated-name', `The table of ${kind.name} has a column "${column}" already.`);
      taken.add(column);
    }
  }
}

/** Notes names given twice. */
function checkNames(file: YamlFile, pipeline: Pipeline): void {
  const seen = new Set<string>();
  for (const { name, one, type } of kindsOf(pipeline)) {
    for (const word of new Set([name, one])) {
      const section = type === 'record' ? 'records' : 'links';
      const node = file.find(section, name, 'one') ?? file.findKey(section, name);
      if (seen.has(word)) file.problem(node, 'repeated-name', `Two kinds are called "${word}".`);
      seen.add(word);
    }
  }
}

/** Notes counts that clash, and fields that `else` does not find. */
function checkLinksOfRecords(file: YamlFile, pipeline: Pipeline): void {
  for (const kind of pipeline.records) {
    const counts = countsOf(pipeline, kind.name).map((count) => count.fact);
    const twice = counts.find((count, index) => counts.indexOf(count) !== index);
    if (twice !== undefined) {
      const last = countsOf(pipeline, kind.name)
        .filter((count) => count.fact === twice)
        .at(-1);
      file.problem(
        file.findKey('links', last?.link.name ?? '', 'joins'),
        'repeated-name',
        `Records of ${kind.name} have two counts "${twice}".`,
        'Give one of the ends a `count:` of its own.',
      );
    }
    for (const field of kind.fields) if (field.else !== null) checkElse(file, pipeline, kind, field, field.else);
  }
}

/** Values come from links that end at the record, and are stored only if the link stores them too. */
function checkElse(
  file: YamlFile,
  { links }: Pipeline,
  kind: RecordKind,
  field: Field,
  { link: linkName, field: name }: NonNullable<Field['else']>,
): void {
  const node =
    file.find('records', kind.name, 'keep', field.name, 'else') ??
    file.find('records', kind.name, 'read', field.name, 'else');
  const what = `else of ${kind.name}.${field.name}`;
  const wanted = `${linkName}.${name}`;
  const ending = links.filter(({ ends }) => ends.some(({ to }) => to === kind.name));
  const names = ending.flatMap((link) =>
    link.fields.filter(({ kept }) => kept || !field.kept).map((inner) => `${link.name}.${inner.name}`),
  );
  const link = links.find((candidate) => candidate.name === linkName);
  const found = link?.fields.find((candidate) => candidate.name === name);
  if (link === undefined || found === undefined)
    file.problem(node, 'unknown-field', `${what}: there is no field "${wanted}".`, didYouMean(wanted, names));
  else if (!ending.includes(link))
    file.problem(
      node,
      'unknown-field',
      `${what}: ${linkName} have no end at ${kind.name}, so there is never a value.`,
      didYouMean(wanted, names),
    );
  else if (field.kept && !found.kept) {
    const hint = `Put it under keep: of ${linkName} if it may be stored, or remove this else.`;
    file.problem(node, 'never-stored', `${what}: "${name}" is under read: and is never stored.`, hint);
  }
}
