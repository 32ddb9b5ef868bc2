interface Props {
  /** The address of the list. */
  readonly at: string;
  readonly choices: readonly ShownChoice[];
}

/** A part of a list's address that people can choose. */
interface ShownChoice {
  readonly name: string;
  readonly label: string;
  /** Null for all. */
  readonly chosen: string | null;
  /** Each with its label. */
  readonly values: readonly (readonly [string, string])[];
}

/** A form that narrows a list through its address. */
export function Choose({ at, choices }: Props) {
  return (
    <form class="ask choose" action={at}>
      {choices.map(({ name, label, chosen, values }) => (
        <label>
          {label}
          <select name={name}>
            <option value="">All</option>
            {values.map(([value, called]) => (
              <option value={value} selected={value === chosen}>
                {called}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit">Show</button>
    </form>
  );
}
