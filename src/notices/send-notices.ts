import type { Database } from '../load/database.js';
import {
  claimNotices,
  forgetUnsent,
  noteNotice,
  unsentNotices,
  type NoticeKey,
  type UnsentNotice,
} from '../load/runs/notices.js';
import { readNightOutcome } from '../load/runs/night-outcome.js';
import type { Configuration } from '../pipeline/configuration.js';
import { lineOfFile } from '../pipeline/text/place-text.js';
import { nightKeyOf, noticesOf, type Notice } from './notice.js';
import { Poster } from '../sources/poster.js';
import type { Machine } from '../sources/network.js';
import { MailSender } from './send-mail.js';
import { sendWebhook } from './send-webhook.js';
import { Unsent } from './unsent.js';

/** What became of the notices of a night. */
export interface NoticesSent {
  readonly sent: number;
  /** Those that could not be sent, in words without an address; the next night tries them again. */
  readonly failed: readonly string[];
}

export interface NoticesTerms {
  readonly configuration: Configuration;
  readonly machine: Machine;
  /** Milliseconds until a server is given up. */
  readonly timeout?: number;
}

const usualTimeout = 15_000;
const atOnce = 4;
/** What is older is no news. */
const triedFor = 7 * 24 * 60 * 60 * 1000;

/**
 * Tells everyone who is to be told how a night ended, once, and those of nights before who could not be told then.
 * To be called when all of the night is in the tables: by a run at its end, or by whoever ends a night of many workers.
 * @throws DatabaseError
 */
export async function sendNotices(db: Database, run: string, terms: NoticesTerms): Promise<NoticesSent> {
  const outcome = await readNightOutcome(db, run);
  if (outcome === null) return { sent: 0, failed: [] };
  const { configuration, machine } = terms;
  await forgetUnsent(db, nightKeyOf(configuration, outcome));
  const sending = new Sending(db, terms);
  try {
    const unsent = await unsentNotices(db, new Date(machine.now().getTime() - triedFor).toISOString().slice(0, 10));
    for (const [before, those] of byRun(unsent)) {
      const earlier = await readNightOutcome(db, before);
      if (earlier === null) continue;
      // A later night of its feed has taken its place there.
      const notices = noticesOf(configuration, { ...earlier, feed: those[0].feed });
      const keys = new Set(those.map(keyText));
      await sending.all(
        before,
        notices.filter(({ key }) => keys.has(keyText(key))),
      );
    }
    await sending.all(run, noticesOf(configuration, outcome));
  } finally {
    await sending.close();
  }
  return sending.result;
}

function byRun(unsent: readonly UnsentNotice[]): Map<string, UnsentNotice[]> {
  const found = new Map<string, UnsentNotice[]>();
  for (const one of unsent) found.set(one.run, [...(found.get(one.run) ?? []), one]);
  return found;
}

function keyText({ address, feed, night }: NoticeKey): string {
  return [address, feed, night].join(' ');
}

class Sending {
  readonly #mail: MailSender;
  #sent = 0;
  readonly #failed: string[] = [];
  /** Servers that failed, and why: they are not waited for again and again. */
  readonly #down = new Map<string, Unsent>();
  readonly #machine: Machine;
  readonly #poster: Poster;

  constructor(
    private readonly db: Database,
    terms: NoticesTerms,
  ) {
    const { machine, configuration, timeout = usualTimeout } = terms;
    this.#machine = machine;
    this.#mail = new MailSender({ env: machine.env, timeout });
    this.#poster = new Poster(machine, configuration.pipeline.source.fetching.allow, timeout);
  }

  get result(): NoticesSent {
    return { sent: this.#sent, failed: this.#failed };
  }

  async all(run: string, notices: readonly Notice[]): Promise<void> {
    const byKey = notices.map(({ key, ...notice }) => ({ ...key, notice: { key, ...notice } }));
    const claimed = await claimNotices(this.db, byKey, { run, now: this.#machine.now() });
    const waiting = claimed.map(({ notice }) => notice);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.#one(next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  async close(): Promise<void> {
    await Promise.all([this.#mail.close(), this.#poster.close()]);
  }

  async #one(notice: Notice): Promise<void> {
    const server = serverOf(notice);
    try {
      const down = this.#down.get(server);
      if (down !== undefined) throw down;
      await this.#send(notice);
    } catch (error) {
      if (error instanceof Unsent && error.isOfServer) this.#down.set(server, error);
      await noteNotice(this.db, notice.key, 'failed');
      if (!(error instanceof Unsent)) throw error;
      const { place, key } = notice;
      this.#failed.push(
        `The notice that ${lineOfFile(place)} asks for, of the night of ${key.night}, could not be sent: ${error.reason}.`,
      );
      return;
    }
    this.#sent++;
    await noteNotice(this.db, notice.key, 'sent');
  }

  #send({ address, body }: Notice): Promise<void> {
    return address.type === 'mail'
      ? this.#mail.send(address.to, body)
      : sendWebhook(address, body, { poster: this.#poster, ...this.#machine });
  }
}

function serverOf({ address }: Notice): string {
  return address.type === 'mail' ? 'mail' : new URL(address.url).host;
}
