import { Dice } from '../schools/dice.js';
import { Agenda } from './agenda.js';
import type { SchoolCosts } from './costs.js';
import { SharedCores } from './shared-cores.js';
import { Source, type SourceTerms } from './source.js';

/** A night to simulate. Times are seconds. */
export interface Night {
  /** What each school costs, in the order of the queue. */
  readonly schools: readonly SchoolCosts[];
  readonly workers: number;
  readonly connectionsOfWorker: number;
  readonly database: {
    readonly cores: number;
    /** How many bytes of its log it writes a second. */
    readonly logBytes: number;
    readonly connections: number;
    /** It answers nobody for so long, as often. */
    readonly stall: { readonly every: number; readonly seconds: number } | null;
  };
  /** After how long a worker is killed, on average; its schools are taken over once its heartbeat is missed. */
  readonly deaths: { readonly mean: number; readonly heartbeat: number; readonly restart: number } | null;
  readonly source: SourceTerms | null;
  readonly seed: number;
}

/** What became of it. Shares are from 0 to 1. */
export interface Simulated {
  readonly seconds: number;
  /** How often each school was loaded to its end. */
  readonly loaded: readonly number[];
  readonly begun: number;
  readonly deaths: number;
  readonly tooMany: number;
  /** Workers that found no connection. */
  readonly withoutConnection: number;
  readonly busy: { readonly workers: number; readonly database: number; readonly log: number; readonly source: number };
}

interface Worker {
  readonly number: number;
  /** Counts its lives: what a dead one had planned does not happen. */
  life: number;
  inHand: number | null;
  ahead: { readonly school: number; isFetched: boolean } | null;
  busySince: number;
}

type Event =
  | { readonly is: 'fetched' | 'worked' | 'logged' | 'died'; readonly worker: Worker; readonly life: number }
  | { readonly is: 'ask'; readonly worker: Worker; readonly life: number; readonly tries: number }
  | { readonly is: 'database'; readonly version: number }
  | { readonly is: 'stalled' | 'answers' }
  | { readonly is: 'back'; readonly school: number }
  | { readonly is: 'started'; readonly worker: Worker };

/** Plays a night, event by event. */
export function simulate(night: Night): Simulated {
  return new Play(night).play();
}

class Play {
  readonly #agenda = new Agenda<Event>();
  readonly #database: SharedCores<Worker>;
  readonly #random: () => number;
  readonly #source: Source | null;
  readonly #loaded: number[];
  readonly #workers: Worker[];
  readonly #idle = new Set<Worker>();
  readonly #back: number[] = [];
  #next = 0;
  #open: number;
  #now = 0;
  #version = 0;
  /** When the database is done with a school next, as far as that is planned. */
  #planned: number | null = null;
  #logFree = 0;
  #logBusy = 0;
  #workersBusy = 0;
  #begun = 0;
  #deaths = 0;

  constructor(private readonly night: Night) {
    const dice = new Dice(night.seed, 0, 0);
    this.#random = () => dice.below(2 ** 30) / 2 ** 30;
    this.#database = new SharedCores(night.database.cores);
    this.#source = night.source === null ? null : new Source(night.source, this.#random);
    this.#loaded = night.schools.map(() => 0);
    this.#open = night.schools.length;
    const connected = Math.min(night.workers, Math.floor(night.database.connections / night.connectionsOfWorker));
    if (connected === 0 && this.#open > 0) throw new Error('no worker finds a connection');
    this.#workers = Array.from({ length: connected }, (_, number) => ({
      number,
      life: 0,
      inHand: null,
      ahead: null,
      busySince: 0,
    }));
  }

  play(): Simulated {
    const { stall } = this.night.database;
    if (stall !== null) this.#agenda.plan(stall.every, { is: 'stalled' });
    for (const worker of this.#workers) this.#start(worker);
    while (this.#open > 0) {
      const next = this.#agenda.next();
      if (next === null) throw new Error(`nothing happens any more, and ${String(this.#open)} schools are left`);
      this.#now = next.time;
      this.#take(next.event);
    }
    return this.#result();
  }

  #take(event: Event): void {
    switch (event.is) {
      case 'database':
        if (event.version !== this.#version) break;
        this.#planned = null;
        this.#written(this.#database.take(this.#now));
        break;
      case 'stalled':
        this.#stall(true);
        break;
      case 'answers':
        this.#stall(false);
        break;
      case 'back':
        this.#back.push(event.school);
        for (const worker of this.#idle) this.#fetch(worker);
        break;
      case 'started':
        this.#start(event.worker);
        break;
      default:
        if (event.worker.life === event.life) this.#ofWorker(event);
    }
    this.#planDatabase();
  }

  #ofWorker(event: Extract<Event, { worker: Worker; life: number }>): void {
    const { worker } = event;
    if (event.is === 'ask') this.#ask(worker, event.tries);
    else if (event.is === 'died') this.#die(worker);
    else if (event.is === 'logged') this.#done(worker);
    else if (event.is === 'worked') this.#database.add(this.#now, this.#costsOf(worker).database, worker);
    else {
      if (worker.ahead !== null) worker.ahead.isFetched = true;
      if (worker.inHand === null) this.#begin(worker);
    }
  }

  #start(worker: Worker): void {
    const { deaths } = this.night;
    if (deaths !== null) this.#plan(worker, 'died', -deaths.mean * Math.log(1 - this.#random()));
    this.#fetch(worker);
  }

  /** Takes the next school, and has its extract fetched. */
  #fetch(worker: Worker): void {
    const school = this.#back.shift() ?? (this.#next < this.night.schools.length ? this.#next++ : null);
    if (school === null) {
      if (worker.inHand === null) this.#idle.add(worker);
      return;
    }
    this.#idle.delete(worker);
    worker.ahead = { school, isFetched: false };
    this.#ask(worker, 0);
  }

  #ask(worker: Worker, tries: number): void {
    const { isAnswered, after } = this.#source?.ask(this.#now, tries) ?? { isAnswered: true, after: 0 };
    if (isAnswered) this.#plan(worker, 'fetched', after);
    else this.#agenda.plan(this.#now + after, { is: 'ask', worker, life: worker.life, tries: tries + 1 });
  }

  #begin(worker: Worker): void {
    const { ahead } = worker;
    if (ahead?.isFetched !== true) return;
    worker.inHand = ahead.school;
    worker.ahead = null;
    worker.busySince = this.#now;
    this.#begun++;
    this.#plan(worker, 'worked', this.#costsOf(worker).worker);
    this.#fetch(worker);
  }

  #written(worker: Worker): void {
    const takes = this.#costsOf(worker).logBytes / this.night.database.logBytes;
    this.#logFree = Math.max(this.#now, this.#logFree) + takes;
    this.#logBusy += takes;
    this.#plan(worker, 'logged', this.#logFree - this.#now);
  }

  #done(worker: Worker): void {
    this.#workersBusy += this.#now - worker.busySince;
    this.#loaded[worker.inHand ?? -1]++;
    this.#open--;
    worker.inHand = null;
    if (worker.ahead === null) this.#fetch(worker);
    else this.#begin(worker);
  }

  #die(worker: Worker): void {
    const { heartbeat, restart } = this.night.deaths ?? { heartbeat: 0, restart: 0 };
    this.#deaths++;
    worker.life++;
    this.#database.remove(this.#now, worker);
    if (worker.inHand !== null) this.#workersBusy += this.#now - worker.busySince;
    for (const school of [worker.inHand, worker.ahead?.school ?? null])
      if (school !== null) this.#agenda.plan(this.#now + heartbeat, { is: 'back', school });
    worker.inHand = null;
    worker.ahead = null;
    this.#idle.delete(worker);
    this.#agenda.plan(this.#now + restart, { is: 'started', worker });
  }

  #stall(isStalled: boolean): void {
    const { stall } = this.night.database;
    if (stall === null) return;
    this.#database.stall(this.#now, isStalled);
    this.#agenda.plan(this.#now + (isStalled ? stall.seconds : stall.every), { is: isStalled ? 'answers' : 'stalled' });
  }

  #planDatabase(): void {
    const time = this.#database.next();
    if (time === this.#planned) return;
    this.#planned = time;
    this.#version++;
    if (time !== null) this.#agenda.plan(time, { is: 'database', version: this.#version });
  }

  #plan(worker: Worker, is: 'fetched' | 'worked' | 'logged' | 'died', after: number): void {
    this.#agenda.plan(this.#now + after, { is, worker, life: worker.life });
  }

  #costsOf({ inHand }: Worker): SchoolCosts {
    return this.night.schools[inHand ?? -1];
  }

  #result(): Simulated {
    const { workers, database, source } = this.night;
    const seconds = this.#now;
    const share = (busy: number, of: number) => (seconds === 0 ? 0 : busy / (seconds * of));
    return {
      seconds,
      loaded: this.#loaded,
      begun: this.#begun,
      deaths: this.#deaths,
      tooMany: this.#source?.tooMany ?? 0,
      withoutConnection: workers - this.#workers.length,
      busy: {
        workers: share(this.#workersBusy, this.#workers.length),
        database: share(this.#database.busy, database.cores),
        log: share(this.#logBusy, 1),
        source: source === null ? 0 : share((this.#source?.answered ?? 0) / source.perSecond, 1),
      },
    };
  }
}
