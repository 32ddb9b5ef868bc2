import { Agenda } from './agenda.js';

interface Job<J> {
  readonly of: J;
  isGone: boolean;
}

/**
 * A server's cores: each piece of work gets one at most, and all get the same share where there are more pieces than cores.
 * Times are seconds by the simulated clock, work is seconds of one core.
 */
export class SharedCores<J> {
  readonly #jobs = new Map<J, Job<J>>();
  /** By how much each piece of work needs of what all have got so far: the order does not change when others come and go. */
  readonly #ends = new Agenda<Job<J>>();
  #earliest: { readonly time: number; readonly event: Job<J> } | null = null;
  /** What a piece of work that was there from the start has got. */
  #given = 0;
  #since = 0;
  #isStalled = false;
  /** Seconds of all cores together that were at work. */
  busy = 0;

  constructor(private readonly cores: number) {}

  add(now: number, work: number, of: J): void {
    this.#advance(now);
    const job = { of, isGone: false };
    this.#jobs.set(of, job);
    this.#putBack();
    this.#ends.plan(this.#given + work, job);
  }

  /** Work that nobody waits for any more. */
  remove(now: number, of: J): void {
    this.#advance(now);
    const job = this.#jobs.get(of);
    if (job === undefined) return;
    job.isGone = true;
    this.#jobs.delete(of);
  }

  stall(now: number, isStalled: boolean): void {
    this.#advance(now);
    this.#isStalled = isStalled;
  }

  /** When the next piece of work is done, if nothing comes or goes before; null if that is never. */
  next(): number | null {
    const first = this.#first();
    if (first === null || this.#isStalled) return null;
    return this.#since + Math.max(0, first.time - this.#given) / this.#speed();
  }

  /** Takes out the piece of work that is done now. */
  take(now: number): J {
    this.#advance(now);
    const first = this.#first();
    if (first === null) throw new Error('no work is there');
    this.#earliest = null;
    this.#jobs.delete(first.event.of);
    return first.event.of;
  }

  #first(): { readonly time: number; readonly event: Job<J> } | null {
    while (this.#earliest === null || this.#earliest.event.isGone) {
      this.#earliest = this.#ends.next();
      if (this.#earliest === null) return null;
    }
    return this.#earliest;
  }

  #putBack(): void {
    if (this.#earliest !== null) this.#ends.plan(this.#earliest.time, this.#earliest.event);
    this.#earliest = null;
  }

  #speed(): number {
    return this.#isStalled ? 0 : Math.min(1, this.cores / Math.max(1, this.#jobs.size));
  }

  #advance(now: number): void {
    const passed = (now - this.#since) * this.#speed();
    this.#given += passed;
    this.busy += passed * this.#jobs.size;
    this.#since = now;
  }
}
