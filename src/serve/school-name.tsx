import { Outside } from '../report/html/words.js';
import { Name } from './cut.js';

interface Props {
  readonly school: string;
  readonly name: string | null;
  /** Null if it has no page. */
  readonly to: string | null;
}

/** A school at the beginning of its row: its name, which leads to its page, and its id. */
export function SchoolName({ school, name, to }: Props) {
  const called = <Name text={name ?? school} />;
  return (
    <>
      {to === null ? called : <a href={to}>{called}</a>}
      {name !== null && (
        <span class="id">
          {' '}
          <Outside text={school} />
        </span>
      )}
    </>
  );
}
