import type { ComponentChildren } from 'preact';

interface Props {
  /** What the rows are, for people who cannot see where the table is. */
  readonly name: string;
  readonly caption?: ComponentChildren;
  /** The headings of the columns. */
  readonly columns: readonly string[];
  readonly class?: string | undefined;
  /** The rows. */
  readonly children: ComponentChildren;
}

/** A table that may be too wide for its screen: it scrolls by itself, and the keyboard reaches it. */
export function WideTable({ name, caption, columns, class: looks, children }: Props) {
  return (
    <div class="wide" role="region" aria-label={name} tabIndex={0}>
      <table class={looks}>
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
