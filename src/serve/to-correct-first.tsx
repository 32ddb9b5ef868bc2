import { correctionGroups } from '../report/findings/correction-groups.js';
import type { ReportedSchool } from '../report/findings/report.js';
import { holdingChoices } from '../report/findings/holding-choices.js';
import { listedFor } from '../report/findings/tables.js';
import { shown } from '../report/html/shown.js';
import { asSentence, howMany } from '../words/words.js';
import { addresses } from './addresses.js';
import { HoldingChoiceItem } from './holding-choice.js';
import type { SchoolPlace } from './place.js';

const mostGroups = 3;

interface Props {
  readonly place: SchoolPlace;
  readonly report: ReportedSchool;
}

/** The corrections in the MIS that bring most through, and where all of them are; before them, what holds a school. */
export function ToCorrectFirst({ place, report }: Props) {
  const { pipeline, school } = place;
  const groups = correctionGroups(listedFor(report, 'school'));
  const choices = holdingChoices(report);
  const at = addresses.toCorrect(school.id);
  return (
    <>
      <h2>To correct first</h2>
      {groups.length + choices.length === 0 ? (
        <p>
          The {report.held === true ? 'first load, which was held,' : 'latest loaded run'} found nothing for the school
          to correct.
        </p>
      ) : (
        <>
          <ul>
            {choices.map((choice) => (
              <HoldingChoiceItem {...{ place, choice }} />
            ))}
            {groups.slice(0, mostGroups).map(({ anchor, kind, rule, wrong, fix, corrections }) => (
              <li>
                <a href={`${at}#${anchor}`}>{howMany(pipeline, { kind, rule, count: corrections.length })}</a>:{' '}
                {shown(asSentence(wrong))} {shown(asSentence(fix))}
              </li>
            ))}
          </ul>
          {groups.length > 0 && (
            <p>
              <a href={at}>
                {groups.length > mostGroups
                  ? `All ${String(groups.length)} kinds of correction by the school`
                  : 'Each record'}
              </a>
            </p>
          )}
        </>
      )}
    </>
  );
}
