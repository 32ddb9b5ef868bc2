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

/** The same school in so many more bytes, which nothing reads. @param extract its document as text */
export function longer(extract: string, bytes: number): string {
  const line = 'x'.repeat(1000);
  const lines = Array.from({ length: Math.ceil(bytes / line.length) }, () => line);
  return extract.trimEnd().replace(/\}$/, `,"Nobody":${JSON.stringify(lines)}}`);
}
