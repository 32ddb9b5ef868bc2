import { nameColumns, shownColumns } from '../../browse/columns.js';
import { recordKind, type RecordKind } from '../../pipeline/pipeline.js';
import { likelyDuplicates } from '../../report/findings/duplicates.js';
import { shown } from '../../report/html/shown.js';
import { Outside, Words } from '../../report/html/words.js';
import { mentionId } from '../../words/mention.js';
import type { Duplicate } from '../../report/findings/report.js';
import type { Names } from '../../words/mention.js';
import { capital } from '../../pipeline/text/text.js';
import { label } from '../../words/words.js';
import { addresses } from '../addresses.js';
import type { SchoolPlace } from '../place.js';

/** By kind and id: the stored values of records that come through, in the order of `shownColumns`. */
export type KeptValues = ReadonlyMap<string, ReadonlyMap<string, readonly (string | null)[]>>;

interface Props {
  readonly place: SchoolPlace;
  readonly pairs: readonly Duplicate[];
  readonly kept: KeptValues;
  readonly names: Names | null;
}

/** Two records beside each other, with what differs marked: a particular example for the supplier. */
export function Duplicates(props: Props) {
  return (
    <>
      <p>{likelyDuplicates}</p>
      {props.pairs.map((pair) => (
        <Pair {...props} pair={pair} />
      ))}
    </>
  );
}

function Pair({ place, kept, names, pair }: Props & { readonly pair: Duplicate }) {
  const { pipeline, school } = place;
  const { kind, ids, linked } = pair;
  const of = recordKind(pipeline, kind);
  const both = ids.map((id) => kept.get(kind)?.get(id));
  const rows = rowsOf(of, pair, both);
  return (
    <table class="pair">
      <caption>
        {both.includes(undefined)
          ? 'They no longer both come through: the fields that differed are named.'
          : 'What differs is marked.'}
      </caption>
      <thead>
        <tr>
          <th scope="col">{capital(label(pipeline, kind, 1))}</th>
          {ids.map((id) => (
            <th scope="col">
              <a href={addresses.why(school.id, { kind, id })}>
                <Outside text={id} />
              </a>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Values {...row} />
        ))}
        {Object.entries(linked).map(([other, lists]) => (
          <tr>
            <th scope="row">{recordKind(pipeline, other).label}</th>
            {lists.map((some) => (
              <td>
                {some.map((id, at) => (
                  <>
                    {at > 0 && ', '}
                    <LinkedName place={place} kind={recordKind(pipeline, other)} id={id} kept={kept} names={names} />
                  </>
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Values({ heading, values, differs }: Row) {
  return (
    <tr class={differs ? 'differs' : undefined}>
      <th scope="row">
        {shown(heading)}
        {differs && ' (differs)'}
      </th>
      {values.map((value) => (
        <td>
          {value === null ? (
            ''
          ) : differs ? (
            <mark>
              <Outside text={value} />
            </mark>
          ) : (
            <Outside text={value} />
          )}
        </td>
      ))}
    </tr>
  );
}

interface Row {
  readonly heading: string;
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/** The kept fields with both values, and those that differ and are not kept, by their keys in the extract. */
function rowsOf(
  kind: RecordKind,
  { fields }: Duplicate,
  both: readonly (readonly (string | null)[] | undefined)[],
): Row[] {
  const isThere = !both.includes(undefined);
  const keyOf = (name: string): string | null => kind.fields.find((field) => field.name === name)?.from ?? null;
  const columns = isThere ? shownColumns(kind).filter(({ typed }) => !typed) : [];
  const rows = columns.map(({ name, label: heading }, at): Row => {
    const values = both.map((record) => record?.[at] ?? null);
    return { heading, values, differs: fields.includes(keyOf(name) ?? '') || values[0] !== values[1] };
  });
  const told = new Set(columns.map(({ name }) => keyOf(name)));
  const others = fields.filter((key) => !told.has(key));
  return [...rows, ...others.map((heading): Row => ({ heading, values: [null, null], differs: true }))];
}

interface LinkedNameProps extends Pick<Props, 'place' | 'kept' | 'names'> {
  readonly kind: RecordKind;
  readonly id: string;
}

/** People who come through are known by name. */
function LinkedName({ place: { pipeline, school }, kind, id, kept, names }: LinkedNameProps) {
  const values = kept.get(kind.name)?.get(id);
  if (values === undefined) return <Words of={mentionId(pipeline, kind.name, id, names)} />;
  const columns = shownColumns(kind);
  const parts = nameColumns(kind).map(
    ({ name }) => values[columns.findIndex((column) => column.name === name)] ?? null,
  );
  return (
    <a href={addresses.record(school.id, kind, id)}>
      <Outside text={parts.filter((part) => part !== null).join(' ') || id} />
    </a>
  );
}
