import { pino } from 'pino';
import { inertJsonText } from '../report/writers/inert.js';
import type { Log } from './log.js';

/** @param to takes whole lines */
export function createLog(to: { readonly write: (line: string) => unknown }, now: () => Date): Log {
  const logger = pino(
    {
      base: null,
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${now().toISOString()}"`,
    },
    { write: (line) => void to.write(inertJsonText(line)) },
  );
  return { write: (level, event, fields) => logger[level]({ event, ...fields }) };
}
