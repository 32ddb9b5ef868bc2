import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, type CliResult } from './cli.js';

/** A small school in which everything comes through, as the worked cases have it. */
export interface SmallSchool {
  SchoolID: string;
  SchoolName: string;
  Students: Record<string, unknown>[];
  Contacts: Record<string, unknown>[];
  ContactLinks: Record<string, unknown>[];
  Staff: Record<string, unknown>[];
  Classes: Record<string, unknown>[];
  Groups: Record<string, unknown>[];
}

export function smallSchool(): SmallSchool {
  return JSON.parse(readFileSync('test/cases/01-everything-comes-through.json', 'utf8')) as SmallSchool;
}

/** The extracts of one school, night after night, each run into the same database. */
export class Nights {
  #night = 0;

  constructor(
    private readonly folder: string,
    private readonly url: string,
  ) {}

  async run(school: SmallSchool, now?: string, ...options: readonly string[]): Promise<CliResult> {
    const file = join(this.folder, `${school.SchoolID}-${String(++this.#night)}.json`);
    writeFileSync(file, JSON.stringify({ ExtractedAt: '2026-11-20T02:00:00Z', ...school }));
    return this.command(['run', file, ...options], now);
  }

  async command(args: readonly string[], now?: string): Promise<CliResult> {
    const at = now === undefined ? {} : { now: new Date(now) };
    return cli([...args, '--database', this.url], at);
  }
}
