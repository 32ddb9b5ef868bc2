import type { Choice, Field, FieldSource, LinkKind, Pipeline, RecordKind } from './pipeline.js';
import { isReference } from './rules/evaluate.js';
import { comparesWhole, leavesAbout } from './rules/leaves-about.js';
import type { Leaf, Rule } from './rules/rule.js';
import { pathInList } from './source/source-path.js';
import type { Test } from './source/where.js';
import type { Place } from './yaml/yaml-file.js';

/** Whether a field is personal, and why. What is personal is shown nowhere but where people ask for it. */
export interface Personal {
  readonly isPersonal: boolean;
  /** `said`: by `personal`; `usual`: nothing says that it is not. */
  readonly by: 'said' | 'usual' | 'constant' | 'store' | 'rule' | 'where';
  readonly place: Place | null;
}

/**
 * Every field is personal, unless it says `personal: false`, or the configuration knows its values already: it has a
 * constant, `store` lists its values, or a rule or a `where`, of a view or of a value chosen from a list, compares all of a value with a
 * constant. That a rule asks whether it is blank, or for a part of it, says nothing of its values, and nothing that a rule asks does so
 * where the pipeline tells people apart by the field.
 */
export function personalOf(
  pipeline: Pipeline,
  rules: readonly Rule[],
  kind: RecordKind | LinkKind,
  field: Field,
): Personal {
  const at = pipeline.places.get(`${kind.name}.${field.name}`) ?? null;
  if (field.personal !== null) return { isPersonal: field.personal, by: 'said', place: at };
  if (field.constant !== null) return { isPersonal: false, by: 'constant', place: at };
  if (field.store !== null) return { isPersonal: false, by: 'store', place: at };
  if (tellsWho(pipeline, kind, field)) return usual;
  const rule = rules.find((one) => leavesAbout(one, kind.name, field.name, pipeline).some(namesValues));
  if (rule !== undefined) return { isPersonal: false, by: 'rule', place: rule.place };
  if (isInWhere(kind, field))
    return { isPersonal: false, by: 'where', place: pipeline.places.get(`${kind.name}:from`) ?? at };
  if (isInChoice(kind, field)) return { isPersonal: false, by: 'where', place: at };
  return usual;
}

const usual: Personal = { isPersonal: true, by: 'usual', place: null };

/**
 * Whether the pipeline itself takes the field for what tells people apart. A rule that keeps one of them out compares it with a
 * value, too, and that makes the values of all others no less personal.
 */
function tellsWho(pipeline: Pipeline, kind: RecordKind | LinkKind, { name }: Field): boolean {
  const searches = pipeline.duplicates.filter((one) => one.kind === kind.name);
  const traits = searches.flatMap(({ anyOf }) => anyOf.flatMap((one) => (one.type === 'field' ? [one.field] : [])));
  const facts = pipeline.facts.filter((one) => one.kind === kind.name).map((one) => one.field);
  const names = kind.type === 'record' ? kind.nameFields : [];
  return [...names, ...searches.flatMap(({ same }) => same), ...traits, ...facts].includes(name);
}

/** From so many values on it can be seen whether they tell records apart. */
const enoughToTell = 10;

/**
 * Whether the values that an extract has of a field tell its records apart, as a number of the MIS or a date of birth does, although
 * the configuration names some of them.
 * @param records how many records have a value
 */
export function tellApart({ by }: Personal, different: number, records: number): boolean {
  return (by === 'rule' || by === 'where') && records >= enoughToTell && different * 2 > records;
}

/** Whether a view asks for the values at the path that the field is read from there. */
function isInWhere({ views, fields }: RecordKind | LinkKind, field: Field): boolean {
  const index = fields.indexOf(field);
  return views.some(({ where, fields: read }) => {
    const source = read[index]?.source ?? null;
    return (
      where !== null &&
      typeof source === 'string' &&
      where.flat().some(({ path, test }) => path === source && asksForValues(test))
    );
  });
}

/** Whether it is chosen from lists whose entries some field of the kind chooses by the values at that path. */
function isInChoice({ views, fields }: RecordKind | LinkKind, { source, further }: Field): boolean {
  const choices = [fields, ...views.map((view) => view.fields)].flatMap((all) => all.flatMap(choicesOf));
  const asked = new Set(
    choices.flatMap(({ list, where }) =>
      (where?.flat() ?? []).filter(({ test }) => asksForValues(test)).map(({ path }) => pathInList(list, path)),
    ),
  );
  return [source, ...further].every((one) => isChoice(one) && asked.has(pathInList(one.list, one.value)));
}

function choicesOf({ source, further }: Field): Choice[] {
  return [source, ...further].filter(isChoice);
}

function isChoice(source: FieldSource | null): source is Choice {
  return typeof source === 'object' && source !== null && 'list' in source;
}

function asksForValues(test: Test): boolean {
  if ('all' in test) return test.all.some(asksForValues);
  if ('not' in test) return asksForValues(test.not);
  return 'operator' in test && namesValues(test);
}

function namesValues(leaf: Pick<Leaf, 'operator' | 'value'>): boolean {
  const { value } = leaf;
  if (!comparesWhole(leaf)) return false;
  if (isReference(value)) return value.fact.startsWith('option.');
  return Array.isArray(value) ? value.some((one) => one !== null) : value !== null;
}
