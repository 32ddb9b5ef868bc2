import type { KnownNames } from '../browse/names-of.js';
import type { Id } from '../explain/explanation.js';
import { kindsOf, recordKind, type Pipeline } from '../pipeline/pipeline.js';
import { label } from '../words/words.js';
import { addresses } from './addresses.js';
import { Name } from './cut.js';

interface Props {
  readonly place: { readonly pipeline: Pipeline; readonly school: { readonly id: string } };
  readonly names: KnownNames;
  readonly kind: string;
  readonly id: Id;
}

/** A record by its name, or a link by both its ends; each leads to its page, if there is one. */
export function Who({ place, names, kind: name, id }: Props) {
  const kind = kindsOf(place.pipeline).find((one) => one.name === name);
  if (kind === undefined) return null;
  if (kind.type === 'record') return <One {...{ place, names, kind: name, id: String(id) }} />;
  return (
    <>
      {kind.ends.map((end, at) => (
        <>
          {at > 0 && ' and '}
          {end.label} <One {...{ place, names, kind: end.to, id: id[at] ?? '' }} />
        </>
      ))}
    </>
  );
}

function One({ place, names, kind, id }: Omit<Props, 'id'> & { readonly id: string }) {
  const name = names.get(kind)?.get(id);
  const one = label(place.pipeline, kind, 1);
  if (name === undefined) return <>a {one} that is no longer kept</>;
  return (
    <a href={addresses.record(place.school.id, recordKind(place.pipeline, kind), id)}>
      {name === '' ? `${one} without a name` : <Name text={name} />}
    </a>
  );
}
