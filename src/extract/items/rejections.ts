import type { LinkKind, RecordKind, Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { ExtractFinding } from '../extract.js';

/** One that is no id may be a mistake in the data; if all of several are none, the mapping is wrong. */
const few = 2;

/** What is read as an id and is none. */
interface Rejection {
  /** Whose id it is: the kind of the records, or of the links. */
  readonly kind: RecordKind | LinkKind;
  /** The end of the link that it names; null for the id of a record. */
  readonly end: string | null;
  /** As findings name it. */
  readonly path: string;
  count: number;
  /** How many are an object or a list. */
  nested: number;
}

/** Counts, by path, what is read as an id and is none. */
export class Rejections {
  #found = new Map<string, Rejection>();
  #marked: ReadonlyMap<string, Rejection> = new Map();

  /** Notes how many there are, to come back to. */
  mark(): void {
    this.#marked = copyOf(this.#found);
  }

  /** Forgets those since. */
  goBack(): void {
    this.#found = copyOf(this.#marked);
  }

  note({ kind, end, path }: Pick<Rejection, 'kind' | 'end' | 'path'>, isNested: boolean): void {
    const key = keyOf(kind.name, path);
    const known = this.#found.get(key) ?? { kind, end, path, count: 0, nested: 0 };
    this.#found.set(key, known);
    known.count++;
    if (isNested) known.nested++;
  }

  /**
   * The paths that lead to no id in any entry, each in one finding.
   * @param hasOther whether the kind has entries that are named under the path, or were rejected for another reason
   */
  findings(section: string, places: Pipeline['places'], hasOther: (rejection: Rejection) => boolean): NoIds {
    const wrong = [...this.#found].filter(([, rejection]) => rejection.count >= few && !hasOther(rejection));
    const fixes = new Map<string, string>();
    const findings = wrong.map(([key, rejection]): ExtractFinding => {
      const { kind, path, count, nested } = rejection;
      const where = placeOf(rejection, places);
      fixes.set(key, `Correct the path in the mapping${where}`);
      const what = nested === count ? ': each is an object or a list' : '';
      const because = `None of the ${String(count)} values of ${path} in ${section} is a usable id${what}. Does the mapping's path lead to the id${where}?`;
      const about = { kind: kind.name, recordId: null, field: path, position: null };
      return { severity: 'warning', rule: builtInRules.allNoId, ...about, because };
    });
    return { findings, fixOf: ({ kind, field }) => fixes.get(keyOf(kind ?? '', field ?? '')) ?? null };
  }
}

export interface NoIds {
  readonly findings: readonly ExtractFinding[];
  /** What to correct instead of a rejected entry; null if the entry is to correct. */
  readonly fixOf: (finding: ExtractFinding) => string | null;
}

function copyOf(found: ReadonlyMap<string, Rejection>): Map<string, Rejection> {
  return new Map(Array.from(found, ([key, rejection]) => [key, { ...rejection }]));
}

function keyOf(kind: string, path: string): string {
  return `${kind}\0${path}`;
}

function placeOf({ kind, end }: Rejection, places: Pipeline['places']): string {
  const place =
    places.get(end === null ? `${kind.name}:id` : `${kind.name}:joins.${end}`) ??
    places.get(`${kind.name}:from`) ??
    places.get(kind.name);
  return place === undefined ? '' : ` (${lineOfFile(place)})`;
}
