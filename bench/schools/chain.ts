/** With these rules a chain falls link by link: a record that has only one of the other kind goes. */
export const chainRules = `replace:
  classes:
    - name: class-has-a-student
      because: Fewer than two of its students come through
      conditions: { all: [{ fact: studentCount, operator: greaterThanInclusive, value: 2 }] }
      event: { type: require }
  students:
    - name: student-in-a-class
      because: Fewer than two of the classes come through
      conditions: { all: [{ fact: classCount, operator: greaterThanInclusive, value: 2 }] }
      event: { type: require }
`;

/**
 * A school that takes a given number of rounds to solve, always of the same size. Its classes have two students each,
 * and its students two classes. Most are in a ring, which holds; the rest are in a chain with one end loose and the
 * other tied to the ring.
 * @param rounds 1, or an even number up to the number of students
 */
export function chainSchool(id: string, students: number, rounds: number): string {
  const chained = Math.floor(rounds / 2);
  const ring = students - chained;
  const studentIds = (at: number): number[] =>
    at < chained ? [at, at + 1] : [at, chained + ((at - chained + 1) % ring)];
  // With a single round, one more student who has no class at all.
  const all = rounds === 1 ? students + 1 : students;
  return JSON.stringify({
    SchoolID: id,
    SchoolName: `School ${id}`,
    ExtractedAt: '2026-11-20T02:00:00Z',
    Students: Array.from({ length: all }, (_, at) => ({ StudentID: at, KnownName: 'Sam', Surname: 'Okoro' })),
    Contacts: [],
    ContactLinks: [],
    Staff: [{ StaffID: 1, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' }],
    Classes: Array.from({ length: students }, (_, at) => ({
      ClassID: at,
      ClassCode: `C${at}`,
      Type: 'Teaching set',
      StaffIDs: [1],
      StudentIDs: studentIds(at),
    })),
    Groups: [],
  });
}
