import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { listOf } from './sql-text.js';
import { quoted } from './row-by-row.js';
import type { Stored } from '../tables/tables.js';
import type { RowsToPut } from '../dialect.js';

/** Characters. */
const pieceLength = 65_536;

/** https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". */
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

interface ConnectionSource {
  acquireConnection(): Promise<ClientBase>;
}

/** Sends rows, none of which is there yet, by the database's own bulk path, in the transaction. */
export async function copyIn(
  trx: Knex,
  { table, columns, rows }: Pick<RowsToPut, 'table' | 'columns' | 'rows'>,
): Promise<void> {
  const { from: copyFrom } = await import('pg-copy-streams');
  const client = await (trx.client as ConnectionSource).acquireConnection();
  const sql = `copy ${quoted(table)} (${listOf(columns, ({ name }) => quoted(name))}) from stdin`;
  await pipeline(Readable.from(lines(rows)), client.query(copyFrom(sql)));
}

/** Joins lines to pieces of some length, because the stream has to ask for each piece. */
function* lines(rows: Iterable<readonly Stored[]>): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += `${row.map(asText).join('\t')}\n`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

const special = /[\\\n\r\t]/;
const eachSpecial = new RegExp(special, 'g');

function asText(value: Stored): string {
  if (value === null) return '\\N';
  const text = String(value);
  // To test costs a quarter of replacing nothing, and nearly no value has a special character.
  return special.test(text) ? text.replace(eachSpecial, (character) => escapes[character] ?? '') : text;
}
