import { setTimeout as wait } from 'node:timers/promises';
import type { Patience } from '../load/retrying.js';

export const patience: Patience = { wait, random: Math.random };
