/** Small right configurations that show what the shipped one has no use for. */

const mapping = `name: Mapping
source: { inputs: x.json, school: { id: school } }
database: sqlite:x.db
rules: { files: [students.yaml, class-students.yaml] }
records:
  students:
    one: student
    from: { section: people, where: { role: student } }
    id: id
    keep:
      surname: last
      email: { from: { lookup: emails, match: { owner: id }, where: { kind: Home }, lowest: rank, value: address } }
      born: { from: born, type: date, format: DD/MM/YYYY }
      town: { from: { list: addresses, value: town, where: { until: null } } }
    read:
      leaving: { from: leavingDate, type: date, onBad: out }
      admissionNo: admissionNo
  teachers:
    one: teacher
    from: { section: people, where: { role: [teacher, tutor] } }
    id: { from: href, text: { part: "/" } }
    keep: { surname: last, phone: { from: [mobile, phone], text: [{ replace: { " ": "" } }, { take: 11 }] } }
  classes:
    one: class
    from:
      - sets
      - { section: groups, where: { kind: Tutor }, optional: true, keep: { description: title } }
    id: { key: [course.code, number] }
    keep: { description: name, type: { value: class } }
links:
  classStudents:
    one: classStudent
    from: enrolments
    period: { from: starts, until: { from: ends, format: DD/MM/YYYY } }
    joins:
      class: { to: classes, from: { key: [class.code, class.number] } }
      student: { to: students, from: admissionNo, by: admissionNo }
    keep: { role: role }
  classTeachers:
    one: classTeacher
    from: { section: "sets[].staff" }
    joins:
      class: { to: classes, from: { key: [^.course.code, ^.number] } }
      teacher: { to: teachers, from: person.href, text: { part: "/" } }
`;

const trust = `name: A trust
source: { schools: { section: orgs, where: { type: school }, id: code, name: title, extractedAt: made } }
database: sqlite:x.db
rules: none
records:
  students: { one: student, from: pupils, id: id, school: { list: places, value: org }, keep: { surname: last } }
  classes: { one: class, from: sets, id: id, school: org }
  terms: { one: term, from: terms, id: id }
links:
  classStudents: { one: classStudent, from: members, joins: { class: { to: classes, from: set }, student: { to: students, from: pupil } } }
`;

export const filesOf: Readonly<Record<'mapping' | 'trust', Readonly<Record<string, string>>>> = {
  mapping: {
    'pipeline.yaml': mapping,
    'rules/students.yaml': `- name: not-left
  because: The student has left
  conditions:
    any:
      - { fact: leaving, operator: equal, value: null }
      - { fact: leaving, operator: after, value: { fact: today } }
  event: { type: require }
`,
    'rules/class-students.yaml': `- name: enrolled-now
  because: The enrolment has ended, or has not begun
  conditions: { all: [{ fact: period, operator: equal, value: now }] }
  event: { type: require }
`,
  },
  trust: { 'pipeline.yaml': trust },
};

/** Files of schools beside the shipped rules. */
export const schoolFiles: Readonly<Record<string, string>> = {
  'rules/schools/1.yaml': `# What differs for one school.
options: { parentalResponsibilityOnly: true, titles: { add: [Sgt Major] } }
disable: [contact-title]
add:
  classes:
    - name: no-clubs
      because: Clubs are not wanted on parents' evenings
      until: 2027-07-31
      conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }
      event: { type: exclude }
replace:
  groups:
    - name: group-type
      because: Only year groups are wanted
      conditions: { all: [{ fact: type, operator: equal, value: Year group }] }
      event: { type: require }
guard:
  removals: [{ share: 60 %, from: 2098-09-01, until: 2098-09-30 }]
  hold: removals
  letGo: [contactLinks, classStudents]
pause: { from: 2098-08-20, until: 2098-09-06 }
`,
  'rules/schools/2.yaml': `extends: ../shared/off.yaml
add:
  teachers:
    - name: titled-again
      because: Title is blank
      conditions: { all: [{ condition: titled }, { fact: email, operator: notEqual, value: null }] }
      event: { type: require }
`,
  'rules/shared/off.yaml': 'disable: [contact-title]\n',
  'rules/conditions.yaml': `titled:
  all: [{ fact: title, operator: notEqual, value: null }]
`,
};
