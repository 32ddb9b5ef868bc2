import type { Listing } from '../browse/list-records.js';
import { shown } from '../report/html/shown.js';
import { listQuery } from './addresses.js';
import { shortened } from './shortened.js';

interface Props {
  /** The address of the whole list. */
  readonly at: string;
  readonly listing: Listing;
  /** What people call a column, by its name. */
  readonly labels: ReadonlyMap<string, string>;
  /** What people call the record that a list's must be linked to. */
  readonly nameOf: (column: string, id: string) => string;
}

/** What narrows a list, each with a link that takes it away. */
export function Chips({ at, listing, labels, nameOf }: Props) {
  const { search, filters, without, linked, linkedWith } = listing;
  const called = (name: string): string => labels.get(name) ?? name;
  const chips: (readonly [string, Listing])[] = [
    ...(search === '' ? [] : [[`Search: ${search}`, { ...listing, search: '' }] as const]),
    ...Array.from(
      filters,
      ([name, value]) =>
        [`${called(name)}: ${value ?? '(blank)'}`, { ...listing, filters: lacking(filters, name) }] as const,
    ),
    ...Array.from(
      linked,
      ([name, id]) => [`${called(name)}: ${nameOf(name, id)}`, { ...listing, linked: lacking(linked, name) }] as const,
    ),
    ...Array.from(
      linkedWith,
      ([name, value]) =>
        [`${called(name)}: ${value ?? '(blank)'}`, { ...listing, linkedWith: lacking(linkedWith, name) }] as const,
    ),
    ...(without === null ? [] : [[`Without ${called(without).toLowerCase()}`, { ...listing, without: null }] as const]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="What narrows the list">
      {chips.map(([words, rest]) => (
        <li>
          <a href={`${at}${listQuery(rest)}`}>
            {shortened(shown(words))} <span aria-hidden="true">✕</span>
            <span class="unseen"> (take away)</span>
          </a>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <a href={at}>All again</a>
        </li>
      )}
    </ul>
  );
}

function lacking<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([name]) => name !== key));
}
