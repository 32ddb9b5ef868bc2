import { counted } from '../pipeline/text/counted.js';
import { placeOfFile } from '../pipeline/text/place-text.js';
import { shown } from '../report/html/shown.js';
import { Outside } from '../report/html/words.js';
import type { PagePlace } from './place.js';
import { mostProblems, type HowOld } from './rereading.js';
import { Time } from './time.js';
import { may } from './visitor.js';

interface Props {
  readonly place: Pick<PagePlace, 'pipeline' | 'visitor'>;
  readonly howOld: HowOld;
}

/** That the pages show older rules than the files have. What is wrong with those is for people who look after them. */
export function BehindNotice({ place, howOld: { readAt, behind } }: Props) {
  if (behind === null) return null;
  const { timezone } = place.pipeline;
  const from = <Time at={readAt.toISOString()} timezone={timezone} />;
  const since = <Time at={behind.since.toISOString()} timezone={timezone} />;
  if (!may(place.visitor, 'admin'))
    return (
      <p class="notice" id="behind">
        The rules shown are those of {from}. They have been changed, and the pages cannot show that yet: admins see here
        why.
      </p>
    );
  if (behind.why === 'restart')
    return (
      <section class="notice" aria-labelledby="behind">
        <h2 id="behind">Restart serve</h2>
        <p>
          The rules shown are those of {from}. Since {since} the configuration differs in what the pages read only when
          they start: <Outside text={behind.differing.join(', ')} />. Runs use it already.
        </p>
      </section>
    );
  const { problems } = behind;
  const more = problems.length - mostProblems;
  return (
    <section class="notice" aria-labelledby="behind">
      <h2 id="behind">The configuration cannot be read</h2>
      <p>
        The rules shown are those of {from}. Since {since} the files have {counted(problems.length, 'problem')}, and no
        run begins until that is corrected.
      </p>
      <ul>
        {problems.slice(0, mostProblems).map((problem) => (
          <li>
            <strong>
              <Outside text={placeOfFile(problem)} />
            </strong>{' '}
            {problem.code}: {shown(problem.message)} {problem.hint === null ? '' : shown(problem.hint)}
          </li>
        ))}
      </ul>
      {more > 0 && <p>And {counted(more, 'more problem')}: “pullthrough check” shows all of them.</p>}
    </section>
  );
}
