import { leaf, rule, swap, written, type Mistake } from './mistake.js';

/** Mistakes in rules and their conditions, by kind. */
export const mistakesOfRules: Readonly<Record<string, readonly Mistake[]>> = {
  'a key in the wrong map': [
    swap('type beside keep', 'pipeline.yaml', '    headings: heading\n', '    headings: heading\n    ▶type: date\n'),
    rule(
      'fix under event',
      'students',
      'because: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude, ▶fix: Correct it }',
    ),
    rule(
      'until under conditions',
      'students',
      'because: x\nconditions: { ▶until: 2098-01-01, all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'params beside event',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n▶params: { className: 4B }\n▶event: { type: set }',
    ),
    rule(
      'because in a condition',
      'students',
      'conditions:\n  all:\n    - { fact: surname, operator: equal, value: X, ▶because: x }\n▶event: { type: exclude }',
    ),
    rule(
      'ignoreCase beside conditions',
      'students',
      'because: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\n▶ignoreCase: true\nevent: { type: exclude }',
    ),
    written('titles outside options', '▶titles: { add: [Squire] }\ndisable: [contact-title]\n'),
    written('removals outside guard', '▶removals: 20 %\ndisable: [contact-title]\n'),
    written(
      'a rule without add',
      '▶students:\n  - { name: a, because: x, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: exclude } }\n',
    ),
    swap(
      'keep at the kind of a link under joins',
      'pipeline.yaml',
      'beside: { label: Students, show: count } }\n  classTeachers',
      'beside: { label: Students, show: count }, ▶keep: { x: X } }\n  classTeachers',
    ),
  ],
  'a name of what is elsewhere': [
    leaf('a field of contacts on students', 'students', '{ fact: forename, operator: equal, value: X }'),
    leaf('a field of classTeachers on contactLinks', 'contactLinks', '{ fact: role, operator: equal, value: main }'),
    leaf('an end of another link', 'contactLinks', '{ fact: class.code, operator: equal, value: X }'),
    leaf('a count of another kind', 'students', '{ fact: teacherCount, operator: lessThan, value: 1 }'),
    leaf('a declared fact in a rule that decides', 'contacts', '{ fact: sameEmail, operator: greaterThan, value: 1 }'),
    leaf('an option without its prefix', 'students', '{ fact: singleSignOn, operator: equal, value: true }'),
    leaf('a key of the extract', 'students', '{ fact: CurrentYearGroup, operator: equal, value: Year 6 }'),
    leaf('a column of the table', 'students', '{ fact: year_group, operator: equal, value: Year 6 }'),
    leaf('fields on a record', 'students', '{ fact: fields, operator: contains, value: StaffID1 }'),
    leaf('a period of links that have none', 'classStudents', '{ fact: period, operator: equal, value: now }'),
    leaf('today as a fact', 'students', '{ fact: today, operator: after, value: 2027-09-01 }', {
      missed: 'it can be read: it says when the rule applies',
    }),
    rule(
      'set of a field of another kind',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { ▶email: x@example.org } }',
    ),
    leaf('a field that people type', 'teachers', '{ fact: room, operator: equal, value: B12 }'),
  ],
  'an operator that does not fit the type': [
    leaf('startsWith on a number', 'contactLinks', '{ fact: priority, operator: startsWith, value: "1" }'),
    leaf('before on a text', 'students', '{ fact: surname, operator: before, value: 2020-01-01 }'),
    leaf('in with one text', 'students', '{ fact: yearGroup, operator: in, value: Year 6 }'),
    leaf('equal with a list', 'students', '{ fact: yearGroup, operator: equal, value: [Year 5, Year 6] }'),
    leaf('notEqual with a list', 'students', '{ fact: yearGroup, operator: notEqual, value: [Year 5, Year 6] }'),
    leaf('contains on a text', 'students', '{ fact: surname, operator: contains, value: X }'),
    leaf(
      'greaterThan on yes or no',
      'contactLinks',
      '{ fact: parentalResponsibility, operator: greaterThan, value: 1 }',
    ),
    leaf('before a number', 'students', '{ fact: dateOfBirth, operator: before, value: 2020 }'),
    leaf('hasText on yes or no', 'contactLinks', '{ fact: parentalResponsibility, operator: hasText, value: "yes" }'),
    leaf('isEmail with a domain', 'contacts', '{ fact: email, operator: isEmail, value: example.org }'),
    leaf('hasText with a list', 'contacts', '{ fact: relationship, operator: hasText, value: [mum, dad] }'),
    leaf('isTwoOf with a number', 'contacts', '{ fact: title, operator: isTwoOf, value: 2 }'),
    leaf('lessThan on a text', 'students', '{ fact: yearGroup, operator: lessThan, value: 6 }'),
    leaf('a sign for an operator', 'students', '{ fact: yearGroup, operator: "=", value: Year 6 }'),
  ],
  'a value that cannot occur': [
    leaf('a blank', 'students', '{ fact: surname, operator: equal, value: "" }'),
    leaf('a word that store makes', 'classes', '{ fact: type, operator: equal, value: custom group }'),
    leaf('a text for yes or no', 'contactLinks', '{ fact: parentalResponsibility, operator: equal, value: "Yes" }'),
    leaf('half a student', 'classes', '{ fact: studentCount.read, operator: equal, value: 1.5 }'),
    leaf('fewer than none', 'classes', '{ fact: studentCount.read, operator: lessThan, value: 0 }'),
    leaf(
      'a key of the extract that names no teacher',
      'classTeachers',
      '{ fact: fields, operator: contains, value: StaffID3 }',
    ),
    leaf('a domain with a space', 'teachers', '{ fact: email, operator: domainIs, value: "example org" }'),
    leaf('a year for a day', 'students', '{ fact: dateOfBirth, operator: equal, value: 2015 }'),
    leaf('one word of a list blank', 'students', '{ fact: yearGroup, operator: in, value: [Year 1, ""] }'),
    leaf('a list of nothing', 'students', '{ fact: yearGroup, operator: in, value: [] }'),
    leaf('the same word twice', 'students', '{ fact: yearGroup, operator: in, value: [Year 1, Year 2, Year 1] }'),
    leaf('null in quotation marks', 'students', '{ fact: surname, operator: equal, value: "null" }'),
  ],
  'a condition that always or never holds': [
    rule(
      'a test and its opposite, any',
      'students',
      'conditions:\n  ▶any:\n    - { fact: surname, operator: equal, value: X }\n    - { fact: surname, operator: notEqual, value: X }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'two equals, all',
      'students',
      'conditions:\n  ▶all:\n    - { fact: surname, operator: equal, value: X }\n    - { fact: surname, operator: equal, value: Y }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'not twice',
      'students',
      'conditions:\n  all:\n    - ▶not: { not: { all: [{ fact: surname, operator: equal, value: X }] } }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'two notEquals, any',
      'students',
      'conditions:\n  ▶any:\n    - { fact: yearGroup, operator: notEqual, value: Year 5 }\n    - { fact: yearGroup, operator: notEqual, value: Year 6 }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'before one and after a later day',
      'students',
      'conditions:\n  ▶all:\n    - { fact: dateOfBirth, operator: before, value: 2015-09-01 }\n    - { fact: dateOfBirth, operator: after, value: 2016-08-31 }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'in and notIn of one list',
      'students',
      'conditions:\n  ▶all:\n    - { fact: yearGroup, operator: in, value: [Year 5] }\n    - { fact: yearGroup, operator: notIn, value: [Year 5, Year 6] }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'blank and with a text',
      'students',
      'conditions:\n  ▶all:\n    - { fact: surname, operator: equal, value: null }\n    - { fact: surname, operator: startsWith, value: X }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'two beginnings that exclude each other',
      'classes',
      'conditions:\n  ▶all:\n    - { fact: code, operator: startsWith, value: CLUB }\n    - { fact: code, operator: startsWith, value: SET }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'an option that is both',
      'students',
      'conditions:\n  ▶all:\n    - { fact: option.singleSignOn, operator: equal, value: true }\n    - { fact: option.singleSignOn, operator: equal, value: false }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'one condition inside a shared one and its opposite',
      'contacts',
      'conditions:\n  ▶all:\n    - { condition: titled }\n    - { fact: title, operator: equal, value: null }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'the same test twice',
      'students',
      'conditions:\n  ▶all:\n    - { fact: surname, operator: equal, value: X }\n    - ▶{ fact: surname, operator: equal, value: X }\nbecause: x\nevent: { type: exclude }',
    ),
    rule(
      'the same in other letters',
      'students',
      'conditions:\n  ▶all:\n    - { fact: surname, operator: equal, value: x, ignoreCase: true }\n    - { fact: surname, operator: notEqual, value: X, ignoreCase: true }\nbecause: x\nevent: { type: exclude }',
    ),
  ],
  'a rule that does nothing': [
    rule(
      'what the base requires already',
      'contacts',
      '▶conditions: { all: [{ fact: title, operator: equal, value: null }] }\nbecause: x\nevent: { type: exclude }',
      { atName: true },
    ),
    written(
      'over',
      'add:\n  students:\n    - ▶name: a\n      because: x\n      ▶until: 2020-01-01\n      conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n      event: { type: exclude }\n',
    ),
    written(
      'the second of two that say the same',
      'add:\n  students:\n    - { name: a, because: x, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: exclude } }\n    - ▶{ name: b, because: x, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: exclude } }\n',
    ),
    written(
      'a narrower one beside a wider',
      'add:\n  classes:\n    - ▶{ name: a, because: x, conditions: { all: [{ fact: code, operator: startsWith, value: CLUBS }] }, event: { type: exclude } }\n    - { name: b, because: x, conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }, event: { type: exclude } }\n',
    ),
    written(
      'a set that an earlier one always does first',
      'add:\n  students:\n    - { name: a, conditions: { all: [{ fact: surname, operator: notEqual, value: null }] }, event: { type: set, params: { className: A } } }\n    - ▶{ name: b, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: set, params: { className: B } } }\n',
    ),
    rule(
      'sets a field to what it is',
      'students',
      '▶conditions: { all: [{ fact: className, operator: equal, value: 4B }] }\n▶event: { type: set, params: { className: 4B } }',
      { atName: true },
    ),
    rule(
      'sets a field to itself',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n▶event: { type: set, params: { className: { field: className } } }',
      { atName: true },
    ),
    written(
      'a replaced rule that is as it was',
      '▶replace:\n  ▶groups:\n    - ▶name: group-type\n      because: It is not a student group, a house group or a year group\n      conditions: { all: [{ fact: type, operator: in, value: { fact: option.groupTypes } }] }\n      event: { type: require }\n',
    ),
    written(
      'a rule turned off that an extended file turns off already',
      'extends: ../shared/off.yaml\n▶disable: [contact-title]\n',
    ),
    rule(
      'the opposite of what the base requires',
      'classes',
      '▶conditions: { all: [{ fact: type, operator: notIn, value: { fact: option.classTypes } }] }\nbecause: x\nevent: { type: exclude }',
      { atName: true },
    ),
  ],
  'two that contradict': [
    written(
      'require and exclude of one condition',
      'add:\n  students:\n    - ▶{ name: a, because: x, conditions: { all: [{ fact: yearGroup, operator: equal, value: Year 6 }] }, event: { type: require } }\n    - ▶{ name: b, because: x, conditions: { all: [{ fact: yearGroup, operator: equal, value: Year 6 }] }, event: { type: exclude } }\n',
    ),
    written(
      'two requires that exclude each other',
      'add:\n  students:\n    - ▶{ name: a, because: x, conditions: { all: [{ fact: yearGroup, operator: equal, value: Year 5 }] }, event: { type: require } }\n    - ▶{ name: b, because: x, conditions: { all: [{ fact: yearGroup, operator: equal, value: Year 6 }] }, event: { type: require } }\n',
    ),
    rule(
      'what the base requires is kept out',
      'contacts',
      '▶conditions: { all: [{ fact: title, operator: notEqual, value: null }] }\n▶because: x\nevent: { type: exclude }',
      { atName: true },
    ),
    written(
      'disabled and replaced',
      '▶disable: [contact-title]\nreplace:\n  contacts:\n    - ▶{ name: contact-title, because: x, conditions: { all: [{ fact: email, operator: notEqual, value: null }] }, event: { type: require } }\n',
    ),
    written('disabled and enabled', 'disable:\n  - ▶contact-title\nenable:\n  - ▶contact-title\n'),
    written(
      'added and disabled',
      'add:\n  students:\n    - ▶{ name: a, because: x, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: exclude } }\ndisable:\n  - ▶a\n',
    ),
    written(
      'an entry added to and removed from a list',
      'options:\n  ▶titles: { ▶add: [Squire], ▶remove: [Squire] }\n',
    ),
    written(
      'one field set twice on one condition',
      'add:\n  students:\n    - ▶{ name: a, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: set, params: { className: A } } }\n    - ▶{ name: b, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: set, params: { className: B } } }\n',
    ),
    rule(
      'two fields in one map',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { className: A, ▶className: B } }',
    ),
  ],
  layers: [
    written('disable of nothing', 'disable: [▶contact-titles]\n'),
    written('enable of nothing', 'enable: [▶contact-titles]\n'),
    written('a loop of two', '▶extends: ../schools/2.yaml\n', { file: 'rules/shared/off.yaml' }),
    written('extends itself', '▶extends: 3.yaml\n'),
    written('extends a file that is not there', '▶extends: ../shared/trsut.yaml\n'),
    written('extends the same twice', 'extends:\n  - ▶../shared/off.yaml\n  - ▶../shared/off.yaml\n'),
    written(
      'a rule of the base added again',
      'add:\n  contacts:\n    - ▶{ name: contact-title, because: x, conditions: { all: [{ fact: email, operator: notEqual, value: null }] }, event: { type: require } }\n',
    ),
    written(
      'replace under another kind',
      'replace:\n  teachers:\n    - ▶{ name: contact-title, because: x, conditions: { all: [{ fact: email, operator: notEqual, value: null }] }, event: { type: require } }\n',
    ),
    written(
      'a misspelt fact in what replaces',
      'replace:\n  contacts:\n    - name: contact-title\n      because: x\n      conditions: { all: [{ ▶fact: titel, operator: notEqual, value: null }] }\n      event: { type: warn }\n',
    ),
    written('records in a school file', '▶records: { students: { keep: { x: X } } }\ndisable: [contact-title]\n'),
    written('a rule name as a map', 'disable:\n  ▶contact-title: true\n'),
    written('a shared file as a school one', 'extends: ▶shared/off.yaml\n'),
  ],
  days: [
    rule(
      'a day that is not',
      'students',
      '▶until: 2026-02-30\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'until before from',
      'students',
      '▶from: 2098-09-01\n▶until: 2098-07-31\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'the other way round',
      'students',
      '▶until: 31-07-2098\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a time',
      'students',
      '▶until: 2098-07-31T12:00\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'one figure short',
      'students',
      '▶from: 2098-7-31\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a month',
      'students',
      '▶from: 2098-07\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    leaf('a day with slashes', 'students', '{ fact: dateOfBirth, operator: before, value: 01/09/2015 }'),
    leaf('no leap year', 'students', '{ fact: dateOfBirth, operator: before, value: 2015-02-29 }'),
    written(
      'two days of a rule that overlap',
      'replace:\n  groups:\n    - { name: group-type, because: x, until: 2098-09-30, conditions: { all: [{ fact: type, operator: equal, value: House group }] }, event: { type: require } }\n    - ▶{ name: group-type, because: x, from: 2098-09-30, conditions: { all: [{ fact: type, operator: equal, value: Year group }] }, event: { type: require } }\n',
    ),
    written('a pause that ends before it begins', 'pause: { from: 2098-09-06, ▶until: 2098-08-20 }\n'),
    written('a pause without an end', '▶pause: { from: 2098-09-06 }\n'),
    written(
      'a limit that is over',
      'guard:\n  removals:\n    - { share: 20 % }\n    - ▶{ share: 60 %, until: 2020-09-30 }\n',
    ),
  ],
  'days that come back': [
    rule(
      'a day that no year has',
      'students',
      '▶from: 02-30\nuntil: 07-31\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'only the first day',
      'students',
      '▶from: 09-01\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a day of each year and one of one',
      'students',
      '▶from: 09-01\n▶until: 2098-07-31\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'one figure',
      'students',
      '▶from: 9-1\nuntil: 07-31\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a month by its name',
      'students',
      '▶from: 1 September\nuntil: 07-31\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'the day before the month',
      'students',
      '▶from: 31-08\nuntil: 09-30\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'all of the year',
      'students',
      '▶from: 01-01\n▶until: 12-31\nbecause: x\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    written(
      'a term that is not there',
      'terms: { autumn: [{ from: 2097-09-01, until: 2097-12-18 }], spring: [{ from: 2098-01-04, until: 2098-03-25 }] }\nadd:\n  students:\n    - name: another\n      ▶during: autum\n      because: x\n      conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n      event: { type: exclude }\n',
    ),
    written(
      'a term and days',
      'terms: { autumn: [{ from: 2097-09-01, until: 2097-12-18 }], spring: [{ from: 2098-01-04, until: 2098-03-25 }] }\nadd:\n  students:\n    - name: another\n      ▶during: autumn\n      ▶from: 09-01\n      ▶until: 12-31\n      because: x\n      conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n      event: { type: exclude }\n',
    ),
    written(
      'in a term and outside of one',
      'terms: { autumn: [{ from: 2097-09-01, until: 2097-12-18 }], spring: [{ from: 2098-01-04, until: 2098-03-25 }] }\nadd:\n  students:\n    - name: another\n      ▶during: autumn\n      ▶notDuring: spring\n      because: x\n      conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n      event: { type: exclude }\n',
    ),
    written('a term without days', 'terms: { ▶autumn: [] }\ndisable: [contact-title]\n'),
    written(
      'a term whose days are those of each year',
      'terms:\n  autumn:\n    - { ▶from: 09-01, until: 12-18 }\ndisable: [contact-title]\n',
    ),
    written(
      'a term that ends before it begins',
      'terms:\n  autumn:\n    - { ▶from: 2097-12-18, ▶until: 2097-09-01 }\ndisable: [contact-title]\n',
    ),
    written(
      'a term of one day, no list',
      'terms:\n  ▶autumn: { from: 2097-09-01, until: 2097-12-18 }\ndisable: [contact-title]\n',
    ),
    written(
      'a term that is over',
      'terms:\n  ▶autumn: [▶{ from: 2020-09-01, until: 2020-12-18 }]\nadd:\n  students:\n    - name: a\n      because: x\n      ▶during: autumn\n      conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n      event: { type: exclude }\n',
    ),
    written(
      'a day of the guard that no year has',
      'guard:\n  removals: [{ share: 60 %, ▶from: 09-31, until: 10-31 }]\n',
    ),
  ],
  messages: [
    rule(
      'no because',
      'students',
      '▶conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n▶event: { type: exclude }',
      { atName: true },
    ),
    rule(
      'a blank because',
      'students',
      '▶because: " "\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'because with nothing behind it',
      'students',
      '▶because:\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a placeholder',
      'students',
      '▶because: "{surname} is not wanted"\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a placeholder of another kind',
      'students',
      'because: x\n▶fix: "Correct ${surname} in the MIS"\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'fix repeats because',
      'students',
      'because: The surname is X\n▶fix: The surname is X\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a list for a sentence',
      'students',
      '▶because: [Not wanted, really]\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'fix of a rule that says nothing',
      'students',
      '▶fix: Correct it\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { className: A } }',
    ),
    rule(
      'a hash that begins a comment',
      'students',
      '▶because: #1 of the list is not wanted\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
    rule(
      'a colon in the sentence',
      'students',
      '▶because: Not wanted: it is a club\nconditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: exclude }',
    ),
  ],
  'patterns, case and domains': [
    leaf('a bracket that nothing closes', 'classes', "{ fact: code, operator: matches, value: '7/[A-Z' }"),
    leaf('a back-reference', 'classes', "{ fact: code, operator: matches, value: '(.)\\1' }"),
    leaf('a look-ahead', 'classes', "{ fact: code, operator: matches, value: '(?=7).*' }"),
    leaf('slashes around it', 'classes', "{ fact: code, operator: matches, value: '/^7.*$/i' }"),
    leaf('a wildcard for a pattern', 'classes', "{ fact: code, operator: matches, value: '*CLUB*' }"),
    leaf('double quotes and a backslash', 'classes', '{ fact: code, operator: matches, value: "\\d+/.*" }'),
    leaf('a pattern of a number', 'contactLinks', "{ fact: priority, operator: matches, value: '1|2' }"),
    leaf(
      'ignoreCase on a comparison of numbers',
      'contactLinks',
      '{ fact: priority, operator: greaterThan, value: 1, ignoreCase: true }',
    ),
    leaf(
      'ignoreCase where it changes nothing',
      'contacts',
      '{ fact: relationship, operator: hasText, value: mum, ignoreCase: true }',
    ),
    leaf('ignoreCase: yes', 'contacts', '{ fact: relationship, operator: equal, value: mum, ignoreCase: yes }'),
    leaf('ignorecase', 'contacts', '{ fact: relationship, operator: equal, value: mum, ignorecase: true }'),
    leaf(
      'a whole address for a domain',
      'contacts',
      '{ fact: email, operator: domainIs, value: office@oakfield.example.org }',
    ),
    leaf(
      'a URL for a domain',
      'contacts',
      '{ fact: email, operator: domainIs, value: "https://oakfield.example.org" }',
    ),
    leaf('a wildcard for sub-domains', 'contacts', '{ fact: email, operator: domainIs, value: "*.example.org" }'),
    leaf('a domain without a dot', 'contacts', '{ fact: email, operator: domainIs, value: oakfield }'),
    leaf('domainIs of a day', 'students', '{ fact: dateOfBirth, operator: domainIs, value: example.org }'),
    leaf(
      'an option that is no list',
      'contacts',
      '{ fact: email, operator: domainIs, value: { fact: option.singleSignOn } }',
    ),
    leaf('a pattern that only the beginning fits', 'classes', "{ fact: code, operator: matches, value: '^CLUB' }", {
      missed: 'a class may be called CLUB and nothing else',
    }),
  ],
  'counts and ranks': [
    leaf('a count that could bring back', 'classes', '{ fact: studentCount, operator: greaterThan, value: 30 }'),
    leaf(
      'count of a singular that is not there',
      'classes',
      '{ fact: pupilCount.read, operator: greaterThan, value: 2 }',
    ),
    leaf('.reads', 'classes', '{ fact: teacherCount.reads, operator: greaterThan, value: 2 }'),
    leaf('a plural', 'classes', '{ fact: teachersCount.read, operator: greaterThan, value: 2 }'),
    leaf('a count as a text', 'classes', '{ fact: teacherCount.read, operator: greaterThan, value: "two" }'),
    leaf('a count that is blank', 'classes', '{ fact: teacherCount.read, operator: equal, value: null }'),
    leaf('a list for a count', 'classes', '{ fact: teacherCount.read, operator: in, value: 2 }'),
    leaf('rank on records', 'students', '{ rank: { of: contact, by: [surname] }, operator: equal, value: 1 }'),
    leaf('rank from 0', 'contactLinks', '{ rank: { of: contact, by: [priority] }, operator: equal, value: 0 }'),
    leaf(
      'rank of a kind, not an end',
      'contactLinks',
      '{ rank: { of: contacts, by: [priority] }, operator: equal, value: 1 }',
    ),
    leaf(
      'rank by a field of the wrong end',
      'contactLinks',
      '{ rank: { of: contact, by: [student.surname] }, operator: equal, value: 1 }',
    ),
    leaf(
      'rank by a field of the end without its name',
      'contactLinks',
      '{ rank: { of: contact, by: [surname] }, operator: equal, value: 1 }',
    ),
    leaf('rank without an order', 'contactLinks', '{ rank: { of: contact }, operator: equal, value: 1 }'),
    leaf(
      'rank and fact',
      'contactLinks',
      '{ fact: priority, rank: { of: contact, by: [priority] }, operator: equal, value: 1 }',
    ),
    leaf('rank by nothing', 'contactLinks', '{ rank: { of: contact, by: [] }, operator: lessThan, value: 3 }'),
    leaf(
      'any rank',
      'contactLinks',
      '{ rank: { of: contact, by: [priority] }, operator: greaterThanInclusive, value: 1 }',
    ),
  ],
  'values that rules set': [
    rule(
      'a day that is none',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { ▶dateOfBirth: soon } }',
    ),
    rule(
      'a field of another type',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { ▶dateOfBirth: { field: surname } } }',
    ),
    rule(
      'a field that is not there',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { className: { ▶field: nickname } } }',
    ),
    rule(
      'a function that is not there',
      'contacts',
      'conditions: { all: [{ fact: email, operator: notEqual, value: null }] }\nevent: { type: set, params: { email: { field: email, ▶text: lowercase } } }',
    ),
    rule(
      'a function of a day',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { dateOfBirth: { field: dateOfBirth, ▶text: lower } } }',
    ),
    rule(
      'text without a field',
      'contacts',
      'conditions: { all: [{ fact: email, operator: notEqual, value: null }] }\nevent: { type: set, params: { email: { ▶text: lower } } }',
    ),
    rule(
      'set of nothing',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n▶event: { type: set, params: {} }',
      { atName: true },
    ),
    rule(
      'set without params',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\n▶event: { type: set }',
    ),
    rule(
      'set of the id',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { ▶id: 7 } }',
    ),
    rule(
      'set of a heading that store makes blank',
      'groups',
      '▶conditions: { all: [{ fact: description, operator: equal, value: X }] }\nevent: { type: set, params: { ▶heading: Clubs } }',
      { atName: true },
    ),
    rule(
      'set of a typed field',
      'teachers',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { ▶room: B12 } }',
    ),
    rule(
      'fact for field',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { className: { ▶fact: surname } } }',
    ),
    rule(
      'set that reads a count',
      'students',
      'conditions: { all: [{ ▶fact: classCount, operator: equal, value: 0 }] }\nevent: { type: set, params: { className: none } }',
    ),
    rule(
      'a list for a value',
      'students',
      'conditions: { all: [{ fact: surname, operator: equal, value: X }] }\nevent: { type: set, params: { ▶className: [A, B] } }',
    ),
  ],
};
