import type { Database } from '../load/database.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { EndedNight } from '../queue/end-nights.js';
import type { CommandWorld } from './streams.js';
import { tellRecipients } from './tell-recipients.js';

/** Tells those whom the configuration names how an enqueued night ended; what cannot be sent is said, and tried by the next. */
export async function tellOfNight(
  db: Database,
  { id, isWhole }: EndedNight,
  configuration: Configuration,
  { world, say }: { readonly world: CommandWorld; readonly say: (line: string) => void },
): Promise<void> {
  const told = isWhole ? await tellRecipients(db, id, configuration, world) : null;
  for (const words of told?.failed ?? []) say(words);
}
