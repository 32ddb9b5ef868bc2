import { blankValue } from './addresses.js';
import { shortened } from './shortened.js';

interface Props {
  /** In the address of the list. */
  readonly name: string;
  readonly label: string;
  /** Null means blank. */
  readonly values: readonly (string | null)[];
  readonly chosen: ReadonlyMap<string, string | null>;
}

/** One value of a field, to narrow a list to. */
export function ValueChoice({ name, label, values, chosen }: Props) {
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">All</option>
        {values.map((value) => (
          <option value={value ?? blankValue} selected={chosen.has(name) && chosen.get(name) === value}>
            {value === null ? '(blank)' : shortened(value)}
          </option>
        ))}
      </select>
    </label>
  );
}
