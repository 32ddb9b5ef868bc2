/** The smallest school that loads. */
export function smallExtract(id: string, extractedAt = '2026-11-20T02:00:00Z', surname = 'Okoro'): string {
  return JSON.stringify({
    ...{ SchoolID: id, SchoolName: `School ${id}`, ExtractedAt: extractedAt },
    Students: [{ StudentID: 1, KnownName: 'Sam', Surname: surname, CurrentYearGroup: 'Year 4', CurrentClass: '4B' }],
    Contacts: [],
    ContactLinks: [],
    Staff: [{ StaffID: 2, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' }],
    Classes: [{ ClassID: 3, ClassCode: '4B', Type: 'Registration', StaffID1: 2, StudentIDs: [1] }],
    Groups: [],
  });
}
