import type { Item, Link, Values } from './read.js';
import type { LinkKind, RecordKind, School } from './rules.js';
import { ENDS } from './rules.js';
import { secondHalfOf } from './split.js';

export interface Made {
  kind: string;
  id: string | readonly [string, string];
  rule: string;
}

/** Fields that the rules about blanks speak of. */
const FIELD_OF_RULE: Record<string, string> = {
  'contact-title': 'title',
  'contact-forename': 'forename',
  'contact-surname': 'surname',
  'teacher-title': 'title',
  'teacher-forename': 'forename',
  'teacher-surname': 'surname',
};

/** Fields that the rules about types speak of, with a type as it is listed. */
const TYPE_OF_RULE: Record<string, string> = {
  'class-type-near-miss': 'Registration',
  'group-type-near-miss': 'House group',
};

const LINK_OF_RULE: Record<string, LinkKind> = {
  'student-in-a-class': 'classStudents',
  'contact-has-a-student': 'contactLinks',
  'teacher-has-a-class': 'classTeachers',
  'class-has-a-student': 'classStudents',
  'class-has-a-teacher': 'classTeachers',
  'group-has-a-student': 'groupStudents',
};

/** The school as it is once somebody has made the corrections in the MIS; whoever is added there qualifies. */
export function corrected(before: School, corrections: readonly Made[]): School {
  const school = structuredClone(before);
  corrections.forEach(({ kind, id, rule }, number) => {
    const extra = new Extra(school, `extra ${String(number)}`);
    if (rule === 'dangling') {
      if (typeof id === 'string') throw new Error('a record cannot dangle');
      extra.addMissing(kind as LinkKind, id);
      return;
    }
    if (typeof id !== 'string') throw new Error(`no rule ${rule} of links says what to correct`);
    const type = TYPE_OF_RULE[rule];
    const field = type === undefined ? FIELD_OF_RULE[rule] : 'type';
    const link = LINK_OF_RULE[rule];
    if (field !== undefined) {
      for (const item of school[kind as RecordKind])
        if (item.id === id || item.id === secondHalfOf(id)) item.values[field] = type ?? 'Reverend';
    } else if (link !== undefined) {
      for (const item of school[kind as RecordKind])
        if (item.id === id || (kind === 'contacts' && item.id === secondHalfOf(id)))
          extra.join(link, kind as RecordKind, item.id);
    } else {
      throw new Error(`nobody can correct ${rule}`);
    }
  });
  return school;
}

/** A student, teacher, class and contact who qualify, for as long as they have one another. */
class Extra {
  readonly #ids: Record<RecordKind, string>;

  constructor(
    private readonly school: School,
    id: string,
  ) {
    this.#ids = { students: id, contacts: id, teachers: id, classes: id, groups: id };
    this.#add('students', id);
    this.#add('teachers', id);
    this.#add('classes', id);
    this.#link('classStudents', [id, id]);
    this.#link('classTeachers', [id, id]);
  }

  join(kind: LinkKind, own: RecordKind, id: string): void {
    const isFirst = ENDS[kind][0] === own;
    const other = this.#ids[ENDS[kind][isFirst ? 1 : 0]];
    this.#link(kind, isFirst ? [id, other] : [other, id]);
  }

  addMissing(kind: LinkKind, ends: readonly [string, string]): void {
    ([0, 1] as const).forEach((end) => {
      const to = ENDS[kind][end];
      if (this.school[to].some(({ id }) => id === ends[end])) return;
      this.#add(to, ends[end]);
      for (const [links, joined] of Object.entries(ENDS) as [LinkKind, [RecordKind, RecordKind]][]) {
        if (links !== 'groupStudents' && joined.includes(to)) this.join(links, to, ends[end]);
        for (const link of this.school[links]) link.dangling &&= !this.#isThere(links, link);
      }
    });
  }

  #isThere(kind: LinkKind, link: Link): boolean {
    return link.ends.every((id, end) => this.school[ENDS[kind][end as 0 | 1]].some((item) => item.id === id));
  }

  #add(kind: RecordKind, id: string): void {
    const values: Values = { title: 'Reverend', forename: 'Any', surname: 'One', type: 'Registration' };
    if (kind === 'groups') values['type'] = 'House group';
    const item: Item = { id, values };
    this.school[kind].push(item);
  }

  #link(kind: LinkKind, ends: [string, string]): void {
    this.school[kind].push({ ends, values: { parentalResponsibility: 'yes' }, dangling: false });
  }
}
