import { ToWhy } from '../to-why.js';
import { correctionGroups, type CorrectionGroup } from '../../report/findings/correction-groups.js';
import { verdict } from '../../report/findings/headline.js';
import { shown } from '../../report/html/shown.js';
import { Words } from '../../report/html/words.js';
import { mentionId, pathInExtract, placeInExtract } from '../../words/mention.js';
import type { ReportedSchool } from '../../report/findings/report.js';
import { listedFor } from '../../report/findings/tables.js';
import { asSentence, countsInWords, howMany } from '../../words/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import type { ShownNames } from '../names-for.js';
import type { SchoolPlace } from '../place.js';
import { LastRunAt } from '../time.js';
import { Duplicates, type KeptValues } from './duplicates.js';

interface Props {
  readonly place: SchoolPlace;
  readonly report: ReportedSchool;
  readonly kept: KeptValues;
  /** How many of each sort to show. */
  readonly most: number;
  readonly names: ShownNames;
  readonly mayShowNames: boolean;
}

const title = 'To correct at the source';

/**
 * One list to work through, or to print and give away: what the school corrects in the MIS, and what its supplier does.
 */
export function ToCorrectPage(props: Props) {
  const { place, report, most } = props;
  const forSchool = correctionGroups(listedFor(report, 'school'));
  const forSupplier = correctionGroups(listedFor(report, 'supplier'));
  const pairs = report.duplicates;
  const isCut =
    pairs.length > most || [...forSchool, ...forSupplier].some(({ corrections }) => corrections.length > most);
  return (
    <Page place={place} title={title} asOf={report.at}>
      <h1>{title}</h1>
      {report.status === 'failed' ? (
        <p class="failed">{shown(report.reason ?? '')}</p>
      ) : (
        <>
          <p>
            <LastRunAt at={report.at} timezone={place.pipeline.timezone} /> {shown(verdict(report))}
          </p>
          <Ways {...props} isCut={isCut} />
          {forSchool.length > 0 && (
            <>
              <h2>By the school</h2>
              <p>In the MIS. What brings most through comes first.</p>
              {forSchool.map((group) => (
                <Group {...props} group={group} />
              ))}
            </>
          )}
          {(forSupplier.length > 0 || pairs.length > 0) && (
            <>
              <h2>For the MIS supplier</h2>
              <p>What is wrong with the extract, not with what somebody typed. Places count entries from 0.</p>
              {forSupplier.map((group) => (
                <Group {...props} group={group} />
              ))}
              {pairs.length > 0 && (
                <Duplicates place={place} pairs={pairs} kept={props.kept} most={most} names={report.names} />
              )}
            </>
          )}
        </>
      )}
    </Page>
  );
}

/** The list in other forms. */
function Ways({ place: { school }, most, names, mayShowNames, isCut }: Props & { readonly isCut: boolean }) {
  const at = addresses.toCorrect(school.id);
  const query = (asked: Readonly<Record<string, string>>): string => {
    const text = new URLSearchParams(asked).toString();
    return text === '' ? '' : `?${text}`;
  };
  const all = most === Infinity ? { all: 'yes' } : {};
  const named = names.names === null ? {} : { names: 'yes' };
  return (
    <>
      <div class="beside unprinted">
        <a href={`${at}.csv${query(named)}`} download>
          As a table (CSV)
        </a>
        <a href={`${at}.txt${query(named)}`} download>
          As text for an email
        </a>
        {isCut && <a href={`${at}${query({ ...named, all: 'yes' })}`}>All of it, to print</a>}
        {mayShowNames && names.names === null && (
          <span>
            <a href={`${at}${query({ ...all, names: 'yes' })}`}>Show names</a>{' '}
            <span class="quiet">from the extract; the audit notes that you looked.</span>
          </span>
        )}
      </div>
      {names.reason !== null && <p class="failed">{shown(names.reason)}</p>}
    </>
  );
}

function Group({ place, report, most, group }: Props & { readonly group: CorrectionGroup }) {
  const { pipeline } = place;
  const { kind, rule, wrong, fix, corrections } = group;
  const rows = corrections.slice(0, most);
  const more = corrections.length - rows.length;
  const keeps = rows.map(({ keepsOut }) => countsInWords(pipeline, keepsOut));
  const isKeeping = keeps.some((words) => words !== '');
  const title = `${howMany(pipeline, { kind, rule, count: corrections.length })}: ${shown(asSentence(wrong))}`;
  return (
    <>
      <h3>{title}</h3>
      <List
        name={title}
        class="to-do"
        caption={shown(asSentence(fix))}
        columns={['Which', ...(isKeeping ? ['Keeps out'] : []), 'In the extract']}
        rows={rows.map((correction, at) => [
          <ToWhy place={place} kind={kind} id={correction.id}>
            <Words of={mentionId(pipeline, kind, correction.id, report.names)} />
          </ToWhy>,
          ...(isKeeping ? [keeps[at]] : []),
          shown(correction.who === 'school' ? placeInExtract(correction) : pathInExtract(correction)),
        ])}
      />
      {more > 0 && <p>{`And ${String(more)} more.`}</p>}
    </>
  );
}
