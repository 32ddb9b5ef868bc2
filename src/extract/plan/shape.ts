import { nearest, slip } from '../../pipeline/text/did-you-mean.js';
import { pathInList, stepOf, stepsOf } from '../../pipeline/source/source-path.js';
import { looksLikeId } from '../survey/hide-keys.js';
import { byItself } from '../../pipeline/text/stored-text.js';

/** In longer objects, only the first keys are tried in the order of the last object. */
const mostRemembered = 32;
/** How many unlisted keys are remembered, to name the one that may be meant. */
const mostUnlisted = 200;
const longestUnlisted = 100;

/** What is known of a path once all objects of a shape have come. */
export interface Search {
  /** Null if there was no object to look in. */
  readonly isMet: boolean | null;
  /** For a path that is not met: the one that may be meant. */
  readonly near: string | null;
}

/** Which keys of an object are listed, and what is listed of the objects and lists behind them. */
export class Shape {
  /** Each key with what leads to it, as findings name it. */
  readonly paths: string[];
  readonly indexOf: Map<string, number>;
  /** The shape of an object behind a key, or of the objects in a list behind it. */
  readonly inner: (Shape | null)[];
  /** Whether a list behind a key is read. */
  readonly isList: boolean[];
  /** Whether a list behind a key is one of pages, on the way to the list of a section. */
  readonly isPaged: boolean[];
  /** Whether the list behind a key is that of a section. */
  readonly isSection: boolean[];
  /** Whether anything behind a key is an object with a shape of its own. */
  hasInner: boolean;
  /** For each key, `undefined`: it has not come. */
  readonly missing: undefined[];
  /** The keys of the last object in their order, and their indexes. */
  readonly #lastKeys: string[] = [];
  readonly #lastIndexes: number[] = [];
  /** Which keys have come, by index. */
  readonly #met: boolean[] = [];
  readonly #unlisted = new Set<string>();
  /** How many unlisted keys came first where an object before had another key. */
  #late = 0;

  constructor(
    /** What leads to its keys in paths. */
    readonly prefix = '',
    of: Shape | null = null,
  ) {
    this.paths = of?.paths ?? [];
    this.indexOf = of?.indexOf ?? new Map<string, number>();
    this.inner = of?.inner.map((inner) => inner?.unused() ?? null) ?? [];
    this.isList = of?.isList ?? [];
    this.isPaged = of?.isPaged ?? [];
    this.isSection = of?.isSection ?? [];
    this.hasInner = of?.hasInner ?? false;
    this.missing = of?.missing ?? [];
  }

  /** The same keys, before any has come. */
  unused(): Shape {
    return new Shape(this.prefix, this);
  }

  /**
   * The index of a key; -1 if it is not listed. Nearly every item has its keys in the order of the one before, and
   * comparing with the key that was there is cheaper than looking in a map.
   * @param place how many keys come before it
   */
  find(key: string, place: number): number {
    if (this.#lastKeys[place] === key) return this.#lastIndexes[place];
    const index = this.indexOf.get(key) ?? -1;
    if (index >= 0) this.#met[index] = true;
    else this.#noteUnlisted(key, place);
    if (place < mostRemembered) {
      this.#lastKeys[place] = key;
      this.#lastIndexes[place] = index;
    }
    return index;
  }

  #noteUnlisted(key: string, place: number): void {
    if (this.#unlisted.size >= mostUnlisted || key.length > longestUnlisted || this.#unlisted.has(key)) return;
    this.#unlisted.add(byItself(key));
    if (place < this.#lastKeys.length) this.#late++;
  }

  /** Of the unlisted keys, those that may be named: where most differ from object to object, they are data. */
  #nameable(): string[] {
    if (this.#late > 1 && this.#late * 2 >= this.#unlisted.size) return [];
    return [...this.#unlisted].filter((key) => !looksLikeId(key));
  }

  /**
   * Whether any object had something at these steps; a key with a null is there.
   * @param unsought how many of the steps only lead to where it is looked for
   */
  search([step, ...rest]: readonly number[], unsought = 0): Search {
    if (this.#met[step] !== true) {
      const isSearched = unsought <= 0 && (this.#met.length > 0 || this.#unlisted.size > 0);
      return isSearched ? { isMet: false, near: this.#near(step) } : { isMet: null, near: null };
    }
    return rest.length === 0 ? { isMet: true, near: null } : this.#innerAt(step).search(rest, unsought - 1);
  }

  /**
   * For steps that lead to a list which may be missing, and is: the path that nothing reads and that is so like them that
   * hardly anything but a slip makes the difference. Null if there is none, or the list is there.
   */
  slipOf([step, ...rest]: readonly number[]): string | null {
    if (this.#met[step] === true) return rest.length === 0 ? null : this.#innerAt(step).slipOf(rest);
    const near = slip(this.#keyOf(step), this.#nameable());
    return near === null ? null : this.#pathOf(near);
  }

  #keyOf(step: number): string {
    return [...this.indexOf].find(([, index]) => index === step)?.[0] ?? '';
  }

  #near(step: number): string | null {
    const keys = [...this.indexOf];
    const key = this.#keyOf(step);
    // Another path may read the key that is meant; one that nothing reads is likelier.
    const met = keys.filter(([, index]) => this.#met[index] === true).map(([other]) => other);
    const near = nearest(key, this.#nameable()) ?? nearest(key, met);
    return near === null ? null : this.#pathOf(near);
  }

  #innerAt(step: number): Shape {
    const inner = this.inner[step];
    if (inner === null) throw new Error(`nothing is read behind ${this.paths[step]}`);
    return inner;
  }

  #pathOf(key: string): string {
    return this.prefix + stepOf(key);
  }

  /** Lists a path; gives the indexes of its steps, one shape inside the other. */
  addPath(path: string): number[] {
    return this.#add(stepsOf(path));
  }

  /** Lists a list, and a path within its entries; null if the entries are the values. */
  addList(list: string, value: string | null): { readonly steps: number[]; readonly inEntry: number[] } {
    const steps = this.#add(stepsOf(list));
    const holder = this.#at(steps.slice(0, -1));
    const last = steps[steps.length - 1] ?? 0;
    holder.isList[last] = true;
    if (value === null) return { steps, inEntry: [] };
    return { steps, inEntry: holder.#into(last, pathInList(holder.paths[last] ?? '', '')).addPath(value) };
  }

  /** Lists the list of a section: on the way there, lists are pages. */
  addSection(path: string): { readonly steps: number[]; readonly entries: Shape } {
    const { steps } = this.addList(path, null);
    steps.slice(0, -1).reduce<Shape>((shape, step) => {
      shape.isPaged[step] = true;
      return shape.inner[step] ?? shape;
    }, this);
    const holder = this.#at(steps.slice(0, -1));
    const last = steps[steps.length - 1] ?? 0;
    holder.isSection[last] = true;
    return { steps, entries: holder.#into(last, pathInList(holder.paths[last] ?? '', '')) };
  }

  /** The shape of what is behind the last of some steps. */
  behind(steps: readonly number[]): Shape {
    return steps.reduce((shape, step) => shape.#innerAt(step), this as Shape);
  }

  #add([key = '', ...rest]: readonly string[]): number[] {
    let index = this.indexOf.get(key);
    if (index === undefined) {
      index = this.paths.push(this.#pathOf(key)) - 1;
      this.indexOf.set(key, index);
      this.inner.push(null);
      this.isList.push(false);
      this.isPaged.push(false);
      this.isSection.push(false);
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
