import type { Pipeline } from '../../src/pipeline/pipeline.js';
import type { Circumstances } from '../measure/results.js';
import { median, percentile } from '../measure/statistics.js';
import { Dice } from '../schools/dice.js';
import { askedPages, type AskedPage } from './asked-pages.js';
import type { Size } from './make-database.js';
import { sampleSchools } from './sampled-schools.js';
import { Site } from './site.js';

/** How long many answers took, in milliseconds. */
export interface Spread {
  readonly answers: number;
  readonly median: number;
  /** The time within which 95 % of them came. */
  readonly most: number;
  readonly longest: number;
}

/** How one page was answered. */
export interface TimedPage {
  readonly name: string;
  /** From a request's head to the answer's last byte, in the process that serves. */
  readonly server: Spread;
  /** The same, as the client saw it. */
  readonly client: Spread;
  readonly perSecond: number;
  /** Of the last answer. */
  readonly bytes: number;
  /** In milliseconds: the most that its median may be; null for downloads. */
  readonly allowed?: number | null;
}

export interface TimedDatabase {
  readonly name: string;
  readonly pages: readonly TimedPage[];
}

/** A run of the measure, as its file keeps it. */
export interface PagesResults extends Circumstances, Size {
  readonly atOnce: number;
  /** For each page, in each database. */
  readonly requests: number;
  readonly databases: readonly TimedDatabase[];
}

export interface Asking {
  readonly requests: number;
  /** Requests that wait for an answer at the same time. */
  readonly atOnce: number;
  /** Only pages whose name it matches. */
  readonly pages: RegExp;
}

const seed = 2026;

/**
 * Asks for a database's pages one after the other, each of them many times, always as many at once.
 * @throws Error if a page is not there
 */
export async function timePages(
  url: string,
  pipeline: Pipeline,
  asking: Asking,
  progress: (text: string) => void,
): Promise<TimedPage[]> {
  const sampled = await sampleSchools(url, pipeline, new Dice(seed, 0, 0));
  const site = await Site.open(url, asking.atOnce);
  try {
    const timed: TimedPage[] = [];
    for (const [number, page] of askedPages(pipeline, sampled).entries()) {
      if (!asking.pages.test(page.name)) continue;
      progress(`${url.slice(0, url.indexOf(':'))}: ${page.name}`);
      timed.push(await timePage(site, page, asking, number));
    }
    return timed;
  } finally {
    await site.close();
  }
}

async function timePage(site: Site, page: AskedPage, asking: Asking, number: number): Promise<TimedPage> {
  const { name } = page;
  // Later requests use what the first few compiled and cached, as on a site that has been up for a day.
  await ask(site, page, { ...asking, requests: 3 * asking.atOnce }, new Dice(seed, 1, number));
  const started = performance.now();
  const { client, bytes } = await ask(site, page, asking, new Dice(seed, 2, number), name);
  const seconds = (performance.now() - started) / 1000;
  const server = spreadOf(await site.times(name));
  const allowed = page.most === undefined ? {} : { allowed: page.most };
  return { name, server, client: spreadOf(client), perSecond: client.length / seconds, bytes, ...allowed };
}

/** @param times of each answer, in milliseconds */
export function spreadOf(times: readonly number[]): Spread {
  return { answers: times.length, median: median(times), most: percentile(times, 0.95), longest: Math.max(...times) };
}

async function ask(
  site: Site,
  { at, isOpen }: AskedPage,
  { requests, atOnce }: Asking,
  dice: Dice,
  name?: string,
): Promise<{ client: number[]; bytes: number }> {
  const paths = Array.from({ length: requests }, () => at(dice));
  const client: number[] = [];
  let bytes = 0;
  const one = async (): Promise<void> => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
      const began = performance.now();
      bytes = (await site.get(path, { name, signedIn: isOpen !== true })).length;
      client.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { client, bytes };
}
