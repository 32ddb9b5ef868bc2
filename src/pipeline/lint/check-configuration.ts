import { basename } from 'node:path';
import { isScalar } from 'yaml';
import { leavesOf, constantsOf } from '../rules/evaluate.js';
import type { ConfigurationFile, Concern } from '../files/configuration-files.js';
import { noteOldSchemas } from '../editor/old-schemas.js';
import { lintBadValues } from './lint-bad-values.js';
import { lintViews } from './lint-views.js';
import { noteNoChange, noteSwitchedInVain } from './lint-layers.js';
import { lintRules } from './lint-rules.js';
import { lintStore, storeOfLayer, storeOfPipeline } from './lint-store.js';
import { noteAt } from '../yaml/note-at.js';
import { noteOver } from '../yaml/note-over.js';
import { hasPeriod, isPeriodFact, isPeriodSide } from '../kinds/period.js';
import type { LinkKind, Pipeline } from '../pipeline.js';
import { inOrder, severityOf, type Problem } from '../problem.js';
import { applyLayer, readLayer, type Switched, type Layered } from '../read-layer.js';
import { caseFiles, readCases, type ReadCases } from '../cases/read-cases.js';
import { readShared, type ReadOptions, type Shared } from '../read-shared.js';
import type { Rule } from '../rules/rule.js';
import { withStores, type Stores } from '../stores.js';
import { noteOddTerms } from './note-odd-terms.js';
import { noteTermsOver } from './note-terms-over.js';
import { untestedRules } from './untested-rules.js';
import { findSourceLists, readSourceLists, sourceFolderOf } from '../files/source-lists.js';
import { schoolOfFile } from '../files/school-file.js';
import { YamlFile } from '../yaml/yaml-file.js';

/** What `check` found. */
export interface Checked {
  /** By file, then by place in it. */
  readonly problems: readonly Problem[];
  /** How many files were read. */
  readonly files: number;
}

export interface CheckedConfiguration extends Checked {
  /** Null if it is so wrong that its rules cannot be read against it. */
  readonly pipeline: Pipeline | null;
  /** The files of schools that have one. */
  readonly ownFiles: ReadonlyMap<string, string>;
}

/**
 * Reads everything, for all schools, and also notes what hinders nothing but nobody can have meant.
 * @param path of the pipeline; its rules are in `rules/` beside it
 * @param schools whose files are checked; none for all
 */
export function checkConfiguration(
  path: string,
  options: ReadOptions,
  schools: readonly string[] = [],
): CheckedConfiguration {
  const problems: Problem[] = [];
  const shared = readShared(path, options, problems);
  if (shared === null) return { problems: inOrder(problems), files: 1, pipeline: null, ownFiles: new Map() };
  const { files: read, unread, passedOver } = shared.files;
  const layers = read.filter((file) => isLayer(file) && isAskedFor(file, schools));
  // Rules with errors mean nothing yet.
  const hasErrors = problems.length > 0;
  if (!hasErrors) lintRules(shared.base.rules, shared.base.rules, shared.pipeline, shared.base.terms);
  const rules = [...shared.base.rules];
  const ofLayers: { own: readonly Rule[]; stores: Stores }[] = [];
  const guards = [shared.base.guard];
  const layered: Pick<Layered, 'rules' | 'disabled' | 'terms'>[] = [shared.base];
  const switched: Switched[] = [];
  const given = [shared.base.options];
  const laid = new Set<string>();
  for (const layer of layers) {
    const { own, guard, reals, ...more } = checkLayer(layer, shared, hasErrors, problems);
    layered.push(more);
    rules.push(...own);
    ofLayers.push({ own, stores: more.stores });
    switched.push(...more.switched);
    given.push(more.options);
    guards.push(guard);
    if (layer.part === 'school') for (const real of reals) laid.add(real);
  }
  // Rules of a layer that stores something else of a field have to fit that.
  const rulesOf = (where: string) => [
    ...shared.base.rules,
    ...ofLayers.flatMap(({ own, stores }) => (stores.has(where) ? [] : own)),
  ];
  const { pipeline } = shared;
  if (!hasErrors) lintStore({ pipeline, writtenOf: storeOfPipeline(shared.file), rulesOf, options: given }, problems);
  if (!hasErrors) lintViews(shared.file, shared.pipeline);
  if (!hasErrors) lintBadValues(shared.file, shared.pipeline, rules);
  for (const { concerns, problem } of unread) if (isMeant(concerns, schools)) problems.push(problem);
  problems.push(...passedOver());
  const lists = findSourceLists(shared.scope.folder, sourceFolderOf(path), problems);
  readSourceLists(shared.pipeline, lists, problems);
  const tests = readCases(shared, caseFiles(shared.files), null, problems);
  if (problems.every(({ code }) => severityOf(code) === 'warning')) {
    noteUnused(shared, rules);
    if (schools.length === 0) noteNotExtended(layers, laid, problems);
    noteOver(rules, guards, shared.today, problems);
    noteTermsOver(layered, shared.today, problems);
    noteOddTerms(layered, problems);
    noteSwitchedInVain(switched, problems);
    noteUntested(rules, tests, problems);
    if (schools.length === 0) noteOldSchemas(shared, problems);
  }
  problems.push(...shared.pipeline.unfitNames.map(({ problem }) => problem));
  const others = read.filter(({ part }) => part === 'rules' || part === 'conditions');
  return {
    problems: inOrder(problems),
    files: 1 + others.length + layers.length + tests.files + lists.length,
    pipeline: shared.pipeline,
    ownFiles: shared.files.schools,
  };
}

function isLayer({ part }: ConfigurationFile): boolean {
  return part === 'school' || part === 'shared';
}

function isMeant(concerns: Concern, schools: readonly string[]): boolean {
  return typeof concerns === 'string' || schools.length === 0 || schools.includes(concerns.school);
}

/** Whether a layer belongs to a school that is asked for, or is shared. */
function isAskedFor({ part, path }: ConfigurationFile, schools: readonly string[]): boolean {
  return schools.length === 0 || part !== 'school' || schools.includes(schoolOfFile(basename(path)) ?? '');
}

/** @returns the rules that the layer adds, the guard under it, and its files with all symbolic links followed */
function checkLayer(
  layer: ConfigurationFile,
  { base, scope, pipeline }: Shared,
  hasErrors: boolean,
  problems: Problem[],
): { own: Rule[] } & Layered {
  const before = problems.length;
  const opened = readLayer(layer, problems);
  const layered = applyLayer(opened, base, scope, problems);
  const own = layered.rules.filter((rule) => !base.rules.includes(rule));
  if (hasErrors || problems.length > before) return { ...layered, own };
  const inEffect = layered.rules.filter(({ name }) => !layered.disabled.has(name));
  lintRules(own, inEffect, pipeline, layered.terms);
  const writtenOf = storeOfLayer(opened.file, layered.stores);
  const ofLayer = { pipeline: withStores(pipeline, layered.stores), writtenOf, options: [layered.options] };
  if (layered.stores.size > 0) lintStore({ ...ofLayer, rulesOf: () => inEffect }, problems);
  noteNoChange(opened.file, base, layered, pipeline);
  return { ...layered, own };
}

/** A file outside the folder of schools has an effect only if a school's file extends it. */
function noteNotExtended(layers: readonly ConfigurationFile[], laid: ReadonlySet<string>, problems: Problem[]): void {
  for (const { path, real } of layers) {
    if (laid.has(real)) continue;
    const file = new YamlFile(path, problems, real);
    file.problem(file.root, 'unused-file', "No school's file extends this one.");
  }
}

/** If there are no cases at all, nobody wants this check. */
function noteUntested(rules: readonly Rule[], { cases }: ReadCases, problems: Problem[]): void {
  if (cases.length === 0) return;
  for (const { name, place } of untestedRules(rules, cases)) {
    const message = `No case says what the rule "${name}" does.`;
    noteAt({ place, length: name.length, code: 'untested-rule', message, hint: null }, problems);
  }
}

function notePeriodUnused(file: YamlFile, link: LinkKind, rules: readonly Rule[]): void {
  const facts = rules
    .filter(({ kind }) => kind === link.name)
    .flatMap(({ conditions }) => leavesOf(conditions).map(({ fact }) => fact));
  if (facts.some((fact) => isPeriodFact(link, fact) || isPeriodSide(link, fact))) return;
  const hint = 'A rule that requires { fact: period, operator: equal, value: now } keeps them out.';
  const message = `No rule asks for the period of ${link.name}: who left stays in.`;
  file.problem(file.findKey('links', link.name, 'period'), 'period-unused', message, hint);
}

function noteUnused(shared: Shared, rules: readonly Rule[]): void {
  const { file, pipeline, scope, base } = shared;
  const none = file.find('rules');
  if (isScalar(none) && base.rules.length > 0)
    file.problem(none, 'changes-nothing', `It says that no rule is wanted, but ${String(base.rules.length)} are read.`);
  const read = new Set<string>();
  for (const leaf of rules.flatMap(({ conditions }) => leavesOf(conditions)))
    for (const fact of [leaf.fact, ...constantsOf(leaf)]) read.add(fact);
  const top = file.readMap(file.root, 'the pipeline');
  const options = top.get('options')?.node ?? null;
  for (const [name, { key }] of options === null ? [] : file.readMap(options, 'options')) {
    if (pipeline.options.has(name) && !read.has(`option.${name}`))
      file.problem(key, 'unused-option', `No rule reads the option "${name}".`);
  }
  for (const link of pipeline.links) if (hasPeriod(link)) notePeriodUnused(file, link, rules);
  const { file: conditions, nodes, named } = scope.shared;
  if (conditions.root === null) return;
  for (const [name, { key }] of conditions.readMap(conditions.root, 'shared conditions')) {
    if (nodes.has(name) && !named.has(name))
      conditions.problem(key, 'unused-condition', `No rule names the condition "${name}".`);
  }
}
