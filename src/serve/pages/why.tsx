import type { Explanation, Id, Of, Reason } from '../../explain/explanation.js';
import type { LinkKind, RecordKind } from '../../pipeline/pipeline.js';
import type { WhyAnswer, NotFound } from '../../report/explain/answer.js';
import { choicesMended, notedBesides } from '../../report/explain/doubted-choices.js';
import {
  choicesInWords,
  endsToCorrect,
  noFixInWords,
  perhapsAll,
  type EndToCorrect,
} from '../../report/explain/ends.js';
import { shown } from '../../report/html/shown.js';
import { Words } from '../../report/html/words.js';
import { mention, pathInExtract, placesInWords } from '../../words/mention.js';
import { phrase, plain, type Phrase } from '../../words/phrase.js';
import type { Names } from '../../words/mention.js';
import { capital } from '../../pipeline/text/text.js';
import { asSentence, label, sectionAt } from '../../words/words.js';
import { addresses } from '../addresses.js';
import { AskWhy } from '../ask-why.js';
import { ForAdmins } from '../for-admins.js';
import { Page } from '../layout.js';
import type { SchoolPlace } from '../place.js';
import type { AskedRecord } from '../asked.js';
import { ExtractTime, Time } from '../time.js';
import { may } from '../visitor.js';
import { WhyTree } from '../why-tree.js';
import { notThroughTitle, whyOf } from './not-through.js';

/** What is shown of one record or link. */
export interface ShownAnswer {
  /** Null if no id was given, or the school was never loaded. */
  readonly answer: WhyAnswer | null;
  /** When the last run began, or the extract says it was made. */
  readonly at: string | null;
  /** Whether the last run was a first load that was held. */
  readonly wasHeld: boolean;
  /** What may be why the school's choice keeps it out, and can be corrected. */
  readonly doubted: readonly EndToCorrect[];
  /** Null if the extract was not read. */
  readonly names: Names | null;
  /** Says that not all findings of the last run are kept; null if they are, or it was not looked at. */
  readonly lacking: string | null;
  /** Why the extract could not be read, if that was asked for. */
  readonly reason: string | null;
}

interface Props {
  readonly place: SchoolPlace;
  readonly asked: AskedRecord;
  /** Null if there are no extracts to search. */
  readonly token: string | null;
  /** Whether there are extracts, for people who may search them. */
  readonly hasExtracts: boolean;
  readonly shown: ShownAnswer;
}

/** Why something comes through or not, down to what to correct. */
export function WhyPage({
  place,
  asked: { kind, id },
  token,
  hasExtracts,
  shown: { answer, at, wasHeld, doubted, names, reason, lacking },
}: Props) {
  const { pipeline, school } = place;
  const who = id === null ? plain(label(pipeline, kind.name, 1)) : mention(pipeline, kind.name, id, names);
  const title = `${capital(label(pipeline, kind.name, 1))}: why?`;
  return (
    <Page place={place} title={title}>
      <p>
        <a href={addresses.notThrough(school.id)}>{notThroughTitle}</a>
      </p>
      {reason !== null && <p class="failed">The extract cannot be read: {shown(reason)}</p>}
      {lacking !== null && <p class="failed">{shown(lacking)}</p>}
      {answer === null || id === null ? (
        <>
          <h1>{title}</h1>
          <p>{id === null ? missingId(kind) : 'The database has no loaded run of this school.'}</p>
        </>
      ) : answer.explanation === null ? (
        <>
          <Unknown place={place} who={who} answer={answer} />
          {typeof id === 'string' && <ByName {...{ place, kind, words: id, mayAsk: token !== null, hasExtracts }} />}
        </>
      ) : (
        <Explained {...{ place, kind, id, who, doubted, names }} explanation={answer.explanation} />
      )}
      {answer !== null && id !== null && (
        <p class="quiet">
          <Source
            place={place}
            of={{ kind: kind.name, id }}
            {...{ at, wasHeld }}
            fromExtract={names !== null}
            mayLook={token !== null && reason === null}
          />
        </p>
      )}
      {answer?.explanation == null ? (
        <AskWhy place={place} token={token} kind={kind.name} />
      ) : (
        <details>
          <summary>Ask about somebody else</summary>
          <AskWhy place={place} token={token} kind={kind.name} />
        </details>
      )}
    </Page>
  );
}

function missingId(kind: RecordKind | LinkKind): string {
  if (kind.type === 'record') return 'Which one? Give its id, which has at most 200 characters.';
  return `Which one? Give both its ids: of the ${kind.ends.map(({ label: called }) => called).join(' and of the ')}.`;
}

interface SourceProps {
  readonly place: SchoolPlace;
  readonly of: Of;
  readonly at: string | null;
  readonly wasHeld: boolean;
  readonly fromExtract: boolean;
  readonly mayLook: boolean;
}

function Source({ place, of, at, wasHeld, fromExtract, mayLook }: SourceProps) {
  if (fromExtract)
    return (
      <>
        From the extract
        {at !== null && (
          <>
            {' '}
            of <ExtractTime at={at} timezone={place.pipeline.timezone} />
          </>
        )}
        , with what the conditions saw. The audit notes that you looked.
      </>
    );
  return (
    <>
      From the {wasHeld ? 'first load' : 'last loaded run'}
      {at !== null && (
        <>
          , <Time at={at} timezone={place.pipeline.timezone} />
        </>
      )}
      {wasHeld ? ', which was held: nothing was loaded. It' : ', which'} keeps one chain of reasons for each record.{' '}
      {mayLook && (
        <a href={addresses.why(place.school.id, of, { values: 'yes' })}>
          All reasons, names and values from the extract
        </a>
      )}
    </>
  );
}

/** The first letter of a sentence is ours: a kind's name. */
function atStart([first, ...rest]: Phrase): Phrase {
  return first === undefined || first.outside
    ? [...(first === undefined ? [] : [first]), ...rest]
    : [{ ...first, text: capital(first.text) }, ...rest];
}

interface ExplainedProps {
  readonly place: SchoolPlace;
  readonly kind: RecordKind | LinkKind;
  readonly id: Id;
  readonly who: Phrase;
  readonly doubted: readonly EndToCorrect[];
  readonly names: Names | null;
  readonly explanation: Explanation;
}

function Explained({ place, kind, id, who, doubted, names, explanation }: ExplainedProps) {
  const { through, why } = explanation;
  const noted = notedBesides(explanation, [...doubted, ...choicesMended(explanation)]);
  const { pipeline } = place;
  return (
    <>
      <h1>
        <Words of={nameOf({ kind: kind.name, id }, names) ?? atStart(who)} />{' '}
        {through ? 'comes through' : 'does not come through'}
      </h1>
      {through ? (
        <p>
          It comes through. <Pages place={place} kind={kind} id={id} />
        </p>
      ) : (
        <>
          <Lead place={place} names={names} explanation={explanation} />
          <ToCorrect {...{ place, doubted, names, explanation }} />
          <details>
            <summary>How it follows, step by step, with the rules</summary>
            <WhyTree place={place} why={why} names={names} />
            {why.some(showsPlace) && <p class="quiet">{placesInWords}</p>}
          </details>
        </>
      )}
      {noted.length > 0 && (
        <>
          <h2>Also noted</h2>
          {noted.some(({ severity }) => severity === 'excluded') && <p class="quiet">{placesInWords}</p>}
          <ul>
            {noted.map(({ severity, rule, because, fix, field, position, section }) => (
              <li>
                {shown(whyOf({ because, rule }))} {fix !== null && shown(asSentence(fix))}{' '}
                <span class="quiet">
                  {field !== null && shown(field)}
                  {/* What keeps out a row of a link that comes through. */}
                  {severity === 'excluded' &&
                    shown(pathInExtract({ section: sectionAt(pipeline, kind.name, section), position, fields: [] }))}
                </span>
                <ForAdmins visitor={place.visitor}>
                  <code>{rule}</code>
                </ForAdmins>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function showsPlace({ position, why }: Reason): boolean {
  return position !== undefined || why.some(showsPlace);
}

/** The pages of what comes through: a record's own, or those of both ends of a link. */
function Pages({ place: { pipeline, school }, kind, id }: Pick<ExplainedProps, 'place' | 'kind' | 'id'>) {
  const ends =
    kind.type === 'record'
      ? [{ to: kind.name, one: id }]
      : kind.ends.map(({ to }, end) => ({ to, one: id[end] ?? '' }));
  return (
    <>
      See{' '}
      {ends.map(({ to, one }, at) => {
        const record = pipeline.records.find(({ name }) => name === to);
        if (record === undefined || typeof one !== 'string') return null;
        return (
          <>
            {at > 0 && ' and '}
            <a href={addresses.record(school.id, record, one)}>the {label(pipeline, to, 1)}'s page</a>
          </>
        );
      })}
      .
    </>
  );
}

/** What a person is called; null if nobody may see it, or it is a link. */
function nameOf({ kind, id }: Of, names: Names | null): Phrase | null {
  const name = typeof id === 'string' ? names?.get(kind)?.get(id) : undefined;
  return name === undefined ? null : phrase`${name}`;
}

/** A record or link with its name first, because that is what people look for. */
function NameFirst({ place: { pipeline }, of, names }: { place: SchoolPlace; of: Of; names: Names | null }) {
  const name = nameOf(of, names);
  const called = mention(pipeline, of.kind, of.id, null);
  return name === null ? (
    <strong>
      <Words of={atStart(called)} />
    </strong>
  ) : (
    <>
      <strong>
        <Words of={name} />
      </strong>{' '}
      (<Words of={called} />)
    </>
  );
}

/** More than these are in the details. */
const mostCauses = 3;

/** The reason in words, and where it begins if that is with somebody or something else. */
function Lead({ place, names, explanation: { why } }: Pick<ExplainedProps, 'place' | 'names' | 'explanation'>) {
  const sentences = new Set(why.map(({ because }) => asSentence(because ?? 'Its conditions do not hold')));
  const causes = endReasons(why).filter((reason) => !why.includes(reason));
  return (
    <>
      <p class="lead">{[...sentences].map((sentence) => shown(sentence)).join(' ')}</p>
      {causes.length > 0 && (
        <p>
          It begins with{' '}
          {causes.slice(0, mostCauses).map(({ of, because }, at) => (
            <>
              {at > 0 && '; '}
              <NameFirst place={place} of={of} names={names} />: {shown((because ?? '').replace(/\.$/, ''))}
            </>
          ))}
          {causes.length > mostCauses && `, and ${String(causes.length - mostCauses)} more`}.
        </p>
      )}
    </>
  );
}

/** The reasons that have no other behind them, each once. */
function endReasons(why: readonly Reason[]): Reason[] {
  const ends = new Map<string, Reason>();
  const walk = (reasons: readonly Reason[]): void => {
    for (const reason of reasons)
      if (reason.why.length > 0) walk(reason.why);
      else if (!reason.cut) ends.set(JSON.stringify([reason.of, reason.rule]), reason);
  };
  walk(why);
  return [...ends.values()];
}

function ToCorrect({
  place,
  doubted,
  names,
  explanation,
}: Pick<ExplainedProps, 'place' | 'doubted' | 'names' | 'explanation'>) {
  const { from, why, fixes, ifWrong } = explanation;
  const step = (correction: Of & { readonly fix: string }) => (
    <>
      <NameFirst place={place} of={correction} names={names} />: {shown(correction.fix.replace(/\.$/, ''))}
    </>
  );
  const listed = (sets: Explanation['fixes']) => (
    <ol>
      {sets.map((set) => (
        <li>
          {set.map((correction, at) => (
            <>
              {at > 0 && ', and '}
              {step(correction)}
            </>
          ))}
        </li>
      ))}
    </ol>
  );
  if (from === 'extract' && fixes.length > 0) {
    const [only = []] = fixes;
    // What has to be done all together is as many steps.
    const steps = fixes.length === 1 ? only.map((correction) => [correction]) : fixes;
    const after = steps.length > 1 && fixes.length > 1 ? 'Any one of these is enough' : 'In the MIS';
    return (
      <>
        <h2>To correct</h2>
        <p>{after}; it comes through with the next run after that:</p>
        {listed(steps)}
      </>
    );
  }
  const ends = from === 'extract' ? [] : endsToCorrect(why);
  const isAdmin = may(place.visitor, 'admin');
  const words =
    from === 'extract' ? noFixInWords(explanation, isAdmin) : ends.length === 0 ? choicesInWords(why, isAdmin) : [];
  return (
    <>
      <h2>To correct</h2>
      {doubted.length > 0 && (
        <>
          <ul>
            {doubted.map(({ fix, of }) => (
              <li>{step({ ...of, fix })}</li>
            ))}
          </ul>
          <p>{perhapsAll}</p>
        </>
      )}
      {words.map((line) => (
        <p>{shown(line)}</p>
      ))}
      {ifWrong.length > 0 && listed(ifWrong)}
      {ends.length > 0 && (
        <ul>
          {ends.map(({ fix, of }) => (
            <li>{step({ ...of, fix })}</li>
          ))}
        </ul>
      )}
    </>
  );
}

interface UnknownProps {
  readonly place: SchoolPlace;
  readonly who: Phrase;
  readonly answer: NotFound;
}

/** No record has that id: what may have been meant. */
function Unknown({ place, who, answer }: UnknownProps) {
  const { pipeline, school } = place;
  const { kind, id, where, near, kinds, namedBy, left } = answer;
  const record = pipeline.records.find(({ name }) => name === kind);
  const links: { readonly lead: string; readonly of: readonly Of[] }[] = [
    { lead: 'Did you mean', of: near.map((one) => ({ kind, id: one })) },
    { lead: 'There is', of: kinds.map(({ name }) => ({ kind: name, id })) },
    { lead: 'It is named by', of: namedBy.slice(0, mostNamed) },
  ];
  return (
    <>
      <h1>
        There is no <Words of={who} />
      </h1>
      <p>
        {where} has no <Words of={who} />.{left && ' It came through once, and has left since.'}
        {left && record !== undefined && typeof id === 'string' && (
          <>
            {' '}
            <a href={addresses.record(school.id, record, id)}>Its page</a>
          </>
        )}
      </p>
      {links.map(
        ({ lead, of }) =>
          of.length > 0 && (
            <p>
              {lead}{' '}
              {of.map((one, at) => (
                <>
                  {at > 0 && ', '}
                  <a href={addresses.why(school.id, one)}>
                    <Words of={mention(pipeline, one.kind, one.id, null)} />
                  </a>
                </>
              ))}
              {lead === 'Did you mean' ? '?' : '.'}
            </p>
          ),
      )}
      {namedBy.length > 0 && (
        <p>
          {namedBy.length > mostNamed && `And by ${String(namedBy.length - mostNamed)} more. `}
          Correct the reference, or add the record, in the MIS.
        </p>
      )}
    </>
  );
}

interface ByNameProps {
  readonly place: SchoolPlace;
  readonly kind: RecordKind | LinkKind;
  readonly words: string;
  /** Whether this page has a search by name. */
  readonly mayAsk: boolean;
  readonly hasExtracts: boolean;
}

/** For a name that may have been typed instead of an id. */
function ByName({ place: { pipeline, school }, kind, words, mayAsk, hasExtracts }: ByNameProps) {
  if (kind.type !== 'record') return null;
  const search = new URLSearchParams({ search: words }).toString();
  const elsewhere = hasExtracts
    ? 'People with the role editor can search by name for those who do not come through.'
    : 'You can search by name for those who do not come through only if the pages have extracts: ask the person who runs the nightly import.';
  return (
    <p>
      This asks for an id, as the MIS has it. If you typed a name:{' '}
      <a href={`${addresses.list(school.id, kind)}?${search}`}>
        search the {label(pipeline, kind.name, 2)} who come through
      </a>
      . {mayAsk ? 'Below you can search by name for those who do not come through.' : elsewhere}
    </p>
  );
}

/** If more links name it, the number says enough. */
const mostNamed = 3;
