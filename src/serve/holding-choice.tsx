import { capital } from '../pipeline/text/text.js';
import type { HoldingChoice } from '../report/findings/holding-choices.js';
import { keepsOutInWords } from '../report/findings/tables.js';
import { shown } from '../report/html/shown.js';
import { asSentence, howMany } from '../words/words.js';
import { addresses } from './addresses.js';
import type { SchoolPlace } from './place.js';

interface Props {
  readonly place: SchoolPlace;
  readonly choice: HoldingChoice;
}

/** What keeps a whole school out, as one of what to correct: whether the MIS or the rule is wrong, nobody knows yet. */
export function HoldingChoiceItem({ place: { pipeline, school }, choice }: Props) {
  const key = { severity: 'excluded', among: 'choices', causeKind: null, ...choice } as const;
  const keeps = keepsOutInWords(pipeline, choice);
  return (
    <li>
      <a href={addresses.found(school.id, key)}>{howMany(pipeline, choice)}</a>: {shown(asSentence(choice.because))}
      {keeps !== '' && ` ${capital(keeps)}.`} Correct that in the MIS or, if it is right there, have the rule changed.
    </li>
  );
}
