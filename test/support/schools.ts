import { generateSchool } from '../../bench/generate-school.js';

interface Generated {
  readonly SchoolID: string;
  readonly Students: Record<string, unknown>[];
}

/** A school of invented people as its MIS gives it one night, and the next: a few renamed, one of them gone. */
export function twoNights(id: string, students: number): [before: string, after: string] {
  const before = generateSchool({ id, students, seed: Number(id) });
  const school = JSON.parse(before) as Generated;
  const [gone, ...stay] = school.Students;
  const renamed = stay.map((student, index) =>
    index % 4 === 0 ? { ...student, Surname: `${String(student.Surname)}-Lim` } : student,
  );
  if (gone === undefined) throw new Error('a school without students');
  return [before, JSON.stringify({ ...school, Students: renamed })];
}
