import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { DoubtedChoice, FindingGroup } from '../../browse/finding-groups.js';
import type { LastRunSums } from '../../load/runs/last-run.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { meaningOf } from '../../words/built-in-meanings.js';
import { fixOf } from '../../report/findings/corrections.js';
import { partOf, type FindingPart } from '../../report/findings/not-through.js';
import { sectionsOf } from '../../run/outcome.js';
import { choicesNote, sumsTable } from '../../report/findings/tables.js';
import { asSentence, howMany, label } from '../../words/words.js';
import { shown } from '../../report/html/shown.js';
import { addresses } from '../addresses.js';
import { AskWhy } from '../ask-why.js';
import { ForAdmins } from '../for-admins.js';
import { Page } from '../layout.js';
import { List, ReportedList } from '../list.js';
import type { SchoolPlace } from '../place.js';
import { LastRunAt } from '../time.js';
import { may } from '../visitor.js';

interface Props {
  readonly place: SchoolPlace;
  /** Null if the school was never loaded. */
  readonly run: LastRunSums | null;
  readonly groups: readonly FindingGroup[];
  /** Warnings of what a choice of the school read. */
  readonly doubted: readonly DoubtedChoice[];
  /** The token that the search sends along; null if there are no extracts to search. */
  readonly token: string | null;
}

export const notThroughTitle = 'Not coming through';

const parts = [
  {
    part: 'mistakes',
    title: 'Because of a mistake',
    note: 'These come through once the mistake is corrected at the source, in the MIS.',
  },
  {
    part: 'doubts',
    title: 'Perhaps because of a mistake',
    note: "The school's choice keeps these out, but perhaps only because of a slip in the MIS. They are counted with the choices below.",
  },
  {
    part: 'choices',
    title: "By the school's choice",
    note: choicesNote(false),
  },
  {
    part: 'noted',
    title: 'Also noted',
    note: 'This keeps nobody out, but something about it is worth a look.',
  },
] as const satisfies readonly { part: FindingPart | 'doubts'; title: string; note: string }[];

/** What does not come through and why, by reason: each leads to its records. */
export function NotThroughPage({ place, run, groups, doubted, token }: Props) {
  const { pipeline } = place;
  const isDoubt = (group: FindingGroup): boolean =>
    partOf(group) === 'noted' && doubted.some(({ kind, warning }) => kind === group.kind && warning === group.rule);
  const shownParts = parts.map((one) => ({
    ...one,
    note: one.part === 'choices' && doubted.length > 0 ? choicesNote(true) : one.note,
    groups: groups.filter((group) => (isDoubt(group) ? 'doubts' : partOf(group)) === one.part),
  }));
  return (
    <Page place={place} title={notThroughTitle}>
      <h1>{notThroughTitle}</h1>
      {run === null ? (
        <p>The database has no loaded run of this school.</p>
      ) : (
        <>
          <p>
            <LastRunAt at={run.startedAt} timezone={pipeline.timezone} held={run.wasHeld} /> What to do about it is on
            the list <a href={addresses.toCorrect(place.school.id)}>To correct</a>.
          </p>
          <AskWhy place={place} token={token} />
          {shownParts.map(({ part, title, note, groups: of }) => (
            <Part {...{ place, title, note }} groups={of} isEmptySaid={part === 'mistakes' || part === 'choices'} />
          ))}
          <ReportedList table={sumsOf(run, groups, pipeline)} />
        </>
      )}
    </Page>
  );
}

function sumsOf(run: LastRunSums, groups: readonly FindingGroup[], pipeline: Pipeline) {
  const ends = groups.filter((group) => partOf(group) === 'ends');
  const endsOut = Object.fromEntries(
    pipeline.links.map(({ name }) => {
      const counts = ends.filter(({ kind }) => kind === name).map(({ count }) => count);
      return [name, counts.reduce((sum, count) => sum + count, 0)];
    }),
  );
  return sumsTable({ sections: sectionsOf(pipeline, run), endsOut }, pipeline);
}

interface PartProps {
  readonly place: SchoolPlace;
  readonly title: string;
  readonly note: string;
  readonly groups: readonly FindingGroup[];
  readonly isEmptySaid: boolean;
}

function Part({ place, title, note, groups, isEmptySaid }: PartProps) {
  const { pipeline, school, visitor } = place;
  const isAdmin = may(visitor, 'admin');
  if (groups.length === 0 && !isEmptySaid) return null;
  const toCorrect = groups.map((group) => toCorrectOf(pipeline, group));
  const isToDo = toCorrect.some((words) => words !== '');
  return (
    <>
      <h2>{title}</h2>
      {groups.length === 0 ? (
        <p class="quiet">None.</p>
      ) : (
        <List
          name={title}
          caption={note}
          columns={[
            'How many',
            { label: 'Why', isPlain: true },
            ...(isToDo ? ['What to correct'] : []),
            ...(isAdmin ? ['Rule'] : []),
          ]}
          rows={groups.map((group, at) => [
            <a href={addresses.found(school.id, group)}>{howMany(pipeline, group)}</a>,
            shown(whyOf(group)),
            ...(isToDo ? [shown(toCorrect[at] ?? '') || null] : []),
            ...(isAdmin ? [<Rule visitor={visitor} {...group} />] : []),
          ])}
        />
      )}
    </>
  );
}

/** A rule need not say why. */
export const unsaid = 'a rule keeps it out, without saying why';

export function whyOf({
  because,
  inShort,
  rule,
}: Pick<FindingGroup, 'because' | 'rule'> & Partial<Pick<FindingGroup, 'inShort'>>): string {
  return asSentence(because ?? inShort ?? meaningOf(rule) ?? unsaid);
}

/** Nothing is wrong with records that wait for others. */
export function toCorrectOf(pipeline: Pipeline, group: FindingGroup): string {
  const { causeKind, severity } = group;
  if (severity === 'excluded' && causeKind !== null)
    return `Nothing here: correct what keeps out the ${label(pipeline, causeKind, 2)} they are linked to.`;
  const fix = fixOf(group);
  return fix === null ? '' : asSentence(fix);
}

type RuleProps = Pick<FindingGroup, 'rule' | 'file' | 'line'> & Pick<SchoolPlace, 'visitor'>;

/** The rule, and where it is written. */
export function Rule({ visitor, rule, file, line }: RuleProps) {
  return (
    <ForAdmins visitor={visitor}>
      <code>{rule}</code>
      {file !== null && line !== null && <span class="quiet"> {lineOfFile({ file, line })}</span>}
    </ForAdmins>
  );
}
