import {
  approvedNow,
  inPause,
  needing,
  wellKept,
  type AskedSchools,
  type SchoolCounts,
} from '../browse/school-list.js';
import { numberInWords } from '../words/number-words.js';
import { addresses, partQuery } from './addresses.js';
import { Pills } from './pills.js';

interface Props {
  readonly counts: SchoolCounts;
  /** What the page is narrowed to; null if it is This morning, which shows those that need somebody. */
  readonly asked: Pick<AskedSchools, 'search' | 'status'> | null;
}

/** Each way in which schools stand, with how many: it leads to these. None of which there is none. */
export function SchoolPills({ counts: { all, by }, asked }: Props) {
  const links = [
    ['Need somebody', by[needing], needing],
    ['Failed', by.failed, 'failed'],
    ['Held', by.held, 'held'],
    ['Not seen', by.unseen, 'unseen'],
    ['Approved', by[approvedNow], approvedNow],
    ['Paused', by[inPause], inPause],
    ['Up to date', by[wellKept], wellKept],
    ['All', all, null],
  ] as const;
  const search = asked === null || asked.search === '' ? null : asked.search;
  return (
    <Pills
      name="Schools by outcome"
      pills={links
        .filter(([, count, status]) => count > 0 || status === null)
        .map(([words, count, status]) => ({
          words,
          count: numberInWords(count),
          to:
            status === null && search === null
              ? addresses.schools
              : `${addresses.schools}${partQuery({ search, status })}`,
          isHere: status === (asked === null ? needing : asked.status),
        }))}
    />
  );
}
