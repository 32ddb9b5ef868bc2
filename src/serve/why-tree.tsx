import { lineOfFile } from '../pipeline/text/place-text.js';
import type { Reason } from '../explain/explanation.js';
import { outcomeInWords, rankSeenInWords } from '../words/condition-words.js';
import { ForAdmins } from './for-admins.js';
import type { PagePlace } from './place.js';
import { may } from './visitor.js';
import { shown } from '../report/html/shown.js';
import { Words } from '../report/html/words.js';
import { mention, pathInExtract } from '../words/mention.js';
import type { Names } from '../words/mention.js';
import { capital } from '../pipeline/text/text.js';
import { asSentence, kindNamed, sectionAt } from '../words/words.js';

interface Props {
  readonly place: Pick<PagePlace, 'pipeline' | 'visitor'>;
  readonly why: readonly Reason[];
  /** Null if the extract was not read. */
  readonly names: Names | null;
}

/** More reasons side by side than this are only counted. */
const mostBeside = 50;

/** Reasons as nested lists, which can be folded; what repeats below a record is shown once. */
export function WhyTree({ place, why, names }: Props) {
  const drawn = new Set<string>();
  const list = (reasons: readonly Reason[]) => (
    <ul class="why">
      {reasons.slice(0, mostBeside).map((reason) => item(reason))}
      {reasons.length > mostBeside && <li>{`And ${String(reasons.length - mostBeside)} more.`}</li>}
    </ul>
  );
  const item = (reason: Reason) => {
    const head = <Head place={place} reason={reason} names={names} />;
    if (reason.why.length === 0)
      return (
        <li>
          {head}
          <Details place={place} reason={reason} />
        </li>
      );
    const key = JSON.stringify([reason.of, reason.rule, reason.why]);
    const isAgain = drawn.has(key);
    drawn.add(key);
    return (
      <li>
        <details open>
          <summary>{head}</summary>
          <Details place={place} reason={reason} />
          {isAgain ? <p>For the reasons given above.</p> : list(reason.why)}
          {reason.cut && <p>And so on: there is too much to list.</p>}
        </details>
      </li>
    );
  };
  return list(why);
}

function Head({ place: { pipeline, visitor }, reason, names }: { readonly reason: Reason } & Omit<Props, 'why'>) {
  const { of, because, options } = reason;
  const by = options.length > 0 && may(visitor, 'admin') ? ` (option ${options.join(', ')})` : '';
  return (
    <>
      <strong>
        <Words of={mention(pipeline, of.kind, of.id, names)} />
      </strong>
      : {shown(`${asSentence(because ?? 'Its conditions do not hold')}${by}`)}
    </>
  );
}

/** The rule and where it is written, what to correct, what the conditions saw. */
function Details({ place: { pipeline, visitor }, reason }: Pick<Props, 'place'> & { readonly reason: Reason }) {
  const { rule, place, fix, why, saw, field, of, position, ranks } = reason;
  const kind = kindNamed(pipeline, of.kind);
  const section = sectionAt(pipeline, of.kind, reason.section);
  return (
    <>
      <p class="rule">
        {field !== null && <span class="quiet"> {shown(field)}</span>}
        {position !== undefined && (
          <span class="quiet"> {shown(pathInExtract({ section, position, fields: [] }))}</span>
        )}
        {fix === null && why.length === 0 && ' the school’s choice'}
        {fix !== null && why.length === 0 && <> To correct: {shown(asSentence(fix))}</>}
      </p>
      <ForAdmins visitor={visitor}>
        <code>{rule}</code>
        {place !== null && <span class="quiet"> {lineOfFile(place)}</span>}
      </ForAdmins>
      {ranks !== undefined &&
        kind !== undefined &&
        ranks.map((rank) => <p>{shown(asSentence(capital(rankSeenInWords(pipeline, kind, rank))))}</p>)}
      {saw !== null && saw.length > 0 && kind !== undefined && (
        <ul class="saw">
          {saw.map((seen) => (
            <li>{shown(outcomeInWords(pipeline, kind, seen))}</li>
          ))}
        </ul>
      )}
    </>
  );
}
