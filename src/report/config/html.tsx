import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { isOver } from '../../pipeline/terms.js';
import { joined } from '../../pipeline/text/counted.js';
import { dayToRead } from '../../words/days-in-words.js';
import { daysWithoutLoads, guardInWords } from '../../words/guard-in-words.js';
import { label } from '../../words/words.js';
import type { Format } from '../format.js';
import { documentOf } from '../html/document.js';
import { shown } from '../html/shown.js';
import { GuardSentence } from './guard-sentence.js';
import { Outside } from '../html/words.js';
import { Differences } from './html-differences.js';
import { Options } from './html-options.js';
import { Details, RuleGroups } from './html-rules.js';
import { rulesOfKind } from './kind-rules.js';
import { storeInWords } from './store-words.js';
import { deviations, storesOf, termsOf, type Deviation, type ShownConfiguration } from './view.js';

/** For people who look after a school's data, and know neither the files nor the names of the rules. */
export const html: Format<ShownConfiguration> = {
  name: 'html',
  meaning: 'one self-contained page of sentences, for the data manager of a school',
  write: (reported) => {
    const { school } = reported.effective;
    const title = `What comes through${school === null ? '' : ` at school ${school}`}`;
    return documentOf({ title, children: <Page {...reported} /> });
  },
};

function Page({ pipeline, base, effective }: ShownConfiguration) {
  const { school, today } = effective;
  const all = school === null ? [] : deviations(base, effective);
  return (
    <>
      <h1>
        What comes through{school === null ? '' : ' at school '}
        {school !== null && <Outside text={school} />}
      </h1>
      <p>
        These are the rules on {dayToRead(today)}
        {school === null ? ', for every school without rules of its own' : ''}. They say what comes through from the
        management information system (MIS), what stays out, and why. They are all that this page is made of: no data of
        a person was read.
      </p>
      {school !== null && <Differences all={all} pipeline={pipeline} />}
      {kindsOf(pipeline).map((kind) => (
        <Kind pipeline={pipeline} kind={kind} effective={effective} all={all} />
      ))}
      <Options options={effective.options} base={base.options} isOfSchool={school !== null} />
      <Stores effective={effective} />
      <Terms effective={effective} />
      <Guard pipeline={pipeline} effective={effective} all={all} />
    </>
  );
}

interface KindProps {
  readonly pipeline: Pipeline;
  readonly kind: RecordKind | LinkKind;
  readonly effective: ShownConfiguration['effective'];
  readonly all: readonly Deviation[];
}

function Kind({ pipeline, kind, effective, all }: KindProps) {
  const { doing, idle, off } = rulesOfKind(pipeline, kind, effective);
  const shared = { pipeline, kind, all };
  const keepsOut = doing.some(({ effect }) => effect.wants !== null);
  const ends = kind.type === 'link' ? kind.ends.map(({ to }) => label(pipeline, to, 2)) : [];
  return (
    <section>
      <h2>{shown(kind.label)}</h2>
      {ends.length > 0 && <p>{shown(`Only between ${joined(ends)} that come through.`)}</p>}
      {!keepsOut && <p>{ends.length > 0 ? 'No rule keeps any of those out.' : 'No rule keeps any of them out.'}</p>}
      <RuleGroups title={null} groups={doing} {...shared} />
      <RuleGroups title="Without effect, as the options are set" groups={idle} {...shared} />
      <RuleGroups title="Not asked today" groups={off} {...shared} />
      <Details groups={[...doing, ...idle, ...off]} />
    </section>
  );
}

function Stores({ effective }: Pick<KindProps, 'effective'>) {
  const stores = storesOf(effective);
  if (stores.length === 0) return null;
  return (
    <section>
      <h2>Values that become others</h2>
      <p>Rules see what the MIS says; these are the words that come out.</p>
      <ul>
        {stores.map((one) => (
          <li>{shown(`${storeInWords(one)}.`)}</li>
        ))}
      </ul>
    </section>
  );
}

function Terms({ effective }: Pick<KindProps, 'effective'>) {
  const terms = termsOf(effective);
  if (terms.length === 0) return null;
  return (
    <section>
      <h2>Terms</h2>
      <ul>
        {terms.map(({ term, days }) => (
          <li>
            {shown(`${term}: ${joined(days.map(({ from, until }) => `${dayToRead(from)} to ${dayToRead(until)}`))}`)}
            {isOver(effective.today, days) && ' (no later days are known)'}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Guard({ pipeline, effective, all }: Omit<KindProps, 'kind'>) {
  const changed = new Set(all.map(({ after }) => after));
  const idleDays = daysWithoutLoads(effective);
  return (
    <section>
      <h2>When a load waits for a person, and days without loads</h2>
      <ul>
        {guardInWords(pipeline, effective).map(({ part, ...said }) => (
          <GuardSentence said={said} mark={changed.has(part) && <mark>not as at all schools</mark>} />
        ))}
        {idleDays.map((one) => (
          <li>{shown(one)}</li>
        ))}
      </ul>
      {idleDays.length === 0 && <p>No days without loads are planned.</p>}
    </section>
  );
}
