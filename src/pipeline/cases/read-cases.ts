import { join } from 'node:path';
import { isScalar, type Node } from 'yaml';
import type { Case } from './case.js';
import { caseDocument, readDefaults, type Defaults } from './case-document.js';
import type { ConfigurationFiles } from '../files/configuration-files.js';
import { didYouMean } from '../text/did-you-mean.js';
import { severityOf, type Problem } from '../problem.js';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { define } from '../keys/yaml-type.js';
import { asIs, byName, day, listOf, text } from '../keys/types.js';
import { expectations } from './read-expectations.js';
import { only } from './only.js';
import { applyLayer, optionValues, type Layered } from '../read-layer.js';
import type { Shared } from '../read-shared.js';
import type { Rule } from '../rules/rule.js';
import { normalise } from '../text/text.js';
import { asWritten, YamlFile, type Entries } from '../yaml/yaml-file.js';

const defaultKeys = keyMap({
  date: {
    ...needed(day, 'Only in defaults.yaml. A fixed day, so that a case with dates does not rot.', '2026-11-20'),
    title: 'The day of a case that names none',
  },
  extract: {
    ...needed(
      asIs(byName(listOf({ type: 'object' }, { minItems: 1 }))),
      "Only in defaults.yaml. A case's records take from these what they do not say: one item a section, or where views share a section one or more.",
      { Students: [{ StudentID: 1, KnownName: 'Sam' }] },
    ),
    title: 'One item in each section, in which everything comes through',
  },
});

const caseKeys = keyMap(
  {
    name: {
      ...needed(text, 'A sentence; unique in its file.', 'A contact without a title stays out'),
      title: 'What it shows',
    },
    school: {
      ...optional(
        asIs({ type: ['string', 'number'] }),
        'The id of a file in rules/schools. Without it only what all schools share applies.',
        '9361234',
      ),
      title: 'The school whose file applies',
    },
    options: {
      ...optional(
        optionValues,
        "As in a school's file, laid over it: name and value, a list also as { add: [...] }.",
        { singleSignOn: true },
        { titles: { add: ['Sgt Major'] } },
      ),
      title: 'Options of this case',
    },
    date: {
      ...optional(day, 'For rules with dates. Without it the day of defaults.yaml.', '2027-09-01'),
      title: 'The day of the run',
    },
    extract: {
      ...optional(
        asIs(byName(listOf({ type: 'object' }))),
        'Sections and keys as in the source. A section that is left out is that of the defaults, and so is a key; null is blank, [] a section without items. Ids that the case leaves out name its own records: a list all of them, a single id the first, and a section of links has one for every pair.',
        { Contacts: [{ Title: '' }] },
        { Students: [{}, { StudentID: 2 }] },
      ),
      title: 'What differs from the defaults',
    },
    expect: {
      ...optional(
        expectations,
        'By kind of record or link, as pipeline.yaml names them. An empty list says that there is none.',
        { through: { students: [1] } },
      ),
      title: 'What is expected',
    },
    only: {
      ...optional(
        only,
        'Kinds of which nothing comes through but what `through` lists. true: every kind of record, and the kinds of links that the case speaks of.',
        true,
        ['contacts'],
      ),
      title: 'Nothing else comes through',
    },
    known: {
      ...optional(
        text,
        'A case with a reason does not fail while it is not met. When it is met after all, that is a failure: take the reason away.',
        'Waits for the MIS to give priorities',
      ),
      title: 'Why it is not met yet',
    },
  },
  { anyOf: [{ required: ['expect'] }, { required: ['only'] }] },
);

const caseSchema = define('case', 'A case', 'A small extract and what is expected of it.', caseKeys.schema, {
  name: 'A contact without a title stays out',
  extract: { Contacts: [{ Title: '' }] },
  expect: { out: { contacts: [{ id: 1, rule: 'contact-title' }] } },
});

export const casesFile = define(
  'test',
  'Cases of rule authors',
  'A file of rules/tests: a list of cases, each a small extract and what is expected of it; or defaults.yaml, what a case does not say. docs/testing.md explains both.',
  { ...defaultKeys.schema, type: ['array', 'object'], items: caseSchema },
);

export interface ReadCases {
  readonly cases: readonly Case[];
  /** How many files were read. */
  readonly files: number;
  /** All rules that cases could decide: those that all schools share, and those of the schools that cases name. */
  readonly rules: readonly Rule[];
}

/** The files of cases, in the folder beside the rules. */
export function caseFiles({ files }: ConfigurationFiles): string[] {
  return files.filter(({ part }) => part === 'cases').map(({ path }) => path);
}

/**
 * Reads the rule authors' cases, makes each whole with the defaults, and notes what is wrong.
 * @param date replaces the day of the defaults
 */
export function readCases(
  shared: Shared,
  paths: readonly string[],
  date: string | null,
  problems: Problem[],
): ReadCases {
  if (paths.length === 0) return { cases: [], files: 0, rules: shared.base.rules };
  const reader = new CaseReader(shared, date, problems);
  const cases = paths.flatMap((path) => reader.readFile(path));
  return { cases, files: paths.length + 1, rules: [...reader.rules] };
}

class CaseReader {
  readonly rules: Set<Rule>;
  readonly #defaults: Defaults;
  readonly #date: string;
  readonly #schools: ReadonlyMap<string, string>;
  readonly #layers = new Map<string, Layered>();
  /** False if some rules are wrong and may have lost their names. Then no case is said to name an unknown rule. */
  readonly #areRulesSure: boolean;
  readonly #unsureSchools = new Set<string>();

  constructor(
    private readonly shared: Shared,
    date: string | null,
    private readonly problems: Problem[],
  ) {
    this.rules = new Set(shared.base.rules);
    this.#areRulesSure = problems.every(({ code }) => severityOf(code) === 'warning');
    this.#schools = shared.files.schools;
    const defaults = shared.files.files.find(({ part }) => part === 'defaults');
    const path = defaults?.path ?? join(shared.folder, 'tests', 'defaults.yaml');
    if (defaults === undefined) {
      const message = 'Cases need this file: a day, and an extract with one item in each section.';
      const hint = 'docs/testing.md shows one.';
      problems.push({ file: path, line: 1, column: 1, code: 'cannot-read', message, hint, source: '', length: 1 });
    }
    const file = new YamlFile(path, defaults === undefined ? [] : problems, defaults?.real, true);
    if (defaults !== undefined && file.root === null) file.readMap(null, 'The file of defaults');
    if (file.root === null) {
      this.#defaults = new Map();
      this.#date = date ?? '';
      return;
    }
    const said = defaultKeys.readFrom(
      file,
      defaultKeys.enter(file, file.root, 'the defaults'),
      file.root,
      'The defaults',
    );
    this.#date = date ?? said.date ?? '';
    this.#defaults = said.extract === null ? new Map() : readDefaults(file, said.extract, shared.pipeline);
  }

  readFile(path: string): Case[] {
    const file = new YamlFile(path, this.problems, path, true);
    const names = new Set<string>();
    return file.readList(file.root, 'A file of cases').flatMap((node) => {
      const read = this.#readCase(file, node);
      if (names.has(read.name))
        file.problemAt(read.place, read.name.length, 'repeated-name', `There is a case "${read.name}" already.`, null);
      if (read.name !== '') names.add(read.name);
      return [read];
    });
  }

  #readCase(file: YamlFile, node: Node): Case {
    const { pipeline, scope } = this.shared;
    const before = this.problems.length;
    const entries = caseKeys.enter(file, node, 'a case');
    const said = caseKeys.readFrom(file, entries, node, 'A case');
    const nameNode = entries.get('name')?.node ?? null;
    const place = file.place(nameNode ?? node);
    const school = this.#school(file, entries);
    const layered = school === null ? this.shared.base : this.#layerOf(school);
    for (const rule of layered.rules) this.rules.add(rule);
    const options = said.options?.({ before: layered, scope }) ?? layered.options;
    const date = said.date ?? this.#date;
    const isSure = this.#areRulesSure && !this.#unsureSchools.has(school ?? '');
    const expected = said.expect?.({ pipeline, rules: isSure ? layered.rules : null }) ?? [];
    const kinds = said.only?.({ pipeline, named: expected.map(({ kind }) => kind) }) ?? [];
    if (expected.length + kinds.length === 0 && this.problems.length === before) {
      const hint = 'Say expect: with through, out or warn.';
      file.problem(entries.get('expect')?.key ?? nameNode, 'empty-case', 'The case expects nothing.', hint);
    }
    const onlyKey = entries.get('only')?.key;
    return {
      name: said.name,
      place,
      file,
      school,
      date,
      configuration: this.shared.finish({ ...layered, options }, date),
      document: caseDocument(file, said.extract, { pipeline, defaults: this.#defaults, school }),
      expectations: expected,
      only: kinds,
      onlyPlace: onlyKey === undefined ? place : file.place(onlyKey),
      known: said.known,
    };
  }

  #school(file: YamlFile, entries: Entries): string | null {
    const entry = entries.get('school');
    if (entry === undefined) return null;
    const { node } = entry;
    const school = normalise(isScalar(node) && node.value !== null ? asWritten(node) : file.readText(node, 'school'));
    if (this.#schools.has(school)) return school;
    const hint = didYouMean(school, [...this.#schools.keys()]);
    if (school !== '') file.problem(node, 'unknown-school', `No school "${school}" has a file of its own.`, hint);
    return null;
  }

  #layerOf(school: string): Layered {
    const known = this.#layers.get(school);
    if (known !== undefined) return known;
    const path = this.#schools.get(school) ?? '';
    const before = this.problems.length;
    for (const { concerns, problem } of this.shared.files.unread)
      if (typeof concerns === 'object' && concerns.school === school) this.problems.push(problem);
    const layered = applyLayer(path, this.shared.base, this.shared.scope, this.problems);
    if (this.problems.length > before) this.#unsureSchools.add(school);
    this.#layers.set(school, layered);
    return layered;
  }
}
