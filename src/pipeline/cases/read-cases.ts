import { join } from 'node:path';
import { isScalar, isSeq, type Node } from 'yaml';
import type { Case } from './case.js';
import { caseDocument, readDefaults, type Defaults } from './case-document.js';
import type { ConfigurationFiles } from '../files/configuration-files.js';
import { didYouMean } from '../text/did-you-mean.js';
import { kindsOf, type LinkKind, type RecordKind } from '../pipeline.js';
import { severityOf, type Problem } from '../problem.js';
import { readExpectations } from './read-expectations.js';
import { applyLayer, readOptionsOf, type Layered } from '../read-layer.js';
import { readDay } from '../guard/read-days.js';
import type { Shared } from '../read-shared.js';
import type { Rule } from '../rules/rule.js';
import { normalise } from '../text/text.js';
import { asWritten, YamlFile, type Entries } from '../yaml/yaml-file.js';

const caseKeys = ['name', 'school', 'options', 'date', 'extract', 'expect', 'only', 'known'];

export interface ReadCases {
  readonly cases: readonly Case[];
  /** How many files were read. */
  readonly files: number;
  /** All rules that cases could decide: those that all schools share, and those of schools that a case names. */
  readonly rules: readonly Rule[];
}

/** The files of cases beside the rules. */
export function caseFiles({ files }: ConfigurationFiles): string[] {
  return files.filter(({ part }) => part === 'cases').map(({ path }) => path);
}

/**
 * Reads the rule authors' cases, each made whole by the defaults; what is wrong is noted.
 * @param date in place of the day that the defaults say
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
  /** Rules that are wrong may have lost their names: then a case is not told that there is no such rule. */
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
    const file = new YamlFile(path, defaults === undefined ? [] : problems, defaults?.real);
    if (defaults !== undefined && file.root === null) file.readMap(null, 'The file of defaults');
    if (file.root === null) {
      this.#defaults = new Map();
      this.#date = date ?? '';
      return;
    }
    const entries = file.readMap(file.root, 'the defaults', ['date', 'extract']);
    file.require(entries, 'date', file.root, 'The defaults');
    this.#date = date ?? readDay(file, entries, 'date') ?? '';
    const extract = file.require(entries, 'extract', file.root, 'The defaults');
    this.#defaults = extract === null ? new Map() : readDefaults(file, extract, shared.pipeline);
  }

  readFile(path: string): Case[] {
    const file = new YamlFile(path, this.problems);
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
    const entries = file.readMap(node, 'a case', caseKeys);
    const nameNode = file.require(entries, 'name', node, 'A case');
    const place = file.place(nameNode ?? node);
    const school = this.#school(file, entries);
    const layered = school === null ? this.shared.base : this.#layerOf(school);
    for (const rule of layered.rules) this.rules.add(rule);
    const options = readOptionsOf(file, entries, layered, scope);
    const date = readDay(file, entries, 'date') ?? this.#date;
    const extract = entries.get('extract');
    const expect = entries.get('expect');
    const only = entries.get('only');
    const known = entries.get('known');
    const isSure = this.#areRulesSure && !this.#unsureSchools.has(school ?? '');
    const rules = isSure ? layered.rules : null;
    const expectations = expect === undefined ? [] : readExpectations(file, expect.node, pipeline, rules);
    const kinds =
      only === undefined
        ? []
        : this.#only(
            file,
            only.node,
            expectations.map(({ kind }) => kind),
          );
    if (expectations.length + kinds.length === 0 && this.problems.length === before) {
      const hint = 'Say expect: with through, out or warn.';
      file.problem(expect?.key ?? nameNode, 'empty-case', 'The case expects nothing.', hint);
    }
    return {
      name: nameNode === null ? '' : file.readText(nameNode, 'name'),
      place,
      file,
      school,
      date,
      configuration: this.shared.finish({ ...layered, options }, date),
      document: caseDocument(file, extract?.node, { pipeline, defaults: this.#defaults, school }),
      expectations,
      only: kinds,
      onlyPlace: only === undefined ? place : file.place(only.key),
      known: known === undefined ? null : file.readText(known.node, 'known'),
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

  /** `true` speaks of every kind of record, and of the links that the case speaks of. */
  #only(file: YamlFile, node: Node | null, named: readonly (RecordKind | LinkKind)[]): (RecordKind | LinkKind)[] {
    const kinds = kindsOf(this.shared.pipeline);
    if (!isSeq(node)) {
      if (isScalar(node) && typeof node.value === 'string') {
        file.problem(node, 'wrong-type', 'only is true, or a list of kinds.', `Write [${node.value}].`);
        return [];
      }
      const isAll = file.readBoolean(node, 'only');
      return isAll ? kinds.filter((kind) => kind.type === 'record' || named.includes(kind)) : [];
    }
    const names = kinds.map(({ name }) => name);
    return file.readList(node, 'only').flatMap((item) => {
      const name = file.readOneOf(item, 'A kind', names, 'unknown-kind');
      return kinds.filter((kind) => kind.name === name);
    });
  }
}
