import write from 'write-excel-file/node';
import type { Stored } from '../../load/tables/tables.js';

type Row = readonly Stored[];

/** One sheet. */
export interface Sheet {
  readonly name: string;
  readonly heading: readonly string[];
  readonly rows: readonly Row[];
}

/** What a cell holds at most. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
const mostCharacters = 32_767;

const cut = ' … (cut: a cell holds no more)';

/**
 * The bytes of a spreadsheet (.xlsx) of one sheet, whose first row stays in sight. Texts stay texts: `01632…`, `3/4` and
 * `7E1` are no numbers and no days, and nothing is computed.
 */
export function spreadsheet({ name, heading, rows }: Sheet): Promise<Uint8Array> {
  const head = heading.map((text) => ({ ...cellOf(text), textColor: '#000000', fontWeight: 'bold' }) as const);
  const columns = heading.map((text, at) => ({ width: widthOf(text, rows, at) }));
  const file = write([head, ...rows.map((row) => row.map(cellOf))], {
    sheet: sheetName(name),
    columns,
    stickyRowsCount: 1,
  });
  return file.toBuffer();
}

function cellOf(value: Stored) {
  if (value === null) return null;
  if (typeof value === 'number') return { type: Number, value } as const;
  return { type: String, value: inCell(value), format: '@' } as const;
}

/** What looks like an escape of the format would be read as the character that it stands for. */
function inCell(text: string): string {
  // The library takes the mark away that stands for a character that could not be kept.
  const escaped = text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_').replaceAll('\ufffd', '_xFFFD_');
  // The library keeps texts as keys of an object, which has some of its own: `constructor`.
  const whole = escaped in Object.prototype ? `${escapeOf(escaped)}${escaped.slice(1)}` : escaped;
  return whole.length <= mostCharacters ? whole : `${whole.slice(0, mostCharacters - cut.length)}${cut}`;
}

/** The first character, as the format escapes it. */
function escapeOf(text: string): string {
  return `_x${text.charCodeAt(0).toString(16).padStart(4, '0')}_`;
}

const widths = { least: 8, most: 50, looked: 200 };

/** In characters, by the first rows. */
function widthOf(heading: string, rows: readonly Row[], at: number): number {
  const lengths = rows.slice(0, widths.looked).map((row) => String(row[at] ?? '').length);
  return Math.min(widths.most, Math.max(widths.least, heading.length + 2, ...lengths.map((length) => length + 1)));
}

/** At most 31 characters, and none of those that a sheet's name may not have. */
function sheetName(name: string): string {
  return (
    name
      .replace(/[[\]:*?/\\']/g, ' ')
      .trim()
      .slice(0, 31) || 'Sheet'
  );
}
