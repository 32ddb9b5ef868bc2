import type { Format } from '../format.js';
import type { FindingsReport } from './report.js';
import type { Names } from '../../words/mention.js';
import { inertJson } from '../writers/inert.js';

/** One value on one line, as schemas/report.schema.json says. */
export const json: Format<FindingsReport> = {
  name: 'json',
  meaning: 'for scripts: everything, as docs/json.md says',
  write: ({ schools }) =>
    `${inertJson({ schools: schools.map((school) => ({ ...school, names: toObject(school.names) })) })}\n`,
};

function toObject(names: Names | null): Record<string, Record<string, string>> | null {
  return names && Object.fromEntries([...names].map(([kind, byId]) => [kind, Object.fromEntries(byId)]));
}
