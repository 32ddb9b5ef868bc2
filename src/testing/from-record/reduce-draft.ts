import type { SourceObject, SourceValue } from '../../pipeline/source/source-value.js';
import { isObject, valueAt, withValueAt } from '../../pipeline/source/source-value.js';
import type { Draft } from './draft.js';
import { listIn, type Items } from './items.js';
import type { Oracle } from './reduce-items.js';

/** What may not go: of a section, of its item at a place, the value at a path (a path without steps is the item). */
export type Keep = (section: string, at: number, path: readonly string[]) => boolean;

/**
 * The same draft without values and sections that the defaults give as well, and without entries of lists that do not matter.
 */
export async function reduceDraft(draft: Draft, keep: Keep, oracle: Oracle<Draft>): Promise<Draft> {
  let best = draft;
  const attempt = async (items: Items): Promise<boolean> => {
    const candidate = { ...best, items };
    if (!(await oracle(candidate))) return false;
    best = candidate;
    return true;
  };
  const dropSection = async (name: string): Promise<boolean> => {
    if ((draft.items.get(name) ?? []).some((_, at) => keep(name, at, []))) return false;
    const without = new Map(best.items);
    return without.delete(name) && (await attempt(without));
  };
  for (const name of draft.items.keys()) {
    if (await dropSection(name)) continue;
    for (let at = 0; at < (best.items.get(name)?.length ?? 0); at++) {
      const isKeptAt = (path: readonly string[]) => keep(name, at, path);
      await reduceItem(
        () => best.items.get(name)?.[at] ?? new Map<string, SourceValue>(),
        isKeptAt,
        async (item) => attempt(new Map(best.items).set(name, (best.items.get(name) ?? []).with(at, item))),
      );
    }
  }
  // What is left of a section may have been needed only by values that are gone now.
  for (const name of draft.items.keys()) await dropSection(name);
  return best;
}

async function reduceItem(
  item: () => SourceObject,
  isKept: (path: readonly string[]) => boolean,
  attempt: (item: SourceObject) => Promise<boolean>,
): Promise<void> {
  const fewerOf = async <T extends SourceValue>(
    path: readonly string[],
    entries: readonly T[],
    written: (left: readonly T[]) => SourceValue,
  ): Promise<void> => {
    let left = entries;
    for (const entry of entries) {
      const fewer = left.filter((one) => one !== entry);
      if (await attempt(withValueAt(item(), path, written(fewer)))) left = fewer;
    }
  };
  const visit = async (path: readonly string[]): Promise<void> => {
    if (path.length > 0 && !isKept(path) && (await attempt(withValueAt(item(), path, undefined)))) return;
    const value = path.length === 0 ? item() : valueAt(item(), path);
    if (isObject(value)) {
      for (const key of value.keys()) await visit([...path, key]);
      return;
    }
    if (value === undefined || isKept(path)) return;
    if (typeof value === 'string') await fewerOf(path, listIn(value), (left) => `[${left.join(',')}]`);
    else await fewerOf(path, value, (left) => left);
  };
  await visit([]);
}
