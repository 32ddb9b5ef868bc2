const because = 'because: It is not wanted';
const exclude = 'event: { type: exclude }';
const condition = 'conditions: { all: [{ fact: surname, operator: equal, value: X }] }';

/** A rule that keeps out what one condition holds for. */
const where = (kind: string, leaf: string) =>
  `add:\n  ${kind}:\n    - name: another\n      ${because}\n      conditions: { all: [${leaf}] }\n      ${exclude}\n`;
const students = (body: string) =>
  `add:\n  students:\n    - name: another\n      ${body.replaceAll('\n', '\n      ')}\n`;
/** Two rules for one kind. */
const two = (kind: string, one: string, other: string) =>
  `add:\n  ${kind}:\n    - { name: one, because: x, ${one} }\n    - { name: other, because: x, ${other} }\n`;

// Of days that are decades off nobody knows whether today is one of the term.
const thisYear = new Date().getFullYear();
const autumnOf = (year: number): string => `{ from: ${String(year)}-09-02, until: ${String(year)}-12-18 }`;

/** Right files of schools that are near to mistakes, by what they are. Not even a warning is right for them. */
export const rightSchools: Readonly<Record<string, string>> = {
  'a class code with a nought in front': where('classes', '{ fact: code, operator: equal, value: "07" }'),
  'a class code that YAML takes for a number': where('classes', '{ fact: code, operator: equal, value: 1E2 }'),
  'a code that looks like a time': where('classes', '{ fact: code, operator: startsWith, value: "12:30" }'),
  'the word no in quotation marks': where('contacts', '{ fact: relationship, operator: equal, value: "no" }'),
  'a list of one': where('students', '{ fact: yearGroup, operator: in, value: [Year 6] }'),
  'words that differ in case': where('contacts', '{ fact: relationship, operator: in, value: [Mum, MUM, mum] }'),
  'white space that counts': where('students', '{ fact: yearGroup, operator: startsWith, value: "Year 1 " }'),
  'a blank among words': where('students', '{ fact: yearGroup, operator: in, value: [Year 6, null] }'),
  'an address in quotation marks': where('contacts', '{ fact: email, operator: endsWith, value: "@example.org" }'),
  'a domain with its @': where('contacts', '{ fact: email, operator: domainIs, value: "@oakfield.example.org" }'),
  'two domains, one below the other': where(
    'contacts',
    '{ fact: email, operator: domainIs, value: [a.example.org, example.org] }',
  ),
  'a pattern with a slash': where('classes', "{ fact: code, operator: matches, value: '7/[A-Z][a-z]\\d' }"),
  'a pattern for slashes': where('classes', "{ fact: code, operator: matches, value: '/.*' }"),
  'a pattern of words': where('classes', "{ fact: code, operator: matches, value: '(?:CLUB|CLUBS).*' }"),
  'a text without its case': where('contacts', '{ fact: relationship, operator: equal, value: mum, ignoreCase: true }'),
  'more teachers than two, as read': where('classes', '{ fact: teacherCount.read, operator: greaterThan, value: 2 }'),
  'no teacher, as read': where('classes', '{ fact: teacherCount.read, operator: equal, value: 0 }'),
  'half more than two': where('classes', '{ fact: teacherCount.read, operator: greaterThan, value: 2.5 }'),
  'few students': where('classes', '{ fact: studentCount, operator: lessThanInclusive, value: 3 }'),
  'the third contact': where(
    'contactLinks',
    '{ rank: { of: contact, by: [contact.surname, contact.forename] }, operator: greaterThan, value: 2 }',
  ),
  'the first contact with a blank': where(
    'contactLinks',
    '{ rank: { of: contact, by: [relationship] }, operator: equal, value: 1 }',
  ),
  'a day with a leap year': where('students', '{ fact: dateOfBirth, operator: before, value: 2016-02-29 }'),
  'yes or no': where('contactLinks', '{ fact: parentalResponsibility, operator: equal, value: null }'),
  'a list of an option': where('classes', '{ fact: code, operator: in, value: { fact: option.classTypes } }'),
  'not in any': students(
    `${because}\nconditions:\n  not:\n    any:\n      - { fact: yearGroup, operator: equal, value: Year 5 }\n      - { fact: yearGroup, operator: equal, value: Year 6 }\n${exclude}`,
  ),
  'before one day or after another': students(
    `${because}\nconditions:\n  any:\n    - { fact: dateOfBirth, operator: before, value: 2010-09-01 }\n    - { fact: dateOfBirth, operator: after, value: 2020-08-31 }\n${exclude}`,
  ),
  'two beginnings, of which one is the other': students(
    `${because}\nconditions:\n  all:\n    - { fact: surname, operator: startsWith, value: Mac }\n    - { fact: surname, operator: notEqual, value: Mac }\n${exclude}`,
  ),
  'one condition in two places': students(
    `${because}\nconditions:\n  any:\n    - all: [{ fact: yearGroup, operator: equal, value: Year 6 }, { fact: surname, operator: equal, value: A }]\n    - all: [{ fact: yearGroup, operator: equal, value: Year 6 }, { fact: knownName, operator: equal, value: B }]\n${exclude}`,
  ),
  'days that meet': `replace:\n  groups:\n    - { name: group-type, because: x, until: 2098-08-31, conditions: { all: [{ fact: type, operator: equal, value: House group }] }, event: { type: require } }\n    - { name: group-type, because: x, from: 2098-09-01, conditions: { all: [{ fact: type, operator: equal, value: Year group }] }, event: { type: require } }\n`,
  'a rule replaced on some days': `replace:\n  groups:\n    - { name: group-type, because: x, from: 2098-07-01, until: 2098-08-31, conditions: { all: [{ fact: type, operator: equal, value: House group }] }, event: { type: require } }\n`,
  'one day': students(`from: 2098-07-01\nuntil: 2098-07-01\n${because}\n${condition}\n${exclude}`),
  'days over New Year': students(`from: 11-01\nuntil: 02-15\n${because}\n${condition}\n${exclude}`),
  'the last of February': students(`from: 02-01\nuntil: 02-29\n${because}\n${condition}\n${exclude}`),
  'a term of two years': `terms:\n  autumn: [${autumnOf(thisYear)}, ${autumnOf(thisYear + 1)}]\n${students(`during: autumn\n${because}\n${condition}\n${exclude}`)}`,
  'one condition in two rules on other days': two(
    'students',
    `from: 2097-01-01, until: 2097-12-31, ${condition}, ${exclude}`,
    `from: 2098-01-01, until: 2098-12-31, ${condition}, ${exclude}`,
  ),
  'opposites on other days': two(
    'students',
    `until: 2097-12-31, ${condition}, event: { type: require }`,
    `from: 2098-01-01, ${condition}, ${exclude}`,
  ),
  'require and exclude that leave some': two(
    'students',
    'conditions: { all: [{ fact: yearGroup, operator: in, value: [Year 5, Year 6] }] }, event: { type: require }',
    'conditions: { all: [{ fact: yearGroup, operator: equal, value: Year 6 }] }, event: { type: exclude }',
  ),
  'two sets of one field on other conditions': `add:\n  students:\n    - { name: one, ${condition}, event: { type: set, params: { className: A } } }\n    - { name: other, conditions: { all: [{ fact: surname, operator: equal, value: Y }] }, event: { type: set, params: { className: B } } }\n`,
  'a set of what is compared, to another word': students(
    'conditions: { all: [{ fact: className, operator: equal, value: 4b }] }\nevent: { type: set, params: { className: 4B } }',
  ),
  'a field changed into itself in small letters':
    'add:\n  contacts:\n    - { name: another, conditions: { all: [{ fact: email, operator: notEqual, value: null }] }, event: { type: set, params: { email: { field: email, text: lower } } } }\n',
  'a set to blank': students(`${condition}\nevent: { type: set, params: { className: null } }`),
  'a sentence with a colon in quotation marks': students(
    `because: "Not wanted: it is a club"\n${condition}\n${exclude}`,
  ),
  'a sentence with brackets': students(`because: Not wanted (see the list {A})\n${condition}\n${exclude}`).replace(
    '{A}',
    '[A]',
  ),
  'braces that hold no name': students(`because: "The class is {1, 2} of the list"\n${condition}\n${exclude}`),
  'fix that begins as because does': students(
    `because: The surname is X\nfix: The surname is X, so correct it\n${condition}\n${exclude}`,
  ),
  'an option list that is extended': 'options: { titles: { add: [Squire, Sgt Major] } }\n',
  'an option list that is another': 'options: { groupTypes: [Year group, House group] }\n',
  'words of a list that differ in case': 'options: { titles: { add: [squire, Squire, mr] } }\n',
  'a rule turned off': 'disable: [contact-title]\n',
  'a rule turned off and another in its place': `disable: [contact-title]\n${where('contacts', '{ fact: title, operator: equal, value: Occupier }')}`,
  'a share without a sign': 'guard: { removals: 20 }\n',
  'a limit for one month': 'guard:\n  removals:\n    - { share: 60 %, from: 09-01, until: 09-30 }\n',
  'a pause of one day': 'pause: { from: 2098-09-01, until: 2098-09-01 }\n',
  'a rule for all that are read':
    'add:\n  contacts:\n    - { name: another, for: all, because: x, conditions: { all: [{ fact: email, operator: equal, value: null }] }, event: { type: warn } }\n',
  'a warning beside a rule that keeps out': `add:\n  students:\n    - { name: one, because: x, ${condition}, event: { type: warn } }\n    - { name: other, because: x, conditions: { all: [{ fact: surname, operator: equal, value: Z }] }, event: { type: exclude } }\n`,
  'a long sentence over two lines': students(
    `because: >-\n  It is not wanted,\n  says the school\n${condition}\n${exclude}`,
  ),
  'names of other letters': where('students', '{ fact: surname, operator: equal, value: Ó Dálaigh }'),
  'a word that is null in another language': where('students', '{ fact: surname, operator: equal, value: Null }'),
  'the surname of the class': where('classTeachers', '{ fact: teacher.surname, operator: equal, value: X }'),
  'a link named under one key': where('classTeachers', '{ fact: fields, operator: doesNotContain, value: StaffID1 }'),
};
