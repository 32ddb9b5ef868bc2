import type { Route } from './route.js';
import { lists } from './routes/lists.js';
import { notThrough } from './routes/not-through.js';
import { record } from './routes/record.js';
import { schools } from './routes/schools.js';
import { search } from './routes/search.js';
import { toCorrect } from './routes/to-correct.js';
import { why } from './routes/why.js';

/** All pages and forms. */
export const routes: readonly Route[] = [
  ...schools,
  ...notThrough,
  ...search,
  ...why,
  ...toCorrect,
  ...lists,
  ...record,
];
