import { YEARS } from './names.js';

/** The same options always give the same text, so two runs of a benchmark can be compared. */
export interface SchoolOptions {
  readonly id: string;
  readonly students: number;
  readonly seed: number;
  readonly extractedAt?: string;
}

/** What dice are thrown for: with the same number, each has other throws. */
export const purposes = { family: 0, staff: 1, form: 2, set: 3, group: 4, unplaced: 5 } as const;

/** How large a school's parts are, and which students are where, so any part can be made without the others. */
export class SchoolPlan {
  readonly seed: number;
  readonly students: number;
  readonly staff: number;
  readonly forms: number;
  readonly sets: number;
  readonly clubs: number;

  constructor({ seed, students }: SchoolOptions) {
    this.seed = seed;
    this.students = students;
    this.staff = Math.max(2, Math.round(students * 0.07));
    this.forms = Math.max(1, Math.round(students / 30));
    this.sets = Math.round(students * 0.056);
    this.clubs = Math.round(students * 0.011);
  }

  studentId(at: number): number {
    return 1001 + at;
  }

  staffId(at: number): number {
    return 101 + (at % this.staff);
  }

  formCode(form: number): string {
    return `${YEARS[form % YEARS.length]}${String.fromCharCode(65 + (Math.floor(form / YEARS.length) % 26))}`;
  }

  /** The students of a form, at regular intervals, which spreads families over the years. */
  *inForm(form: number): Generator<number> {
    for (let at = form; at < this.students; at += this.forms) yield at;
  }

  /** How many forms a year has; `formOf` gives each. */
  formsOf(year: number): number {
    return Math.max(0, Math.ceil((this.forms - year) / YEARS.length));
  }

  formOf(year: number, number: number): number {
    return year + number * YEARS.length;
  }
}
