import type { LikelyWords } from '../likely-words.js';
import type { GuessedKind } from './kinds.js';
import type { GuessedLink } from './links.js';
import { Names } from './names.js';
import type { ValuePath } from './sections.js';

/** The name of the field in which a kind has a further key. */
export function keyField({ path }: ValuePath, kind: string, words: LikelyWords): string {
  return new Names([...Object.keys(words.fields[kind] ?? {}), 'room']).nameOf(path);
}

/** The further keys of a kind by which links name its records: these need a field, whose values are not kept. */
export function keysNamed(kind: GuessedKind, links: readonly GuessedLink[]): ValuePath[] {
  const named = links.flatMap(({ ends }) =>
    ends.filter(({ to }) => to === kind.name).flatMap(({ references }) => references[0]?.by ?? []),
  );
  return [...new Set(named)];
}
