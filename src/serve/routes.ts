import type { Route } from './route.js';
import { allRuns } from './routes/all-runs.js';
import { held } from './routes/held.js';
import { lists } from './routes/lists.js';
import { notThrough } from './routes/not-through.js';
import { record } from './routes/record.js';
import { runs } from './routes/runs.js';
import { schools } from './routes/schools.js';

/** All pages and forms. */
export const routes: readonly Route[] = [...schools, ...notThrough, ...held, ...runs, ...allRuns, ...lists, ...record];
