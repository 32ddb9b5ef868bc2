import { Outside } from '../report/html/words.js';
import type { PagePlace } from './place.js';
import { Day } from './time.js';

interface Props {
  readonly place: PagePlace;
  readonly title: string;
  /** Of when the content is; null if that is not noted. */
  readonly at: string | null;
}

/** What every sheet begins with when a page is printed: sheets are given away one by one. It is not on the screen. */
export function PaperHead({ place: { school, pipeline }, title, at }: Props) {
  return (
    <div class="paper-head">
      <div>
        <strong>{school === null ? 'pullthrough' : <Outside text={school.name ?? school.id} />}</strong>
        <span>
          <Outside text={title} />
          {at !== null && (
            <>
              , <Day at={at} timezone={pipeline.timezone} />
            </>
          )}
        </span>
      </div>
    </div>
  );
}
