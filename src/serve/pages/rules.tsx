import { counted } from '../../pipeline/text/counted.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { EffectiveConfiguration, EffectiveOption } from '../../pipeline/effective.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import { GuardSentence } from '../../report/config/guard-sentence.js';
import { guardRows, pauseRows, retirementRows } from '../../report/config/guard-text.js';
import { storesOf, type Deviation, type EffectiveStore, type Side } from '../../report/config/view.js';
import { valueInWords } from '../../pipeline/vocabulary/comparison-words.js';
import { shown } from '../../report/html/shown.js';
import { Outside } from '../../report/html/words.js';
import { daysWithoutLoads, guardInWords } from '../../words/guard-in-words.js';
import { BehindNotice } from '../behind.js';
import { ForAdmins } from '../for-admins.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import type { PagePlace } from '../place.js';
import { RuleInWords } from '../rule.js';
import { dayInWords } from '../time.js';
import type { HowOld } from '../rereading.js';
import { may, type Visitor } from '../visitor.js';

interface Props {
  readonly place: PagePlace;
  readonly effective: EffectiveConfiguration;
  /** From the base. */
  readonly differences: readonly Deviation[];
  readonly howOld: HowOld;
}

/** All that applies to a school, or the base: each rule in words, the options, the guard, and where each is written. */
export function RulesPage({ place, effective, differences, howOld }: Props) {
  const { pipeline, school, visitor } = place;
  const isAdmin = may(visitor, 'admin');
  const changes = changesBySide(differences);
  const stores = storesOf(effective);
  const kinds = kindsOf(pipeline)
    .map((kind) => ({ kind, rules: effective.rules.filter(({ rule }) => rule.kind === kind.name) }))
    .filter(({ rules }) => rules.length > 0);
  const sections = [
    ...kinds.map(({ kind, rules }) => ({ id: kind.name, label: `${kind.label} (${String(rules.length)})` })),
    { id: 'options', label: 'Options' },
    ...(stores.length === 0 ? [] : [{ id: 'stores', label: 'Stored values' }]),
    { id: 'guard', label: 'Held back' },
  ];
  const title = school === null ? 'Base rules' : 'Rules';
  return (
    <Page place={place} title={title}>
      <h1>{title}</h1>
      <BehindNotice place={place} howOld={howOld} />
      <p>
        <Layers effective={effective} count={differences.length} isAdmin={isAdmin} />
      </p>
      <nav aria-label="On this page">
        <ul>
          {sections.map(({ id, label }) => (
            <li>
              <a href={`#${id}`}>{label}</a>
            </li>
          ))}
        </ul>
      </nav>
      {kinds.map(({ kind, rules }) => (
        <section aria-labelledby={kind.name}>
          <h2 id={kind.name}>{kind.label}</h2>
          {rules.map((rule) => (
            <RuleInWords
              pipeline={pipeline}
              visitor={visitor}
              kind={kind}
              effective={rule}
              changes={changes.get(rule) ?? []}
            />
          ))}
        </section>
      ))}
      <h2 id="options">Options</h2>
      <Options options={effective.options} changes={changes} visitor={visitor} />
      {stores.length > 0 && <h2 id="stores">Stored values</h2>}
      {stores.length > 0 && <Stores stores={stores} differences={differences} isAdmin={isAdmin} />}
      <h2 id="guard">Held back</h2>
      <Guard pipeline={pipeline} effective={effective} changes={changes} isAdmin={isAdmin} />
    </Page>
  );
}

type ChangesBySide = ReadonlyMap<Side, readonly Deviation['change'][]>;

function changesBySide(differences: readonly Deviation[]): ChangesBySide {
  const found = new Map<Side, Deviation['change'][]>();
  for (const { after, change } of differences)
    if (after !== null) found.set(after, [...(found.get(after) ?? []), change]);
  return found;
}

interface LayersProps {
  readonly effective: EffectiveConfiguration;
  readonly count: number;
  readonly isAdmin: boolean;
}

function Layers({ effective, count, isAdmin }: LayersProps) {
  const { school, files, today } = effective;
  if (school === null) return <>These apply to every school without a file of its own, on {dayInWords(today)}.</>;
  const own = files.at(-1);
  if (own === undefined) return <>This school has no file of its own: the base rules apply, on {dayInWords(today)}.</>;
  const under = files.slice(0, -1);
  return (
    <>
      {isAdmin ? (
        <>
          By <Outside text={own} />
        </>
      ) : (
        'By a file of its own'
      )}
      {under.length > 0 && isAdmin && (
        <>
          , which extends <Outside text={under.join(', ')} />
        </>
      )}
      , on {dayInWords(today)}. It differs from the base in {counted(count, 'point')}
      {count === 0 ? '.' : ', marked below.'}
    </>
  );
}

function Options({
  options,
  changes,
  visitor,
}: {
  readonly options: readonly EffectiveOption[];
  readonly changes: ChangesBySide;
  readonly visitor: Visitor;
}) {
  if (options.length === 0) return <p class="quiet">None.</p>;
  return (
    <List
      name="Options"
      columns={['What it does', 'Value']}
      rows={options.map((one) => [
        <>
          {shown(one.option.description)} {changes.has(one) && <mark>differs from the base</mark>}
          <ForAdmins visitor={visitor}>
            <code>{one.option.name}</code>{' '}
            <span class="quiet">{one.origins.map(({ place }) => lineOfFile(place)).join(', then ')}</span>
          </ForAdmins>
        </>,
        valueInWords(one.value),
      ])}
    />
  );
}

interface StoresProps {
  readonly stores: readonly EffectiveStore[];
  readonly differences: readonly Deviation[];
  readonly isAdmin: boolean;
}

function Stores({ stores, differences, isAdmin }: StoresProps) {
  const changed = new Set(differences.flatMap(({ change, name }) => (change === 'store' ? [name] : [])));
  return (
    <List
      name="Stored values"
      caption="What is stored for values that are read. Rules see them as they are read."
      columns={['Field', 'Read', 'Stored', ...(isAdmin ? ['Set in'] : [])]}
      rows={stores.flatMap(({ stores: field, label, words }) =>
        words.map(({ word, stored, place }, index) => [
          <>
            <Outside text={label} /> {index === 0 && changed.has(field) && <mark>differs from the base</mark>}
          </>,
          <Outside text={word} />,
          <Outside text={stored} />,
          ...(isAdmin ? [lineOfFile(place)] : []),
        ]),
      )}
    />
  );
}

function Guard({
  pipeline,
  effective,
  changes,
  isAdmin,
}: {
  readonly pipeline: Pipeline;
  readonly effective: EffectiveConfiguration;
  readonly changes: ChangesBySide;
  readonly isAdmin: boolean;
}) {
  if (!isAdmin) return <GuardInWords pipeline={pipeline} effective={effective} changes={changes} />;
  const { guard, pauses, retirement } = effective;
  const rows = [
    ...guard.map((part) => ({ side: part, rows: guardRows(part) })),
    ...pauses.map((pause) => ({ side: pause, rows: pauseRows(pause) })),
    ...(retirement === null ? [] : [{ side: retirement, rows: retirementRows(retirement) }]),
  ];
  return (
    <List
      name="What a run holds back"
      caption="What a run holds back for a person to look at, instead of loading it; and days without loads."
      columns={['Part', 'Value', 'Set in']}
      rows={rows.flatMap(({ side, rows: lines }) =>
        lines.map(([name, what, from], index) => [
          <>
            {name || <span class="unseen">{lines[0][0]}</span>}{' '}
            {name !== '' && changes.has(side) && <mark>differs from the base</mark>}
          </>,
          what,
          from === '' && index === 0 && name !== 'pause' ? 'unless a file says otherwise' : from,
        ]),
      )}
    />
  );
}

/** The same without the words of files, for those who do not look after these. */
function GuardInWords({
  pipeline,
  effective,
  changes,
}: {
  readonly pipeline: Pipeline;
  readonly effective: EffectiveConfiguration;
  readonly changes: ChangesBySide;
}) {
  const { pauses, retirement } = effective;
  const isOwn = (side: Side) => changes.has(side) && <mark>differs from the base</mark>;
  const idle = daysWithoutLoads(effective);
  const idleSides: readonly Side[] = [...pauses, ...(retirement === null ? [] : [retirement])];
  return (
    <ul>
      {guardInWords(pipeline, effective).map(({ part, ...said }) => (
        <GuardSentence said={said} mark={isOwn(part)} />
      ))}
      {idleSides.map((side, at) => (
        <li>
          {shown(idle[at] ?? '')} {isOwn(side)}
        </li>
      ))}
    </ul>
  );
}
