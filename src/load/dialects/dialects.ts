import type { Dialect } from '../dialect.js';
import { mysql } from './mysql.js';
import { postgres } from './postgres.js';
import { sqlite } from './sqlite.js';

export const dialects: readonly Dialect[] = [sqlite, postgres, mysql];
