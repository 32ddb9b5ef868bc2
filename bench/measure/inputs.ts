import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchool } from '../generate-school.js';
import { editSchool } from '../schools/edited.js';
import type { Night } from './measures.js';

export interface Size {
  readonly schools: number;
  readonly students: number;
}

/** The extracts of each night, a file a school: what an operator has in a folder. */
export class Inputs {
  readonly #made = new Map<Night, string>();

  constructor(
    private readonly folder: string,
    private readonly size: Size,
  ) {}

  /** The folder of a night, made when it is first asked for. */
  of(night: Night): string {
    const known = this.#made.get(night);
    if (known !== undefined) return known;
    const folder = join(this.folder, night.replace(' ', '-'));
    mkdirSync(folder);
    if (night === 'nothing') writeFileSync(join(folder, '0.json'), noSchool);
    else {
      for (let seed = 1; seed <= this.size.schools; seed++) {
        writeFileSync(join(folder, `${String(seed).padStart(6, '0')}.json`), this.#text(night, seed));
      }
    }
    this.#made.set(night, folder);
    return folder;
  }

  #text(night: Exclude<Night, 'nothing'>, seed: number): string {
    const text = generateSchool({ id: String(seed), students: this.size.students, seed });
    const shares = { 'other time': 0, 'other key': 0, 'one percent': 0.01, all: 1 };
    if (night === 'first') return text;
    const edited = editSchool(text, shares[night]);
    return night === 'other key' ? `${edited.slice(0, -1)},"Exported":{"By":"${String(seed)}"}}` : edited;
  }
}

/** A school with almost nothing in it: what a run costs without any. */
const noSchool = JSON.stringify({
  SchoolID: '0',
  SchoolName: 'School 0',
  ...Object.fromEntries(
    ['Students', 'Contacts', 'ContactLinks', 'Staff', 'Classes', 'Groups'].map((name) => [name, []]),
  ),
});
