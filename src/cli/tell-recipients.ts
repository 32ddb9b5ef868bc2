import { DatabaseError } from '../load/database-error.js';
import type { Database } from '../load/database.js';
import type { NoticesSent } from '../notices/send-notices.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { CommandWorld } from './streams.js';

/**
 * Tells those whom the configuration names how a night ended.
 * @param run its id; null if it has none
 * @returns null if the configuration names nobody
 */
export async function tellRecipients(
  db: Database,
  run: string | null,
  configuration: Configuration,
  { env, now, network = {} }: CommandWorld,
): Promise<NoticesSent | null> {
  if (run === null || (configuration.pipeline.notify.length === 0 && configuration.files.size === 0)) return null;
  const { sendNotices } = await import('../notices/send-notices.js');
  try {
    const result = await sendNotices(db, run, { configuration, machine: { env, now, ...network } });
    return result.sent + result.failed.length === 0 ? null : result;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { sent: 0, failed: [`Nobody could be told how the night ended: ${error.message}`] };
  }
}
