import { readRows, type Rows } from '../stores.js';
import { benchTables } from '../tables.js';

/** What only one of the mappings has, or says in words of its own. */
const ownColumns: Readonly<Record<string, readonly string[]>> = {
  contacts: ['relationship'],
  contact_links: ['relationship'],
  classes: ['type'],
};

const idsOfClasses = /^(class|group)_id$/;

/**
 * What comes through in a SQLite file, as far as both mappings give the same. OneRoster has groups among its classes, so there ids of
 * both begin with a letter, which is taken away.
 */
export async function commonRows(file: string): Promise<Map<string, Rows>> {
  const tables = benchTables().map((table) => ({
    ...table,
    columns: table.columns.filter((column) => ownColumns[table.name]?.includes(column) !== true),
  }));
  const found = await readRows(`sqlite:${file}`, tables);
  for (const { name, columns } of tables) {
    const ids = columns.flatMap((column, at) =>
      idsOfClasses.test(column) || (column === 'id' && (name === 'classes' || name === 'groups')) ? [at] : [],
    );
    for (const row of found.get(name) ?? []) for (const at of ids) row[at] = String(row[at]).replace(/^[cg]/, '');
  }
  return found;
}
