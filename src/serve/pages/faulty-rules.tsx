import { noun } from '../../pipeline/text/counted.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import { withoutCredentials } from '../../pipeline/text/credentials.js';
import type { Problem } from '../../pipeline/problem.js';
import { shown } from '../../report/html/shown.js';
import { Outside } from '../../report/html/words.js';
import { BehindNotice } from '../behind.js';
import { Page } from '../layout.js';
import type { SchoolPlace } from '../place.js';
import type { HowOld } from '../rereading.js';
import { may } from '../visitor.js';

interface Props {
  readonly place: SchoolPlace;
  readonly problems: readonly Problem[];
  readonly howOld: HowOld;
}

/** A school whose own file cannot be read: its problems, instead of its rules. */
export function FaultyRulesPage({ place, problems, howOld }: Props) {
  const isAdmin = may(place.visitor, 'admin');
  return (
    <Page place={place} title="Rules">
      <h1>Rules</h1>
      <BehindNotice place={place} howOld={howOld} />
      <p class="failed">
        The file that says what differs for this school has {noun(problems.length, 'a problem', 'problems')}
        {howOld.behind === null
          ? ', so no run loads the school until that is corrected.'
          : ' against the rules shown, which may not have what it needs.'}
      </p>
      {!isAdmin && <p>Admins can see here what is wrong: tell the person who writes the rules.</p>}
      <ul>
        {(isAdmin ? problems : []).map((problem) => (
          <li>
            <strong>
              <Outside text={lineOfFile(problem)} />
            </strong>
            : {shown(problem.message)} {problem.hint === null ? '' : shown(problem.hint)}
            {problem.source.trim() !== '' && (
              <pre>
                <Outside text={withoutCredentials(problem.source)} />
              </pre>
            )}
          </li>
        ))}
      </ul>
    </Page>
  );
}
