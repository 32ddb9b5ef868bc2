import { singular, wordsOf } from '../../../extract/survey/words-of.js';
import { stepsOf } from '../../../pipeline/source/source-path.js';
import { snakeCase } from '../../../pipeline/text/text.js';

const longest = 40;
/** Names that mean something in rules, or that databases use. */
const taken = new Set([
  'fields', 'today', 'option', 'id', 'ctid', 'oid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax', 'rowid', 'rownum',
  'constructor', 'prototype', 'period', 'room', 'schools', 'runs', 'changes', 'findings', 'holds', 'accounts', 'audit',
]); // prettier-ignore

/** Properties that every JavaScript object has, whatever their capitals. */
const ofObjects = new Set(
  [...Object.getOwnPropertyNames(Object.prototype), 'prototype'].map((name) => name.toLowerCase()),
);

/** Gives each path a name of its own that every database takes. */
export class Names {
  readonly #given = new Set<string>();

  constructor(given: Iterable<string> = []) {
    for (const name of given) this.#given.add(name.toLowerCase());
  }

  /** @param path whose last keys make the name */
  nameOf(path: string): string {
    const steps = stepsOf(path);
    const last = plain(steps.at(-1) ?? '');
    const withBefore = plain(steps.slice(-2).join(' '));
    const candidates = [last, withBefore, ...Array.from({ length: 99 }, (_, index) => `${last}${String(index + 2)}`)];
    const free = candidates.find((name) => isFit(name) && !this.#given.has(name.toLowerCase())) ?? this.#numbered();
    this.#given.add(free.toLowerCase());
    return free;
  }

  /** Takes a name that is meant, if it is still free. */
  take(name: string): boolean {
    if (this.#given.has(name.toLowerCase())) return false;
    this.#given.add(name.toLowerCase());
    return true;
  }

  #numbered(): string {
    for (let number = 1; ; number++) if (!this.#given.has(`value${String(number)}`)) return `value${String(number)}`;
  }
}

function isFit(name: string): boolean {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || snakeCase(name).length > longest) return false;
  if (name.endsWith('Count') || taken.has(name) || ofObjects.has(name.toLowerCase())) return false;
  return !/^(?:pullthrough|leftAt|sqlite|pg|rowDigest|rowFolded|typedFolded|rowStart|rowEnd|schoolId)|Pkey$/.test(name);
}

/** `First_Name` is `firstName`. */
function plain(text: string): string {
  const [first = '', ...rest] = wordsOf(text.normalize('NFD').replace(/\p{M}/gu, '')).map((word) =>
    word.replace(/[^a-z\d]/g, ''),
  );
  return [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

export function singularName(name: string): string {
  const one = singular(name);
  return one === name ? `${name}Record` : one;
}
