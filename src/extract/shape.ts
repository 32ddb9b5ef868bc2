import { RawObject } from './raw-object.js';
import { pathInList, stepsOf } from '../pipeline/source-path.js';

/** Of longer objects, only the first keys are tried in the order of the last object. */
const mostRemembered = 32;

/** Which keys of an object are listed, and what is listed of the objects and lists behind them. */
export class Shape {
  /** Each key with what leads to it, as findings name it. */
  readonly paths: string[] = [];
  readonly indexOf = new Map<string, number>();
  /** The shape of an object behind a key, or of the objects in a list behind it. */
  readonly inner: (Shape | null)[] = [];
  /** Whether a list behind a key is read. */
  readonly isList: boolean[] = [];
  /** Whether anything behind a key is an object with a shape of its own. */
  hasInner = false;
  /** For each key, that it has not come. */
  readonly missing: undefined[] = [];
  #empty: RawObject | null = null;
  /** The keys of the last object in their order, and their indexes. */
  readonly #lastKeys: string[] = [];
  readonly #lastIndexes: number[] = [];

  constructor(private readonly prefix = '') {}

  /** An object with none of the keys. */
  get empty(): RawObject {
    return (this.#empty ??= new RawObject(this));
  }

  /**
   * The index of a key; -1 where it is not listed. Nearly every item has its keys in the order of the one before, and to
   * compare with the key that stood there is cheaper than to look in a map.
   * @param place how many keys stand before it
   */
  find(key: string, place: number): number {
    if (this.#lastKeys[place] === key) return this.#lastIndexes[place];
    const index = this.indexOf.get(key) ?? -1;
    if (place < mostRemembered) {
      this.#lastKeys[place] = key;
      this.#lastIndexes[place] = index;
    }
    return index;
  }

  /** Lists a path; gives the indexes of its steps, one shape inside the other. */
  addPath(path: string): number[] {
    return this.#add(stepsOf(path));
  }

  /** Lists a list, and a path within its entries; null where the entries are the values. */
  addList(list: string, value: string | null): { readonly steps: number[]; readonly inEntry: number[] } {
    const steps = this.#add(stepsOf(list));
    const holder = this.#at(steps.slice(0, -1));
    const last = steps[steps.length - 1] ?? 0;
    holder.isList[last] = true;
    if (value === null) return { steps, inEntry: [] };
    return { steps, inEntry: holder.#into(last, pathInList(holder.paths[last] ?? '', '')).addPath(value) };
  }

  #add([key = '', ...rest]: readonly string[]): number[] {
    let index = this.indexOf.get(key);
    if (index === undefined) {
      index = this.paths.push(this.prefix + key.replaceAll('.', '\\.')) - 1;
      this.indexOf.set(key, index);
      this.inner.push(null);
      this.isList.push(false);
      this.missing.push(undefined);
    }
    if (rest.length === 0) return [index];
    return [index, ...this.#into(index, `${this.paths[index] ?? ''}.`).#add(rest)];
  }

  #into(index: number, prefix: string): Shape {
    this.hasInner = true;
    return (this.inner[index] ??= new Shape(prefix));
  }

  #at(steps: readonly number[]): Shape {
    return steps.reduce<Shape>((shape, step) => shape.inner[step] ?? shape, this);
  }
}
