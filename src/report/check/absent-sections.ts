import type { Extract } from '../../extract/extract.js';
import { kindsOf, type Field, type Pipeline } from '../../pipeline/pipeline.js';
import type { Problem } from '../../pipeline/problem.js';
import { isLookup } from '../../pipeline/source/lookups.js';
import { leadsInto } from '../../pipeline/source/source-path.js';
import { counted } from '../../pipeline/text/counted.js';
import { YamlFile, type Place } from '../../pipeline/yaml/yaml-file.js';

/** A section that a view or a look-up reads. */
interface NamedSection {
  readonly section: string;
  readonly isOptional: boolean;
  /** Before its path. */
  readonly start: Place | undefined;
}

/** Which sections that may be missing are in none of several extracts. */
export class AbsentSections {
  readonly #named: readonly NamedSection[];
  readonly #there = new Set<string>();
  readonly #near = new Map<string, string>();
  #extracts = 0;

  constructor(private readonly pipeline: Pipeline) {
    this.#named = namedSections(pipeline);
  }

  take({ absent }: Extract): void {
    this.#extracts++;
    const lackOf = (section: string) =>
      absent.find((one) => [`${one.section}[].`, `${one.section}.`].some((way) => `${section}.`.startsWith(way)));
    for (const { section } of this.#named) {
      const lack = lackOf(section);
      if (lack === undefined) this.#there.add(section);
      else if (lack.near !== null) this.#near.set(section, lack.near + section.slice(lack.section.length));
    }
  }

  /** A warning for each. */
  problems(): Problem[] {
    if (this.#extracts === 0) return [];
    const file = new YamlFile(this.pipeline.file, []);
    return this.#named
      .filter((named) => this.#isAbsent(named))
      .map(({ section, start = file.place(null) }) => {
        const where =
          this.#extracts === 1
            ? 'is not in the one extract that was looked through'
            : `is in none of ${counted(this.#extracts, 'extract')}`;
        const near = this.#near.get(section);
        const hint = near === undefined ? null : `Did you mean "${near}"?`;
        const message = `The section ${section}, which is optional, ${where}.`;
        const place = file.place(file.scalarFrom(start, section));
        return file.problemOf(place, section.length, 'absent-section', message, hint);
      });
  }

  /** Where extracts have either a list or an object around it, both are named, and one is enough. */
  #isAbsent({ section, isOptional }: NamedSection): boolean {
    if (!isOptional || this.#there.has(section)) return false;
    const isOtherThere = [...this.#there].some((other) => leadsInto(other, section) || leadsInto(section, other));
    return !isOtherThere || this.#near.has(section);
  }
}

/** Each once. */
function namedSections(pipeline: Pipeline): NamedSection[] {
  const all = kindsOf(pipeline).flatMap((kind) =>
    [...kind.views].flatMap((view): NamedSection[] => [
      { section: view.section, isOptional: view.isOptional, start: pipeline.places.get(`${kind.name}:from`) },
      ...view.fields.flatMap((field) => lookedUp(field, pipeline.places.get(`${kind.name}.${field.name}`))),
    ]),
  );
  return all.filter(({ section }, at) => all.findIndex((other) => other.section === section) === at);
}

function lookedUp({ source, further }: Field, start: Place | undefined): NamedSection[] {
  return [source, ...further]
    .filter(isLookup)
    .map(({ lookup, isOptional }) => ({ section: lookup, isOptional, start }));
}
