import type { RecordKind } from '../pipeline/pipeline.js';
import { addresses } from './addresses.js';
import { Name } from './cut.js';

interface Props {
  readonly school: string;
  readonly kind: RecordKind;
  readonly id: string;
  /** Blank if it has none. */
  readonly name: string;
  /** What tells it from others of the name; blank if nothing does. */
  readonly about?: string;
  /** What its link says of it; blank if nothing. */
  readonly said: string;
}

/** A linked record within a line: its name, which leads to its page, and what the link says. */
export function LinkedName({ school, kind, id, name, about = '', said }: Props) {
  return (
    <>
      <a href={addresses.record(school, kind, id)}>
        <Name text={name === '' ? '(blank)' : name} />
      </a>
      {about !== '' && (
        <>
          , <Name text={about} />
        </>
      )}
      {said !== '' && (
        <>
          {' '}
          (<Name text={said} />)
        </>
      )}
    </>
  );
}
