import type { Configuration, EffectiveConfiguration } from '../../pipeline/configuration.js';
import type { EffectiveRule } from '../../pipeline/effective.js';
import {
  kindsOf,
  namedFields,
  type Field,
  type LinkKind,
  type Pipeline,
  type RecordKind,
} from '../../pipeline/pipeline.js';
import { ConfigurationError, inOneLine } from '../../pipeline/problem.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import type { Place } from '../../pipeline/yaml/yaml-file.js';
import { kindNamed } from '../../words/words.js';
import { columnChanges, type ColumnChange } from './column-changes.js';
import { asPlain, fieldChanges, keysOfKind, meaning, placeIn } from './rule-changes.js';

/** One thing that a configuration says otherwise than another version of it. */
export interface SettingChange {
  readonly what: 'option' | 'term' | 'rule' | 'guard' | 'pause' | 'retired' | 'kind' | 'field' | 'pipeline';
  /** Of a rule the kind and its name, of a field `kind.field` and the key. */
  readonly name: string;
  readonly how: string;
  /** As JSON has it; null if it is not there. */
  readonly before: unknown;
  readonly after: unknown;
  /** In the version that has it. */
  readonly place: Place | null;
}

export interface SchoolChanges {
  readonly school: string;
  /** All that differs for this school. */
  readonly changes: readonly SettingChange[];
  /** Why its file cannot be read in one of the versions; null if it can in both. */
  readonly reason: string | null;
}

/** What differs between two versions of a configuration, for all schools and for those with files of their own. */
export interface ConfigurationImpact {
  readonly against: string;
  /** For each school without a file of its own. */
  readonly base: readonly SettingChange[];
  /** Those that have a file and for which something else differs than for all, in the order of their ids. */
  readonly schools: readonly SchoolChanges[];
  /** What fields that came or went do to the tables. */
  readonly columns: readonly ColumnChange[];
}

type Versions = readonly [before: Configuration, after: Configuration];
type Effectives = readonly [before: EffectiveConfiguration, after: EffectiveConfiguration];

/** @param asked the schools to look at; all, if there are none */
export function configurationChanges(
  against: string,
  versions: Versions,
  asked: readonly string[],
): ConfigurationImpact {
  const [before, after] = versions;
  const ofPipeline = pipelineChanges(before.pipeline, after.pipeline);
  const of = (school: string | null) => {
    const [was, is] = [before.effective(school), after.effective(school)];
    const isOfAll = was.pipeline === before.pipeline && is.pipeline === after.pipeline;
    return [...settingChanges([was, is]), ...(isOfAll ? ofPipeline : pipelineChanges(was.pipeline, is.pipeline))];
  };
  const base = of(null);
  const ids = asked.length > 0 ? asked : versions.flatMap(({ files }) => [...files.keys()]);
  const schools = [...new Set(ids)].sort(byCodeUnit).map((school): SchoolChanges => {
    try {
      return { school, changes: of(school), reason: null };
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return { school, changes: [], reason: inOneLine(error.problems) };
    }
  });
  const saidOfAll = JSON.stringify(base);
  return {
    against,
    base,
    columns: columnChanges([before.pipeline, after.pipeline]),
    schools: schools.filter((one) => one.reason !== null || JSON.stringify(one.changes) !== saidOfAll),
  };
}

function settingChanges([before, after]: Effectives): SettingChange[] {
  const options = changesByName(
    'option',
    [before, after].map(
      ({ options: all }) =>
        new Map(
          all.map(({ option, value, origins }) => [
            option.name,
            { said: value, place: origins.at(-1)?.place ?? option.place },
          ]),
        ),
    ),
  );
  const guard = changesByName(
    'guard',
    [before, after].map(
      (one) =>
        new Map(
          one.guard.map(({ part, entries }) => [
            part,
            {
              said: entries.map(({ entry }) => saidByEntry(entry)),
              place: entries.at(-1)?.entry.place ?? null,
            },
          ]),
        ),
    ),
  );
  const pauses = changesByName(
    'pause',
    [before, after].map(
      (one) =>
        new Map(one.pauses.map(({ pause }) => [`${pause.from} to ${pause.until}`, { said: true, place: pause.place }])),
    ),
  );
  const retired = changesByName(
    'retired',
    [before, after].map(
      ({ retirement }) =>
        new Map(
          retirement === null ? [] : [['retired', { said: retirement.retired.day, place: retirement.retired.place }]],
        ),
    ),
  );
  const terms = changesByName(
    'term',
    [before, after].map(
      (one) => new Map([...one.terms].map(([name, { days, place }]) => [name, { said: days, place }])),
    ),
  );
  return [...options, ...terms, ...guard, ...pauses, ...retired, ...ruleChanges([before, after])];
}

interface Said {
  readonly said: unknown;
  readonly place: Place | null;
}

function changesByName(what: SettingChange['what'], versions: readonly ReadonlyMap<string, Said>[]): SettingChange[] {
  const [was = new Map<string, Said>(), is = new Map<string, Said>()] = versions;
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((name): SettingChange[] => {
    const [before, after] = [was.get(name), is.get(name)];
    if (JSON.stringify(before?.said) === JSON.stringify(after?.said)) return [];
    const how = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    return [
      {
        what,
        name,
        how,
        before: before?.said ?? null,
        after: after?.said ?? null,
        place: (after ?? before)?.place ?? null,
      },
    ];
  });
}

function saidByEntry({
  value,
  from,
  until,
}: EffectiveConfiguration['guard'][number]['entries'][number]['entry']): unknown {
  return asPlain({ value, from, until });
}

/** Rules of one name are compared together: one with days stands beside the one that it replaces. */
function ruleChanges([before, after]: Effectives): SettingChange[] {
  const [was, is] = [byName(before.rules), byName(after.rules)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((name): SettingChange[] => {
    const [old, now] = [was.get(name) ?? [], is.get(name) ?? []];
    const how = ruleDiffers(old, now);
    if (how === null) return [];
    const off = now.find(({ disabled }) => disabled !== null)?.disabled ?? null;
    const place = (how === 'turned off' ? off : null) ?? (now[0] ?? old[0])?.rule.place ?? null;
    const shown = (rules: readonly EffectiveRule[]) => (rules.length === 0 ? null : rules.map(ruleAsPlain));
    return [{ what: 'rule', name, how, before: shown(old), after: shown(now), place }];
  });
}

const partsOfRule: readonly (readonly [part: string, of: (one: EffectiveRule) => unknown])[] = [
  ['what it does', ({ rule }) => meaning(rule)],
  ['its days', ({ rule }) => [rule.from, rule.until, rule.during]],
  ['its words', ({ rule }) => [rule.because, rule.fix]],
];

function ruleDiffers(old: readonly EffectiveRule[], now: readonly EffectiveRule[]): string | null {
  if (old.length === 0) return 'added';
  if (now.length === 0) return 'removed';
  const isOff = (rules: readonly EffectiveRule[]) => rules.every(({ disabled }) => disabled !== null);
  if (isOff(old) !== isOff(now)) return isOff(now) ? 'turned off' : 'turned on';
  const differing = partsOfRule.filter(([, of]) => JSON.stringify(old.map(of)) !== JSON.stringify(now.map(of)));
  return differing.length === 0 ? null : `changed: ${differing.map(([part]) => part).join(', ')}`;
}

function byName(rules: readonly EffectiveRule[]): ReadonlyMap<string, EffectiveRule[]> {
  const found = new Map<string, EffectiveRule[]>();
  for (const one of rules) {
    const name = `${one.rule.kind} ${one.rule.name}`;
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}

function ruleAsPlain({ rule, disabled }: EffectiveRule): object {
  const { because, fix, from, until, during = null, conditions, effect } = rule;
  return { because, fix, from, until, during, disabled: disabled !== null, conditions, effect: asPlain(effect) };
}

/** What a pipeline says besides kinds, by its key. Where inputs and the database are decides nothing. */
const partsOfPipeline: readonly (readonly [key: string, of: (pipeline: Pipeline) => unknown])[] = [
  ['name', ({ name }) => name],
  ['source', ({ source }) => ({ ...source, inputs: null })],
  ['timezone', ({ timezone }) => timezone],
  ['left', ({ retention }) => retention.leftDays],
  ['history', ({ retention }) => retention.historyDays],
  ['facts', ({ facts }) => facts],
  ['duplicates', ({ duplicates }) => duplicates],
  ['limits', ({ limits }) => limits],
];

/** What a kind says that decides nothing and is shown, each with its key. */
const shownOfKind: readonly (readonly [key: string, of: (kind: RecordKind | LinkKind) => unknown])[] = [
  ['one', ({ one }) => one],
  ['label', ({ label, one, singular }) => (singular === one ? label : { one: singular, many: label })],
  ['name', (kind) => (kind.type === 'record' ? kind.nameFields : null)],
  ['filters', (kind) => (kind.type === 'record' ? kind.filters : null)],
  ['find', (kind) => (kind.type === 'record' ? kind.find : null)],
  ['order', (kind) => (kind.type === 'record' ? kind.order : null)],
  ['headings', (kind) => (kind.type === 'record' ? kind.headings : null)],
  ['local', (kind) => (kind.type === 'record' ? kind.local : null)],
];

/** The same of a field: where its values are seen is no small thing, though it moves nobody. */
const shownOfField: readonly (readonly [key: string, of: (field: Field) => unknown])[] = [
  ['label', ({ label }) => label],
  ['show', ({ isShown }) => isShown],
  ['personal', ({ personal }) => personal],
];

function pipelineChanges(before: Pipeline, after: Pipeline): SettingChange[] {
  const parts = partsOfPipeline.flatMap(([name, of]): SettingChange[] => {
    const [was, is] = [asPlain(of(before)), asPlain(of(after))];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const place = placeIn({ pipeline: after }, `:${name}`) ?? placeIn({ pipeline: before }, `:${name}`);
    return [{ what: 'pipeline', name, how: 'changed', before: was, after: is, place }];
  });
  const names = new Set([after, before].flatMap((one) => kindsOf(one).map(({ name }) => name)));
  return [...parts, ...[...names].flatMap((name) => kindChanges(name, [before, after]))];
}

function kindChanges(name: string, pipelines: readonly [Pipeline, Pipeline]): SettingChange[] {
  const [before, after] = pipelines.map((pipeline) => kindNamed(pipeline, name));
  const [was, is] = pipelines;
  if (before === undefined || after === undefined) {
    const how = before === undefined ? 'added' : 'removed';
    const place = placeIn({ pipeline: before === undefined ? is : was }, name);
    return [{ what: 'kind', name, how, before: null, after: null, place }];
  }
  const ofKind = keysOfKind.flatMap(([key, ask]): SettingChange[] => {
    const [old, now] = [asPlain(ask(before)), asPlain(ask(after))];
    const place = placeIn({ pipeline: is }, `${name}:${key}`) ?? placeIn({ pipeline: is }, name);
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{ what: 'kind', name: `${name} ${key}`, how: 'changed', before: null, after: null, place }];
  });
  const shown = shownOfKind.flatMap(([key, of]): SettingChange[] => {
    const said = differing(of(before), of(after));
    const place = placeIn({ pipeline: is }, `${name}:${key}`) ?? placeIn({ pipeline: is }, name);
    return said === null ? [] : [{ what: 'kind', name: `${name} ${key}`, how: 'changed', ...said, place }];
  });
  const fields = new Set([...namedFields(after), ...namedFields(before)].map((field) => field.name));
  return [...ofKind, ...shown, ...[...fields].flatMap((field) => changesOfField(name, field, pipelines))];
}

function differing(was: unknown, is: unknown): Pick<SettingChange, 'before' | 'after'> | null {
  const [before, after] = [asPlain(was ?? null), asPlain(is ?? null)];
  return JSON.stringify(before) === JSON.stringify(after) ? null : { before, after };
}

function changesOfField(kind: string, name: string, pipelines: readonly [Pipeline, Pipeline]): SettingChange[] {
  const [before, after] = pipelines.map((pipeline) =>
    kindNamed(pipeline, kind)?.fields.find((one) => one.name === name),
  );
  const [was, is] = pipelines;
  const of = `${kind}.${name}`;
  if (before === undefined || after === undefined) {
    const how = before === undefined ? 'added' : 'removed';
    const place = placeIn({ pipeline: before === undefined ? is : was }, of);
    return [{ what: 'field', name: of, how, before: null, after: null, place }];
  }
  const kept = ({ kept: isKept }: { readonly kept: boolean }) => (isKept ? 'keep' : 'read');
  const moved = before.kept === after.kept ? [] : [{ key: `${of}:kept`, before: kept(before), after: kept(after) }];
  const shown = shownOfField.flatMap(([key, ask]) => {
    const said = differing(ask(before), ask(after));
    return said === null ? [] : [{ key: `${of}:${key}`, ...said }];
  });
  return [...fieldChanges(kind, [before, after]), ...moved, ...shown].map((change): SettingChange => {
    const place = placeIn({ pipeline: is }, change.key) ?? placeIn({ pipeline: is }, of);
    const said = { before: change.before ?? null, after: change.after ?? null };
    return { what: 'field', name: change.key.replace(':', ' '), how: 'changed', ...said, place };
  });
}
