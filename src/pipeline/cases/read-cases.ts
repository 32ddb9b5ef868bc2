import { join } from 'node:path';
import type { Node } from 'yaml';
import type { Case } from './case.js';
import { caseKeys, defaultKeys } from './case-keys.js';
import { CaseSchools } from './case-schools.js';
import { caseDocument, readDefaults, type Defaults } from './case-document.js';
import { defaultsFile, type ConfigurationFiles } from '../files/configuration-files.js';
import { placeOfFile } from '../text/place-text.js';
import { severityOf, type Problem } from '../problem.js';
import { layOwn } from '../own-layer.js';
import type { Layered } from '../read-layer.js';
import type { Shared } from '../read-shared.js';
import type { Rule } from '../rules/rule.js';
import { withStores } from '../stores.js';
import { sourceSections, type SourceSection } from '../source/source-shape.js';
import { joined } from '../text/counted.js';
import { YamlFile, type Entries } from '../yaml/yaml-file.js';

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
  // Defaults without cases are read, too: whoever writes them first wants to know what is wrong in them.
  const hasDefaults = shared.files.files.some(({ part }) => part === 'defaults');
  if (paths.length === 0 && !hasDefaults) return { cases: [], files: 0, rules: shared.base.rules };
  const reader = new CaseReader(shared, date, problems);
  const cases = paths.flatMap((path) => reader.readFile(path));
  return { cases, files: paths.length + 1, rules: [...reader.rules] };
}

/** A case with its keys, before its values are read. */
interface EnteredCase {
  readonly file: YamlFile;
  readonly node: Node;
  readonly entries: Entries;
  readonly isFaulty: boolean;
}

class CaseReader {
  readonly rules: Set<Rule>;
  readonly #sections: readonly SourceSection[];
  readonly #defaults: Defaults;
  readonly #date: string;
  readonly #schools: CaseSchools;
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
    this.#sections = sourceSections(shared.pipeline);
    this.#areRulesSure = problems.every(({ code }) => severityOf(code) === 'warning');
    this.#schools = new CaseSchools(shared);
    const defaults = shared.files.files.find(({ part }) => part === 'defaults');
    const path = defaults?.path ?? join(shared.folder, 'tests', defaultsFile);
    if (defaults === undefined) {
      const message = 'Cases need this file: a day, and an extract with one item in each section.';
      const hint = 'docs/testing.md shows one, and init test NAME writes one to fill in.';
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
    this.#defaults = said.extract === null ? new Map() : readDefaults(file, said.extract, this.#sections, shared.file);
  }

  readFile(path: string): Case[] {
    const file = new YamlFile(path, this.problems, path, true);
    const names = new Set<string>();
    return file.readList(file.root, 'A file of cases').flatMap((node) => {
      const [read, ...others] = this.#readCases(file, node);
      if (names.has(read.name))
        file.problemAt(read.place, read.name.length, 'repeated-name', `There is a case "${read.name}" already.`, null);
      if (read.name !== '') names.add(read.name);
      return [read, ...others];
    });
  }

  /** One for each school. What is wrong for all of them is noted once; anything else says for which it is. */
  #readCases(file: YamlFile, node: Node): [Case, ...Case[]] {
    const before = this.problems.length;
    const entries = caseKeys.enter(file, node, 'a case');
    const [first, ...others] = this.#schools.of(file, entries);
    const entered = { file, node, entries, isFaulty: this.problems.length > before };
    if (others.length === 0) return [this.#readCase(entered, first ?? null, 1)];
    const noted = new Map<string, { readonly problem: Problem; readonly schools: string[] }>();
    const schools = [first, ...others];
    const cases = schools.map((school = null) => {
      const before = this.problems.length;
      const read = this.#readCase(entered, school, schools.length);
      for (const problem of this.problems.splice(before)) {
        const key = `${placeOfFile(problem)} ${problem.code} ${problem.message}`;
        const known = noted.get(key) ?? { problem, schools: [] };
        noted.set(key, known);
        known.schools.push(school ?? '');
      }
      return read;
    });
    for (const { problem, schools: some } of noted.values()) {
      const isOfAll = problem.file !== file.path || some.length === schools.length;
      const message = isOfAll ? problem.message : `${problem.message} That is so for ${joined(some)}.`;
      this.problems.push({ ...problem, message });
    }
    return cases as [Case, ...Case[]];
  }

  #readCase({ file, node, entries, isFaulty }: EnteredCase, school: string | null, schools: number): Case {
    const { scope } = this.shared;
    const before = this.problems.length;
    const said = caseKeys.readFrom(file, entries, node, 'A case');
    const nameNode = entries.get('name')?.node ?? null;
    const place = file.place(nameNode ?? node);
    const layered = school === null ? this.shared.base : this.#layerOf(school);
    for (const rule of layered.rules) this.rules.add(rule);
    const pipeline = withStores(this.shared.pipeline, layered.stores);
    const options = said.options?.({ before: layered, scope }) ?? layered.options;
    const date = said.date ?? this.#date;
    const isSure = this.#areRulesSure && !this.#unsureSchools.has(school ?? '');
    const expected = said.expect?.({ pipeline, rules: isSure ? layered.rules : null }) ?? [];
    const kinds = said.only?.({ pipeline, named: expected.map(({ kind }) => kind) }) ?? [];
    if (expected.length + kinds.length === 0 && !isFaulty && this.problems.length === before) {
      const hint = 'Say expect: with through, out or warn.';
      file.problem(entries.get('expect')?.key ?? nameNode, 'empty-case', 'The case expects nothing.', hint);
    }
    const onlyKey = entries.get('only')?.key;
    return {
      name: said.name,
      place,
      file,
      school,
      schools,
      date,
      configuration: this.shared.finish({ ...layered, options }, date),
      document: caseDocument(file, said.extract, {
        pipeline,
        pipelineFile: this.shared.file,
        sections: this.#sections,
        defaults: this.#defaults,
        school,
      }),
      expectations: expected,
      only: kinds,
      onlyPlace: onlyKey === undefined ? place : file.place(onlyKey),
      known: said.known,
    };
  }

  #layerOf(school: string): Layered {
    const known = this.#layers.get(school);
    if (known !== undefined) return known;
    const before = this.problems.length;
    const layered = layOwn(this.shared, school, this.problems);
    if (this.problems.length > before) this.#unsureSchools.add(school);
    this.#layers.set(school, layered);
    return layered;
  }
}
