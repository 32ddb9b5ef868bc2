import type { Extract } from '../../extract/extract.js';
import type { NumberedSchool } from '../../load/recall.js';
import { RecordedError } from '../../load/runs/runs.js';
import type { SharedLoading } from '../loading.js';
import type { Outcome } from '../outcome.js';
import { placeIn } from '../places.js';
import { SharedWork } from '../shared-work.js';
import { nothingDecided, secondTime } from '../undecided.js';
import type { SchoolInHand } from './messages.js';

/** Loads, and fails a school that another process of the same run has had, as one process does the second time. */
export class JobWork extends SharedWork {
  constructor(
    loading: SharedLoading,
    private readonly night: {
      readonly all: number;
      readonly nameOf: (place: number) => string;
      readonly begins: (school: SchoolInHand) => void;
    },
  ) {
    super(loading);
  }

  override async takeKnown(known: readonly NumberedSchool[]): Promise<Outcome[]> {
    const [one, ...others] = known;
    if (one === undefined || others.length > 0) return this.loading.takeKnown(known);
    const { school, memory, document } = one;
    const taken = await this.#orSecond({ school, name: memory.name, document }, async () => {
      const [outcome] = await this.loading.takeKnown([one]);
      return outcome ?? null;
    });
    return taken === null ? [] : [taken];
  }

  override async take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    const school = { school: extract.school, name: extract.name, document };
    this.night.begins(school);
    return this.#orSecond(school, () => this.loading.take(extract, digest, document));
  }

  async #orSecond<T>(school: SchoolInHand, work: () => Promise<T>): Promise<T | Outcome> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RecordedError)) throw error;
      return this.#second(school);
    }
  }

  async #second({ school, name, document }: SchoolInHand): Promise<Outcome> {
    const from = this.night.nameOf(placeIn(document, this.night.all).input);
    const outcome = { status: 'failed', reason: secondTime(from) } as const;
    await this.loading.failed({ school, name, ...outcome, ...nothingDecided }, document, { code: 'second-time' });
    return outcome;
  }
}
