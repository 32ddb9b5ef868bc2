import type { ComponentChildren } from 'preact';
import { ToWhy } from '../to-why.js';
import type { FindingGroup, FoundRecord } from '../../browse/finding-groups.js';
import { shown } from '../../report/html/shown.js';
import { Words } from '../../report/html/words.js';
import { mention, mentionId, pathInExtract, placesInWords, type Names } from '../../words/mention.js';
import { asSentence, howMany, reportedId, sectionAt } from '../../words/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import type { ShownNames } from '../names-for.js';
import { Parts } from '../parts.js';
import type { SchoolPlace } from '../place.js';
import { may } from '../visitor.js';
import { notThroughTitle, Rule, toCorrectOf, whyOf } from './not-through.js';

interface Props {
  readonly place: SchoolPlace;
  readonly group: FindingGroup;
  readonly records: readonly FoundRecord[];
  readonly page: number;
  readonly pages: number;
  readonly names: ShownNames;
  readonly mayShowNames: boolean;
}

/** The records of which a rule says the same, by their ids: each leads to its explanation. */
export function FoundPage({ place, group, records, page, pages, names: { names, reason }, mayShowNames }: Props) {
  const { pipeline, school } = place;
  const title = howMany(pipeline, group);
  const toCorrect = toCorrectOf(pipeline, group);
  const isOut = group.severity === 'excluded' || group.severity === 'rejected';
  const at = (number: number): string =>
    addresses.found(school.id, group, {
      ...(number > 1 && { page: String(number) }),
      ...(names !== null && { names: 'yes' }),
    });
  return (
    <Page place={place} title={`${isOut ? notThroughTitle : 'Also noted'}: ${title}`}>
      <p>
        <a href={addresses.notThrough(school.id)}>{notThroughTitle}</a>
      </p>
      <h1>{title}</h1>
      <dl>
        <dt>Why</dt>
        <dd>{shown(whyOf(group))}</dd>
        {toCorrect !== '' && (
          <>
            <dt>What to correct</dt>
            <dd>{shown(toCorrect)}</dd>
          </>
        )}
        {may(place.visitor, 'admin') && (
          <>
            <dt>Rule</dt>
            <dd>
              <Rule visitor={place.visitor} {...group} />
            </dd>
          </>
        )}
      </dl>
      {mayShowNames && names === null && (
        <p class="unprinted">
          <a href={addresses.found(school.id, group, { page: String(page), names: 'yes' })}>Show names</a>{' '}
          <span class="quiet">from the extract; the audit notes that you looked.</span>
        </p>
      )}
      {reason !== null && <p class="failed">{shown(reason)}</p>}
      <List
        name={title}
        caption={`Each leads to its explanation. ${placesInWords}`}
        columns={[
          'Which',
          ...(group.because === null ? ['Why'] : []),
          ...(group.causeKind !== null ? [waitsFor(group)] : []),
          'In the extract',
        ]}
        rows={records.map((record) => foundRow({ place, group, record, names }))}
      />
      <Parts page={page} pages={pages} at={at} />
    </Page>
  );
}

function foundRow({
  place,
  group: { kind, causeKind, because },
  record,
  names,
}: Pick<Props, 'place' | 'group'> & {
  readonly record: FoundRecord;
  readonly names: Names | null;
}): readonly ComponentChildren[] {
  const { pipeline } = place;
  const id = reportedId(pipeline, kind, record.recordId);
  const cause = reportedId(pipeline, causeKind, record.causeId);
  const fields = record.field === null ? [] : [record.field];
  return [
    <ToWhy place={place} kind={kind} id={id}>
      <Words of={mentionId(pipeline, kind, id, names)} />
    </ToWhy>,
    ...(because === null ? [shown(asSentence(record.because ?? ''))] : []),
    ...(causeKind === null
      ? []
      : [
          <ToWhy place={place} kind={causeKind} id={cause}>
            <Words of={mention(pipeline, causeKind, cause, names)} />
          </ToWhy>,
        ]),
    shown(pathInExtract({ section: sectionAt(pipeline, kind, record.section), position: record.position, fields })),
  ];
}

function waitsFor({ severity }: FindingGroup): string {
  return severity === 'excluded' ? 'Waits for' : 'The other';
}
