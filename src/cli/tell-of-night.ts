import { DatabaseError } from '../load/database-error.js';
import type { Database } from '../load/database.js';
import type { Configuration } from '../pipeline/configuration.js';
import { noteTold, type EndedNight } from '../queue/end-nights.js';
import type { CommandWorld } from './streams.js';
import { tellRecipients } from './tell-recipients.js';

interface Telling {
  readonly world: CommandWorld;
  readonly say: (line: string) => void;
  /** Whether anybody is to be told. */
  readonly notices?: boolean | undefined;
}

/** Tells those whom the configuration names how an enqueued night ended; what cannot be sent is said, and tried by the next. */
export async function tellOfNight(
  db: Database,
  night: EndedNight,
  configuration: Configuration,
  { world, say, notices = true }: Telling,
): Promise<void> {
  const told = night.isWhole && notices ? await tellRecipients(db, night.id, configuration, world) : null;
  const failed = told?.failed ?? [];
  for (const words of failed) say(words);
  try {
    await noteTold(db, night, failed.length === 0);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    say(error.message);
  }
}
