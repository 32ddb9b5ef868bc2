import { exportRows } from '../../browse/export-rows.js';
import { openDatabase } from '../../load/database.js';
import { schoolsOf } from '../../load/edit.js';
import { csv } from '../../report/writers/csv.js';
import { jsonRows } from '../../report/writers/json-rows.js';
import { chooseAnyKind, chooseSchool } from '../choose.js';
import { prepare, type CommonOptions } from '../common-options.js';
import { prepareOut } from '../out.js';
import { exit, type CommandWorld } from '../streams.js';

export interface ExportOptions extends CommonOptions {
  readonly out?: string;
}

/** `pullthrough export`: what comes through of a kind, as the Export button of the Data pages gives it. It only reads. */
export async function exportKind(word: string, options: ExportOptions, world: CommandWorld): Promise<number> {
  const { configuration, database: url } = prepare(options, world);
  const { pipeline } = configuration;
  const kind = chooseAnyKind(pipeline, word);
  const out = await prepareOut(options.out, world);
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const schools = await schoolsOf(db);
    const school = chooseSchool(options.school, schools, db.name);
    if (!schools.includes(school)) {
      world.stderr.write(`There is no school ${school} in ${db.name}.\n`);
      return exit.failed;
    }
    await db.reading(async (store) => {
      const { columns, parts } = exportRows(store, pipeline, school, kind);
      const text =
        options.json === true
          ? jsonRows(
              columns.map(({ name }) => name),
              parts,
            )
          : csv(
              columns.map(({ label }) => label),
              parts,
            );
      await out.write(text);
    });
    return exit.done;
  } finally {
    await db.close();
  }
}
