import { accessSync, constants, readdirSync, type Dirent } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { hintFor, lackInWords, type ConfigurationFolder, type FoundPath, type Lack } from './configuration-folder.js';
import { didYouMean } from '../text/did-you-mean.js';
import { readExtends } from '../extends.js';
import type { Problem, ProblemCode } from '../problem.js';
import { schoolOfFile, stemOf } from './school-file.js';
import { byCodeUnit } from '../text/text.js';
import { YamlFile } from '../yaml/yaml-file.js';

/** The folder in `rules/` that holds what differs from school to school. */
const schoolsFolder = 'schools';
/** Beside the rules. What is in it is no layer. */
const testsFolder = 'tests';
const conditionsFile = 'conditions.yaml';
export const defaultsFile = 'defaults.yaml';

/** What a file is read as: `shared` if a school's file extends it. */
export type FileRole = 'rules' | 'conditions' | 'school' | 'defaults' | 'cases' | 'shared';

export interface ConfigurationFile {
  /** As a person knows it: a symbolic link has its own name. */
  readonly path: string;
  /** With all symbolic links followed: the same for two names of one file. */
  readonly real: string;
  readonly part: FileRole;
}

/** Who has an error when something is not read. */
export type Concern = 'all' | 'cases' | { readonly school: string };

export interface Unread {
  readonly concerns: Concern;
  readonly problem: Problem;
}

/** What is under `rules/`: what is read, and what is not and why. */
export interface ConfigurationFiles {
  /** Sorted by part, in the order of `FileRole`, then by path. */
  readonly files: readonly ConfigurationFile[];
  /** Each school's own file by the school's id, also if something is wrong with that file. */
  readonly schools: ReadonlyMap<string, string>;
  /** What should be read and cannot be. */
  readonly unread: readonly Unread[];
  /** What nothing reads, though nobody can have meant that. */
  readonly passedOver: () => readonly Problem[];
}

/**
 * Lists everything under `rules/`. A rule that is not found restricts nobody, so only names that begin with a dot are
 * passed over in silence.
 * @param rules the path of `rules/`
 * @param kinds the names of the files in it that hold the rules of a kind
 */
export function listConfiguration(
  folder: ConfigurationFolder,
  rules: string,
  kinds: readonly string[],
): ConfigurationFiles {
  const walked = new FolderWalk(folder).from(rules);
  const listed = walked.map((thing): ListedThing => ({ thing, ...verdictOn(thing, [...kinds, conditionsFile]) }));
  const files = readOf(listed);
  const notRead = listed.flatMap((one) => ('part' in one ? [] : [one]));
  const reals = new Set(files.map(({ real }) => real));
  let extended: ReadonlySet<string> | null = null;
  const isRead = ({ real }: Thing): boolean => {
    if (real === null) return false;
    if (reals.has(real)) return true;
    extended ??= extendedBy(files, folder);
    return extended.has(real);
  };
  const errors = notRead.filter(({ isError, thing }) => isError && !isRead(thing));
  const schools = new Map<string, string>();
  const unread = errors.map((one): Unread => ({ concerns: one.concerns, problem: problemOf(one) }));
  for (const file of files) {
    const school = file.part === 'school' ? schoolOf(file.path) : null;
    if (school === null) continue;
    const first = schools.get(school);
    if (first === undefined) schools.set(school, file.path);
    else if (realOf(files, first) !== file.real) unread.push(twoFiles(school, first, file.path));
  }
  for (const { concerns, thing } of errors)
    if (typeof concerns === 'object' && !schools.has(concerns.school)) schools.set(concerns.school, thing.path);
  return {
    files,
    schools,
    unread,
    passedOver: () =>
      notRead.filter(({ isError, thing }) => !isError && !isForPeople(thing) && !isRead(thing)).map(problemOf),
  };
}

/** Something under `rules/` that is not a folder to look into. */
interface Thing {
  readonly path: string;
  /** The names below `rules/` that lead to it, its own last; none for `rules/` itself. */
  readonly names: readonly string[];
  readonly real: string | null;
  /** Whether its path goes through a symbolic link. */
  readonly isLinked: boolean;
  /** Null for a file that can be read. */
  readonly lack: Lack | 'file' | 'folder' | null;
}

interface NotRead {
  readonly isError: boolean;
  readonly concerns: Concern;
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string | null;
}

type Verdict = { readonly part: FileRole } | NotRead;
type ListedThing = { readonly thing: Thing } & Verdict;

/** Finds what is in a folder and in the folders within. */
class FolderWalk {
  readonly #things: Thing[] = [];
  /** A folder that many symbolic links lead to is read once for each role that its files would have. */
  readonly #seen = new Set<string>();

  constructor(private readonly folder: ConfigurationFolder) {}

  from(rules: string): readonly Thing[] {
    const found = this.folder.find(rules);
    if (found.type === 'folder') this.#enter({ path: rules, names: [], real: found.real, isLinked: false }, []);
    else if (found.type === 'file') this.#note({ path: rules, names: [], isLinked: false }, found.real, 'file');
    else if (found.lack !== 'missing') this.#note({ path: rules, names: [], isLinked: false }, null, found.lack);
    return this.#things;
  }

  #enter(
    place: Pick<Thing, 'path' | 'names' | 'isLinked'> & { readonly real: string },
    above: readonly string[],
  ): void {
    const { path, names, real, isLinked } = place;
    const key = `${placeOf(names)}\0${real}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    let entries: Dirent[];
    try {
      entries = readdirSync(real, { withFileTypes: true });
    } catch {
      this.#note(place, null, 'unreadable');
      return;
    }
    const shown = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => byCodeUnit(a.name, b.name));
    for (const entry of shown) {
      const isLink = entry.isSymbolicLink();
      const thing = { path: join(path, entry.name), names: [...names, entry.name], isLinked: isLinked || isLink };
      const found = this.#found(entry, join(real, entry.name));
      if (found.type === 'nothing') this.#note(thing, null, found.lack);
      else if (found.type === 'file') this.#note(thing, found.real, isReadable(found.real) ? null : 'unreadable');
      else if (stemOf(entry.name) !== null) this.#note(thing, null, 'folder');
      else if ([...above, real].some((one) => `${one}${sep}`.startsWith(`${found.real}${sep}`)))
        this.#note(thing, null, 'loops');
      else this.#enter({ ...thing, real: found.real }, [...above, real]);
    }
  }

  #found(entry: Dirent, path: string): FoundPath {
    if (entry.isSymbolicLink()) return this.folder.find(path);
    if (entry.isFile()) return { type: 'file', real: path };
    return entry.isDirectory() ? { type: 'folder', real: path } : { type: 'nothing', lack: 'special' };
  }

  #note(thing: Pick<Thing, 'path' | 'names' | 'isLinked'>, real: string | null, lack: Thing['lack']): void {
    this.#things.push({ ...thing, real, lack });
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** What the files of a folder are, by the names that lead to it from `rules/`. */
type PlaceInRules = 'rules' | 'schools' | 'tests' | 'shared' | 'misnamed' | 'below schools' | 'below tests' | 'below';

function placeOf([folder, ...deeper]: readonly string[]): PlaceInRules {
  if (folder === undefined) return 'rules';
  const isBelow = deeper.length > 0;
  if (folder === schoolsFolder) return isBelow ? 'below schools' : 'schools';
  if (folder === testsFolder) return isBelow ? 'below tests' : 'tests';
  if (isBelow) return 'below';
  return meantBy(folder) === null ? 'shared' : 'misnamed';
}

/** The folder that `Schools`, `test` or the like means. */
function meantBy(folder: string): string | null {
  const spelt = folder.trim().toLowerCase();
  return [schoolsFolder, testsFolder].find((name) => distance(name, spelt) <= 1) ?? null;
}

function isForPeople({ names }: Thing): boolean {
  return /^readme/i.test(names.at(-1) ?? '');
}

/** Judges a thing only by its name and place. */
function verdictOn({ names, lack }: Thing, rulesFiles: readonly string[]): Verdict {
  const [name, place] = [names.at(-1) ?? '', placeOf(names.slice(0, -1))];
  const concerns = concernsOf(names);
  const unread = { isError: true, concerns, code: 'unread-file' as ProblemCode };
  if (lack === 'folder') {
    const hint = 'Put the file that is meant in its place, or give the folder another name.';
    return { ...unread, message: 'This is a folder with the name of a file.', hint };
  }
  if (lack === 'file') return { ...unread, message: 'This is a file, and must be a folder.', hint: null };
  if (lack !== null) return { ...unread, message: `This ${lackInWords(lack)}.`, hint: hintFor(lack) };
  const part = partOf(name, place, rulesFiles);
  if (part !== null) return { part };
  if (stemOf(name) === null) {
    const hint = 'The name of a file that is meant to be read ends in .yaml.';
    return { isError: false, concerns, code: 'passed-over', message: 'Nothing reads this.', hint };
  }
  if (place === 'rules' && name.endsWith('.yaml')) {
    const message = `No kind of record or link has its rules in a file "${name}".`;
    return { ...unread, code: 'unknown-kind', message, hint: didYouMean(name, rulesFiles) };
  }
  const message = 'Nothing reads a file of this name in this place.';
  return { ...unread, message, hint: howToBeRead(name, names[0] ?? '', place) };
}

function partOf(name: string, place: PlaceInRules, rulesFiles: readonly string[]): FileRole | null {
  if (!name.endsWith('.yaml')) return null;
  switch (place) {
    case 'rules':
      return name === conditionsFile ? 'conditions' : rulesFiles.includes(name) ? 'rules' : null;
    case 'schools':
      // Of `1.yaml.yaml` nobody knows whether a copy of another file was meant.
      return stemOf(name) === name.slice(0, -'.yaml'.length) && schoolOfFile(name) !== null ? 'school' : null;
    case 'tests':
      return name === defaultsFile ? 'defaults' : 'cases';
    case 'shared':
      return 'shared';
    default:
      return null;
  }
}

function concernsOf(names: readonly string[]): Concern {
  if (names[0] === testsFolder) return 'cases';
  const school = names[0] === schoolsFolder && names.length > 1 ? schoolOfFile(names.at(-1) ?? '') : null;
  return school === null ? 'all' : { school };
}

/** What to change about a file that has `.yaml` or `.yml` in its name. */
function howToBeRead(name: string, folder: string, place: PlaceInRules): string {
  if (place === 'misnamed') return `Call the folder ${meantBy(folder) ?? ''}.`;
  if (place === 'below tests') return `Put it into rules/${folder} itself: folders within are not read.`;
  if (place.startsWith('below'))
    return `Put it into rules/${folder} itself, or extend it: folders within are not read.`;
  const right = `${stemOf(name)?.trim() ?? ''}.yaml`;
  return right === '.yaml' ? 'Its name begins with what it is of.' : `Delete it, or name it ${right}.`;
}

/** What is read. A symbolic link's target may be under `rules/` too: then it is read once, in the link's role. */
function readOf(listed: readonly ListedThing[]): ConfigurationFile[] {
  const order: readonly FileRole[] = ['rules', 'conditions', 'school', 'defaults', 'cases', 'shared'];
  const files: ConfigurationFile[] = [];
  for (const part of order) {
    const before = new Set(files.map(({ real }) => real));
    for (const one of listed) {
      const { path, real, isLinked } = one.thing;
      if (!('part' in one) || one.part !== part || real === null) continue;
      if (before.has(real) && !isLinked) continue;
      if (part === 'cases' && files.some((file) => file.part === part && file.real === real)) continue;
      files.push({ path, real, part });
    }
  }
  return files;
}

/** What the files of schools extend, and what these extend. */
function extendedBy(files: readonly ConfigurationFile[], folder: ConfigurationFolder): ReadonlySet<string> {
  const reals = new Set<string>();
  const open = files
    .filter(({ part }) => part === 'school' || part === 'shared')
    .map(({ path, real }) => ({ path, real }));
  for (const { path, real } of open) {
    for (const { name } of readExtends(new YamlFile(path, [], real))) {
      const other = join(dirname(path), name);
      const found = folder.find(other);
      if (found.type !== 'file' || reals.has(found.real)) continue;
      reals.add(found.real);
      open.push({ path: other, real: found.real });
    }
  }
  return reals;
}

function schoolOf(path: string): string | null {
  return schoolOfFile(path.slice(dirname(path).length + 1));
}

function realOf(files: readonly ConfigurationFile[], path: string): string | undefined {
  return files.find((file) => file.path === path)?.real;
}

function twoFiles(school: string, first: string, second: string): Unread {
  const message = `The school ${school} has two files: ${first} and ${second}.`;
  const hint = 'Put the contents of both into one, and delete the other.';
  return { concerns: { school }, problem: at(second, 'repeated-name', message, hint) };
}

function problemOf({ thing, code, message, hint }: NotRead & { readonly thing: Thing }): Problem {
  return at(thing.path, code, message, hint);
}

function at(file: string, code: ProblemCode, message: string, hint: string | null): Problem {
  return { file, line: 1, column: 1, code, message, hint, source: '', length: 1 };
}
