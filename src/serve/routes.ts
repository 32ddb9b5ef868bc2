import type { Route } from './route.js';
import { lists } from './routes/lists.js';
import { notThrough } from './routes/not-through.js';
import { record } from './routes/record.js';
import { rules } from './routes/rules.js';
import { schools } from './routes/schools.js';

/** All pages and forms. */
export const routes: readonly Route[] = [...schools, ...rules, ...notThrough, ...lists, ...record];
