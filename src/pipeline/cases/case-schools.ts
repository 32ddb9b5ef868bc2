import { dirname, join } from 'node:path';
import { isScalar, type Node } from 'yaml';
import { readExtends } from '../extends.js';
import { hintFor, lackInWords } from '../files/configuration-folder.js';
import type { Shared } from '../read-shared.js';
import { didYouMean } from '../text/did-you-mean.js';
import { normalise } from '../text/text.js';
import { asWritten, YamlFile, type Entries } from '../yaml/yaml-file.js';

/** The keys by which a case says for which schools it is decided; it has one of them, or none. */
export const schoolKeys = ['school', 'schools', 'extending'] as const;

/** Finds the schools for which cases are decided. */
export class CaseSchools {
  /** By file, with all symbolic links followed: the files that it extends, itself included. */
  readonly #below = new Map<string, ReadonlySet<string>>();

  constructor(private readonly shared: Pick<Shared, 'files' | 'scope'>) {}

  /**
   * The schools that a case names, each once; null alone if what all schools share is meant, or if it names none that
   * can be used, with a problem noted.
   */
  of(file: YamlFile, entries: Entries): readonly (string | null)[] {
    const [key, ...more] = schoolKeys.filter((one) => entries.has(one));
    for (const other of more)
      file.problem(
        entries.get(other)?.key ?? null,
        'excludes',
        `A case cannot have both ${key} and ${other}.`,
        'Keep one of the two.',
      );
    const node = entries.get(key)?.node ?? null;
    const found = key === 'school' ? this.#known(file, node, key) : key === 'schools' ? this.#listed(file, node) : [];
    if (key === 'extending') found.push(...this.#extending(file, node));
    return found.length === 0 ? [null] : [...new Set(found)];
  }

  #listed(file: YamlFile, node: Node | null): string[] {
    const nodes = file.readOnce(node, 'schools');
    if (node !== null && 'items' in node && nodes.length === 0)
      file.problem(node, 'empty-case', 'A case for no school is never decided.', 'Name a school, or omit schools.');
    return nodes.flatMap((item) => this.#known(file, item, 'An entry of schools'));
  }

  #known(file: YamlFile, node: Node | null, what: string): string[] {
    const { schools } = this.shared.files;
    const school = normalise(isScalar(node) && node.value !== null ? asWritten(node) : file.readText(node, what));
    if (schools.has(school)) return [school];
    const hint = didYouMean(school, [...schools.keys()]);
    if (school !== '') file.problem(node, 'unknown-school', `No school "${school}" has a file of its own.`, hint);
    return [];
  }

  /** The schools whose files extend one, directly or through others. */
  #extending(file: YamlFile, node: Node | null): string[] {
    const name = file.readText(node, 'extending');
    if (name === '') return [];
    const found = this.shared.scope.folder.find(join(dirname(file.path), name));
    if (found.type === 'nothing') {
      const isMissing = found.lack === 'missing';
      const message = isMissing ? `There is no file "${name}".` : `"${name}" ${lackInWords(found.lack)}.`;
      const hint = isMissing ? 'A path in a file is relative to it: ../shared/trust.yaml.' : hintFor(found.lack);
      file.problem(node, 'cannot-read', message, hint);
      return [];
    }
    const schools = [...this.shared.files.schools].flatMap(([school, path]) =>
      this.#filesBelow(path).has(found.real) ? [school] : [],
    );
    if (schools.length === 0)
      file.problem(node, 'empty-case', `No school's file extends "${name}", so the case is never decided.`);
    return schools;
  }

  #filesBelow(path: string): ReadonlySet<string> {
    const found = this.shared.scope.folder.find(path);
    if (found.type !== 'file') return new Set();
    const known = this.#below.get(found.real);
    if (known !== undefined) return known;
    const below = new Set([found.real]);
    // Noted before what is in it is known: a file that extends itself ends here.
    this.#below.set(found.real, below);
    for (const { name } of readExtends(new YamlFile(path, [], found.real)))
      for (const real of this.#filesBelow(join(dirname(path), name))) below.add(real);
    return below;
  }
}
