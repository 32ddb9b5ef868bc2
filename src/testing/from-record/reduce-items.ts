import type { SourceSection } from '../../pipeline/source/source-shape.js';
import type { SourceObject } from '../../pipeline/source/source-value.js';
import { scalarsOf, textOf } from '../../pipeline/source/source-json.js';
import { namedBy, Naming, textOfToken, withoutNames, type Items } from './items.js';

/** Whether the outcome is still the same. */
export type Oracle<T> = (candidate: T) => Promise<boolean>;

interface Entry {
  readonly section: SourceSection;
  readonly item: SourceObject;
  readonly own: readonly string[];
  readonly named: readonly string[];
  /** Those who have a text that it has, if its section is only looked into. */
  lookedUpBy: readonly string[];
  /** How many links it is away from the record. */
  distance: number;
}

const farthest = 4;

/**
 * The fewest items that give the same outcome: first those near the record, then without each that does not matter.
 * @param isOf whether one of an item's own names is that of the record
 * @returns null if not even the whole extract gives it
 */
export async function reduceItems(
  sections: readonly SourceSection[],
  items: Items,
  isOf: (token: string) => boolean,
  oracle: Oracle<Items>,
): Promise<Items | null> {
  const naming = new Naming(sections);
  const entries = sections.flatMap((section) =>
    (items.get(section.name) ?? []).map((item): Entry => {
      const own = naming.own(section, item);
      const distance = own.some(isOf) ? 0 : Infinity;
      return { section, item, own, named: namedBy(section, item), lookedUpBy: [], distance };
    }),
  );
  const known = new Set(entries.flatMap(({ own }) => own));
  noteLookedUp(entries, known);
  const made = (some: readonly Entry[]) => itemsOf(sections, some, known);
  measure(entries);
  const near = await nearest(entries, async (some) => oracle(made(some)));
  return near === null ? null : made(await without(near, async (some) => oracle(made(some))));
}

function noteLookedUp(entries: readonly Entry[], known: ReadonlySet<string>): void {
  const byText = new Map<string, string[]>();
  for (const token of known) {
    const text = textOfToken(token);
    byText.set(text, [...(byText.get(text) ?? []), token]);
  }
  for (const entry of entries.filter(({ section }) => section.views.length === 0))
    entry.lookedUpBy = scalarsOf(entry.item).flatMap((value) => byText.get(textOf(value) ?? '') ?? []);
}

/** Says of each entry how far it is away: two are next to each other if one names the other, or both name one record. */
function measure(entries: readonly Entry[]): void {
  const naming = new Map<string, Entry[]>();
  for (const entry of entries)
    for (const token of new Set([...entry.own, ...entry.named, ...entry.lookedUpBy])) {
      const others = naming.get(token) ?? [];
      naming.set(token, others);
      others.push(entry);
    }
  const seen = new Set<string>();
  const queue = entries.filter(({ distance }) => distance === 0);
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift())
    for (const token of [...entry.own, ...entry.named, ...entry.lookedUpBy].filter((one) => !seen.has(one))) {
      seen.add(token);
      for (const other of naming.get(token) ?? []) {
        if (other.distance !== Infinity) continue;
        other.distance = entry.distance + 1;
        queue.push(other);
      }
    }
}

async function nearest(entries: readonly Entry[], oracle: Oracle<readonly Entry[]>): Promise<readonly Entry[] | null> {
  for (let most = 0; most <= farthest; most++) {
    const some = entries.filter(({ distance }) => distance <= most);
    if (some.length > 0 && (await oracle(some))) return some;
  }
  return (await oracle(entries)) ? entries : null;
}

/** Takes away what does not matter: halves, then quarters, in the end one by one until none of them can go. */
export async function without<T>(all: readonly T[], oracle: Oracle<readonly T[]>): Promise<readonly T[]> {
  let left = all;
  for (let size = Math.ceil(left.length / 2); size >= 1;) {
    const before = left.length;
    for (let from = 0; from < left.length;) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)];
      if (await oracle(fewer)) left = fewer;
      else from += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (left.length === before) break;
  }
  return left;
}

/** The items, which no longer name a record that was taken away; links do not stay without one of their ends. */
function itemsOf(sections: readonly SourceSection[], entries: readonly Entry[], known: ReadonlySet<string>): Items {
  const there = new Set(entries.flatMap(({ own }) => own));
  const isGone = (token: string) => known.has(token) && !there.has(token);
  return new Map(
    sections.map((section) => {
      const isOfLinks = section.views.every(({ kind, inner }) => kind.type === 'link' && inner.length === 0);
      const of = entries.filter(
        (entry) => entry.section === section && !(isOfLinks && section.views.length > 0 && entry.named.some(isGone)),
      );
      return [section.name, of.map(({ item }) => withoutNames(section, item, isGone))];
    }),
  );
}
