import type { Part } from '../browse/part.js';

/** Rows of a list that a page shows. */
const pageSize = 50;

/** Which part of so many rows a page shows, if it is asked for one by number; the last if that is too much. */
export function partOf(
  asked: number,
  total: number,
  size = pageSize,
): {
  readonly page: number;
  readonly pages: number;
  readonly part: Part;
} {
  const pages = Math.max(1, Math.ceil(total / size));
  const page = Math.min(asked, pages);
  return { page, pages, part: { offset: (page - 1) * size, limit: size } };
}

interface Props {
  readonly page: number;
  readonly pages: number;
  /** The address of a part. */
  readonly at: (page: number) => string;
}

/** Links from one part of a list to the next. */
export function Parts({ page, pages, at }: Props) {
  if (pages === 1) return null;
  return (
    <nav aria-label="Parts of the list" class="beside">
      {page > 1 && <a href={at(page - 1)}>Previous</a>}
      <span>
        Page {String(page)} of {String(pages)}
      </span>
      {page < pages && (
        <a rel="next" href={at(page + 1)}>
          Next
        </a>
      )}
    </nav>
  );
}
