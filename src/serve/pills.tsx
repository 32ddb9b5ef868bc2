import { shown } from '../report/html/shown.js';
import { shortened } from './shortened.js';

export interface Pill {
  readonly words: string;
  /** How many it leads to; null if it is not said. */
  readonly count: string | null;
  readonly to: string;
  /** Whether it is what the page shows. */
  readonly isHere: boolean;
}

/** Links that narrow a page to one sort of what it shows, each with how many there are. */
export function Pills({ name, pills }: { readonly name: string; readonly pills: readonly Pill[] }) {
  return (
    <nav aria-label={name} class="outcomes">
      <ul>
        {pills.map(({ words, count, to, isHere }) => (
          <li>
            <a href={to} aria-current={isHere ? 'true' : undefined}>
              {shortened(shown(words))} {count !== null && <span class="quiet">{count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
