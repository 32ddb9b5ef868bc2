import { inCase, swap, written, type Mistake, type More } from './mistake.js';

const pipeline = 'pipeline.yaml';
const at =
  (base: Mistake['base']) =>
  (what: string, from: string, to: string, more: More = {}) =>
    swap(what, pipeline, from, to, { base, ...more });
const shipped = at('shipped');
const mapping = at('mapping');
const trust = at('trust');
const oneroster = at('oneroster');
const wonde = at('wonde');

const student = 'from: { section: people, where: { role: student } }';
const email =
  'email: { from: { lookup: emails, match: { owner: id }, where: { kind: Home }, lowest: rank, value: address } }';
const period = 'period: { from: starts, until: { from: ends, format: DD/MM/YYYY } }';
const leaving = 'leaving: { from: leavingDate, type: date, onBad: out }';
const schools = 'schools: { section: orgs, where: { type: school }, id: code, name: title, extractedAt: made }';

/** Mistakes in what is read, by kind. */
export const mistakesOfMapping: Readonly<Record<string, readonly Mistake[]>> = {
  'values and their types': [
    shipped('a label misspelt', 'label: Class }', '▶lable: Class }'),
    shipped('a type of another language', 'type: date }', '▶type: datetime }'),
    mapping('a format that is none', 'type: date, format: DD/MM/YYYY }', 'type: date, ▶format: D/M/YYYY }'),
    mapping(
      'two formats that cannot be told apart',
      'type: date, format: DD/MM/YYYY }',
      'type: date, ▶format: [DD/MM/YYYY, MM/DD/YYYY] }',
    ),
    mapping('a format without a date', 'type: date, format: DD/MM/YYYY }', '▶format: DD/MM/YYYY }'),
    shipped('a constant that is no number', 'priority: { value: 1 }', 'priority: { ▶value: one, type: number }'),
    shipped('a constant and a path', 'priority: { value: 1 }', 'priority: { ▶value: 1, ▶from: Priority }'),
    shipped(
      'otherwise without store',
      'className: { from: CurrentClass, label: Class }',
      'className: { from: CurrentClass, ▶otherwise: null }',
    ),
    shipped(
      'a key twice in a flow map',
      'store: { Registration: registration,',
      'store: { Registration: registration, ▶Registration: class,',
    ),
    shipped(
      'store of a day',
      'dateOfBirth: { from: DateOfBirth, type: date }',
      'dateOfBirth: { from: DateOfBirth, type: date, ▶store: { soon: later } }',
    ),
    shipped('else of a link that does not end here', 'else: contactLinks.relationship', '▶else: classTeachers.role'),
    shipped(
      'a field that people type and the extract gives',
      'local: { room: { label: Room } }',
      'local: { ▶email: { label: Email } }',
    ),
    mapping('a function that is not there', '{ take: 11 }', '▶{ first: 11 }'),
    mapping('take nothing', '{ take: 11 }', '▶{ take: 0 }'),
    mapping(
      'two functions in one map',
      '[{ replace: { " ": "" } }, { take: 11 }]',
      '▶{ replace: { " ": "" }, take: 11 }',
    ),
    mapping('a replacement of nothing', '{ replace: { " ": "" } }', '▶{ replace: { "": "-" } }'),
  ],
  views: [
    mapping('a section misspelt as a key', student, 'from: { ▶secton: people, where: { role: student } }'),
    mapping('where without a section', student, '▶from: { where: { role: student } }'),
    mapping('a test that is none', student, 'from: { section: people, where: { role: { ▶is: student } } }'),
    mapping('where that asks nothing', student, 'from: { section: people, ▶where: {} }'),
    mapping('where of the day', student, 'from: { section: people, where: { ▶left: { after: { fact: today } } } }'),
    mapping('where of an option', student, 'from: { section: people, where: { ▶role: { fact: option.role } } }'),
    mapping('a blank text', student, 'from: { section: people, where: { ▶role: "" } }'),
    mapping('a day that is none', student, 'from: { section: people, where: { ▶born: { after: 2010-02-30 } } }'),
    mapping('a view that takes nothing more', '- sets\n', '- sets\n      - ▶{ section: sets, where: { kind: Set } }\n'),
    mapping('the same view twice', '- sets\n', '- sets\n      - ▶sets\n'),
    mapping(
      'a field of a view that the kind does not have',
      'keep: { description: title }',
      'keep: { ▶descripton: title }',
    ),
    mapping('^ where nothing holds the list', student, 'from: { section: people, where: { ▶^.role: student } }'),
    mapping('^^ further out than there is', '^.course.code', '▶^.^.course.code'),
    mapping('[] in the path of a field', 'surname: last\n', 'surname: ▶names[].last\n'),
    mapping(
      'role both student and teacher',
      student,
      'from: { section: people, where: { ▶role: { not: [student], has: { a: b } } } }',
      {
        missed: 'what is in the extract is not known: a list is no text, and the run says that the view takes nothing',
      },
    ),
    mapping(
      'one person in two kinds, misspelt',
      'where: { role: [teacher, tutor] }',
      'where: { role: [teacher, tutor], ▶role: student }',
    ),
    mapping('optional: yes please', 'optional: true, keep', '▶optional: please, keep'),
  ],
  'values from lists and look-ups': [
    mapping('match is missing', 'lookup: emails, match: { owner: id },', '▶lookup: emails,'),
    mapping('match is empty', 'match: { owner: id }', '▶match: {}'),
    mapping(
      'match of a look-up',
      'match: { owner: id }',
      'match: { ▶owner: { lookup: ids, match: { a: id }, value: b } }',
    ),
    mapping('value is missing', ', lowest: rank, value: address', ', ▶lowest: rank'),
    mapping('lowest and highest', 'lowest: rank', '▶lowest: rank, ▶highest: rank'),
    mapping('first beside lowest', 'lowest: rank', '▶lowest: rank, ▶first: true'),
    mapping('lookup misspelt', email, 'email: { from: { ▶lookpu: emails, match: { owner: id }, value: address } }'),
    mapping('matches', 'match: { owner: id }', '▶matches: { owner: id }'),
    mapping('a look-up beside a list', 'lookup: emails,', 'lookup: emails, ▶list: emails,'),
    mapping('where of a list that asks a blank text', 'where: { until: null }', 'where: { ▶until: "" }'),
    mapping(
      'list and value in one path',
      'town: { from: { list: addresses, value: town, where: { until: null } } }',
      'town: ▶addresses[].town',
    ),
    mapping(
      'list without from',
      'town: { from: { list: addresses, value: town, where: { until: null } } }',
      'town: { ▶list: addresses, value: town }',
    ),
    mapping('from twice', 'town: { from: { list: addresses,', 'town: { from: { ▶from: addresses,'),
    mapping('a path that ends with a dot', 'surname: last\n', 'surname: ▶name.\n'),
    mapping('a path that begins with a dot', 'surname: last\n', 'surname: ▶.last\n'),
    mapping('a path of JSONPath', 'surname: last\n', 'surname: ▶$.last\n', {
      missed: 'a key may be called $; a run says that no record has it',
    }),
    oneroster('highest of a map without a path', 'first: true', '▶highest: { type: date }'),
  ],
  'links, ids and keys': [
    mapping(
      'an id with one part more than its links',
      'id: { key: [course.code, number] }',
      'id: { ▶key: [course.code, course.year, number] }',
      {
        missed: 'it is found at each of the two ends, which say how many parts the id has',
      },
    ),
    mapping('a key with one part', 'id: { key: [course.code, number] }', 'id: { ▶key: [number] }'),
    mapping('by a field that is not there', 'by: admissionNo', '▶by: admissionNumber'),
    mapping('by a field that is no text', 'by: admissionNo', '▶by: born'),
    mapping(
      'no id',
      '  students:\n    one: student\n    from: { section: people, where: { role: student } }\n    id: id\n',
      '  ▶students:\n    ▶one: student\n    from: { section: people, where: { role: student } }\n',
    ),
    mapping('an end to a link', 'to: students, from: admissionNo', '▶to: classTeachers, from: admissionNo'),
    mapping(
      'one end',
      '    joins:\n      class: { to: classes, from: { key: [class.code, class.number] } }\n      student: { to: students, from: admissionNo, by: admissionNo }\n',
      '    ▶joins:\n      ▶class: { to: classes, from: { key: [class.code, class.number] } }\n',
    ),
    shipped(
      'three ends',
      'class: {} # the record that holds the list\n      student: {',
      '▶class: {}\n      ▶group: { to: groups, from: G }\n      ▶student: {',
    ),
    shipped('within and from', 'within: groups', '▶within: groups\n    ▶from: Groups'),
    shipped('within a kind that is no end', 'within: groups', '▶within: contacts'),
    shipped(
      'neither within nor from',
      '  groupStudents:\n    one: groupStudent\n    label: Students of groups\n    within: groups\n',
      '  ▶groupStudents:\n    ▶one: groupStudent\n    label: Students of groups\n',
    ),
    shipped(
      'an end within its holder that is read',
      'within: groups\n    joins:\n      group: {}',
      '▶within: groups\n    joins:\n      ▶group: { from: GroupID }',
    ),
    shipped('an end without a kind', 'contact: { to: contacts, from: ContactID,', 'contact: { ▶from: ContactID,'),
    shipped('two kinds of one name', 'one: groupStudent', '▶one: classStudent'),
    mapping('a period with one day as two', period, 'period: { ▶from: starts, ▶to: ends }'),
    mapping('a period of nothing', period, '▶period: {}'),
    mapping(
      'a format of a period that is none',
      period,
      'period: { from: starts, until: { from: ends, ▶format: D.M.Y } }',
    ),
    mapping('rows and a period', period, '▶rows: each\n    ▶period: { from: starts }'),
    mapping(
      'a period that no rule asks for',
      '    from: { section: "sets[].staff" }\n',
      '    from: { section: "sets[].staff" }\n    ▶period: { from: starts }\n',
    ),
    mapping('by an id', 'by: admissionNo', '▶by: id'),
  ],
  'bad values, and who may see them': [
    mapping('onBad: keep', 'onBad: out', '▶onBad: keep'),
    mapping('onbad', 'onBad: out', '▶onbad: out'),
    mapping('no onBad where a blank lets in', leaving, '▶leaving: { from: leavingDate, type: date }'),
    mapping('onBad of a constant', 'type: { value: class }', 'type: { value: class, ▶onBad: out }'),
    mapping('onBad in the kind', '    one: teacher\n', '    one: teacher\n    ▶onBad: out\n'),
    mapping('personal: no', leaving, 'leaving: { from: leavingDate, type: date, onBad: out, ▶personal: no }'),
    mapping(
      'personal of a list',
      leaving,
      'leaving: { from: leavingDate, type: date, onBad: out, ▶personal: [admin] }',
    ),
    mapping('optional of a constant', 'type: { value: class }', 'type: { value: class, ▶optional: true }'),
    wonde('onBad of a path with a typing error', 'onBad: blank } }', '▶onBad: blanc } }'),
  ],
  'whose document it is': [
    shipped(
      'no school',
      'source:\n  inputs: examples/oakfield.json\n  school: { id: SchoolID, name: SchoolName, extractedAt: ExtractedAt }\n',
      '▶source:\n  ▶inputs: examples/oakfield.json\n',
    ),
    shipped(
      'no id of the school',
      'school: { id: SchoolID, name: SchoolName, extractedAt: ExtractedAt }',
      '▶school: { name: SchoolName }',
    ),
    shipped('extracted at', 'extractedAt: ExtractedAt', '▶extracted: ExtractedAt'),
    shipped(
      'school and schools',
      '  school: { id: SchoolID, name: SchoolName, extractedAt: ExtractedAt }',
      '  ▶school: { id: SchoolID }\n  ▶schools: { section: Schools, id: SchoolID }',
    ),
    shipped(
      'whose a record is, in a document of one school',
      '    from: Groups\n',
      '    from: Groups\n    ▶school: SchoolID\n',
    ),
    trust('schools without an id', schools, '▶schools: { section: orgs, where: { type: school }, name: title }'),
    trust('schools without a section', schools, '▶schools: { where: { type: school }, id: code }'),
    trust('schools of a list', schools, 'schools: { ▶list: orgs, where: { type: school }, id: code }'),
    trust('where that asks for nothing', 'where: { type: school }', '▶where: {}'),
    trust('the school of a record as a kind', 'school: org }', '▶school: { to: orgs } }'),
    trust(
      'the school of a record in a list without a value',
      'school: { list: places, value: org }',
      '▶school: { list: places, valu: org }',
    ),
    trust(
      'the school under keep',
      'school: { list: places, value: org }, keep: { surname: last }',
      'keep: { surname: last, ▶school: { list: places, value: org } }',
    ),
    oneroster(
      'a value of the school that is missing',
      'where: { type: school }, value: sourcedId }, name',
      '▶where: { type: school } }, name',
    ),
    oneroster('the time as a list', 'school: { id:', 'school: { ▶extractedAt: [a, b], id:'),
  ],
  options: [
    written('one that is not there', 'options: { ▶titels: { add: [Squire] } }\n'),
    written('a text for a list', 'options: { ▶titles: Squire }\n'),
    written('yes', 'options: { ▶singleSignOn: yes }\n'),
    written('remove what is not in the list', 'options: { titles: { ▶remove: [Squire] } }\n'),
    written('add what is in the list', 'options: { titles: { ▶add: [Mrs] } }\n'),
    written('the same value as the default', 'disable: [contact-title]\noptions: { ▶singleSignOn: false }\n'),
    written('twice in a list', 'options: { groupTypes: [Year group, House group, ▶Year group] }\n'),
    shipped(
      'a default outside its values',
      '  titles:\n',
      '  names:\n    type: one of\n    values: [legal, preferred]\n    ▶default: known\n    description: Names\n  titles:\n',
    ),
    shipped(
      'a default of another type',
      '    default: false\n    description: People',
      '    ▶default: "no"\n    description: People',
    ),
    shipped('no values', '  titles:\n', '  ▶names: { ▶type: one of, default: legal, description: Names }\n  titles:\n'),
    shipped(
      'values of a boolean',
      '    type: boolean\n    default: false\n    description: People',
      '    type: boolean\n    ▶values: [true, false]\n    default: false\n    description: People',
    ),
    shipped(
      'one that nothing uses',
      '  titles:\n',
      '  ▶names: { type: boolean, default: false, description: Names }\n  titles:\n',
    ),
    shipped(
      'no description',
      '  groupTypes:\n    type: list\n    default: [Student group, House group, Year group]\n    description: Types that come through as groups\n',
      '  ▶groupTypes:\n    ▶type: list\n    default: [Student group, House group, Year group]\n',
    ),
    shipped(
      'no default',
      '  singleSignOn:\n    type: boolean\n    default: false\n',
      '  ▶singleSignOn:\n    ▶type: boolean\n',
    ),
  ],
  'the guard and what is kept': [
    shipped('more than all', 'changes: { share: 75 %, above: 20 }', 'changes: { ▶share: 750 %, above: 20 }'),
    shipped('a table that is not there', 'letGo: [contactLinks]', 'letGo: [▶contactlinks]'),
    shipped('a kind of record', 'letGo: [contactLinks]', 'letGo: [▶students]'),
    shipped('firstLoad: yes', 'firstLoad: hold', '▶firstLoad: yes'),
    shipped('days as a text', 'left: { days: 400 }', 'left: { ▶days: "400 days" }'),
    shipped('days less than none', 'history: { days: 400 }', 'history: { ▶days: -1 }'),
    shipped('a limit of nothing', 'left: { days: 400 }', 'left: { days: 400 }\nlimits: { ▶listEntries: 0 }'),
    shipped('a limit misspelt', 'left: { days: 400 }', 'left: { days: 400 }\nlimits: { ▶listEntry: 10 }'),
    written(
      'the guard of the base again',
      'disable: [contact-title]\nguard:\n  ▶removals: { share: 10 %, above: 5 }\n',
    ),
    written('history in a school file', 'disable: [contact-title]\n▶history: { days: 30 }\n'),
    written('hold of a kind', 'guard: { ▶hold: contacts }\n'),
  ],
  cases: [
    inCase(
      'a second record without its id',
      'extract:\n  Contacts: [{}, ▶{ Title: null }]\nexpect: { out: { contacts: [2] } }',
    ),
    inCase('a kind that is not there', 'expect: { through: { ▶parents: [1] } }'),
    inCase('both through and not', 'expect:\n  through: { contacts: [▶1] }\n  out: { contacts: [▶1] }'),
    written('expects nothing', '- ▶name: One\n  extract: { Contacts: [{ Title: null }] }\n', {
      base: 'with cases',
      file: 'rules/tests/x.yaml',
    }),
    inCase('a rule that is not there', 'expect: { out: { contacts: [{ id: 1, ▶rule: contact-titel }] } }'),
    inCase('a rule of another kind', 'expect: { out: { contacts: [{ id: 1, ▶rule: teacher-title }] } }'),
    inCase(
      'a section of the pipeline in place of the extract',
      'extract: { ▶contacts: [{ Title: null }] }\nexpect: { out: { contacts: [1] } }',
    ),
    inCase('a key that nothing reads', 'extract: { Contacts: [{ ▶title: null }] }\nexpect: { out: { contacts: [1] } }'),
    inCase('a school without a file', '▶school: 77\nexpect: { through: { contacts: [1] } }'),
    inCase('a day that is none', '▶date: 2026-02-30\nexpect: { through: { contacts: [1] } }'),
    inCase('an option that is not there', 'options: { ▶singleSingOn: true }\nexpect: { through: { contacts: [1] } }'),
    inCase('a link by one end', 'expect: { through: { contactLinks: [▶{ student: 1 }] } }'),
    inCase('a link by its id', 'expect: { through: { contactLinks: [▶1] } }'),
    written(
      'a name twice',
      '- name: One\n  expect: { through: { contacts: [1] } }\n- name: ▶One\n  expect: { out: { contacts: [2] } }\n',
      { base: 'with cases', file: 'rules/tests/x.yaml' },
    ),
    inCase('only of nothing', 'expect: { through: { contacts: [1] } }\nonly: [▶contact]'),
    inCase('through misspelt', 'expect: { ▶trough: { contacts: [1] } }'),
    inCase('warn of a rule that never warns', 'expect: { warn: { contacts: [{ id: 1, ▶rule: contact-title }] } }'),
    inCase('out by a rule that only warns', 'expect: { out: { contacts: [{ id: 1, ▶rule: contact-email-form }] } }'),
    inCase('a record that the extract does not have', 'expect: { through: { contacts: [▶7] } }', {
      missed: 'only `test` decides what the extract of a case has',
    }),
  ],
  'values of cases': [
    inCase('a field that is not there', 'expect: { through: { contacts: [{ id: 1, ▶tittle: Mrs }] } }'),
    inCase(
      'a field that is read and not stored',
      'expect: { through: { contactLinks: [{ student: 1, contact: 1, ▶parentalResponsibility: true }] } }',
    ),
    inCase('a day that is none', 'expect: { through: { students: [{ id: 1, ▶dateOfBirth: 2018-02-30 }] } }'),
    inCase('a day in another form', 'expect: { through: { students: [{ id: 1, ▶dateOfBirth: 09/03/2018 }] } }'),
    inCase('a blank text', 'expect: { through: { contacts: [{ id: 1, ▶title: "" }] } }'),
    inCase('a list for a value', 'expect: { through: { contacts: [{ id: 1, ▶title: [Mrs, Ms] }] } }'),
    inCase('a word as it is read', 'expect: { through: { classes: [{ id: 1, ▶type: Teaching set }] } }'),
    inCase(
      'a number that is none',
      'expect: { through: { contactLinks: [{ student: 1, contact: 1, ▶priority: first }] } }',
    ),
    inCase('a blank id', 'expect: { through: { contacts: [▶""] } }'),
    inCase('the same record twice', 'expect: { through: { contacts: [1, ▶1] } }', {
      missed: 'it does no harm: the case says the same twice',
    }),
    inCase(
      'a field under warn that the extract does not have',
      'expect: { warn: { students: [{ id: 1, rule: bad-value, ▶field: Birthday }] } }',
      {
        missed: 'a case that expects it always fails, and shows what is warned about',
      },
    ),
  ],
  files: [
    written('an id with a slash as a folder', '▶options: { singleSignOn: true }\n', {
      file: 'rules/schools/936/1234.yaml',
    }),
    written('two files for one', '▶options: { singleSignOn: true }\n', {
      file: 'rules/schools/%31.yaml',
      foundIn: 'rules/schools/1.yaml',
    }),
    written('another ending', '▶options: { singleSignOn: true }\n', { file: 'rules/schools/3.yml' }),
    written('a copy', '▶options: { singleSignOn: true }\n', { file: 'rules/schools/3.yaml.bak' }),
    written('a folder that nothing reads', '▶- { name: One, expect: { through: { contacts: [1] } } }\n', {
      file: 'rules/test/x.yaml',
    }),
    written(
      'rules of a kind that is not there',
      '▶- { name: one, because: x, conditions: { all: [{ fact: surname, operator: equal, value: X }] }, event: { type: exclude } }\n',
      { file: 'rules/pupils.yaml' },
    ),
    written(
      'a kind in camel case',
      '▶- { name: one, because: x, conditions: { all: [{ fact: relationship, operator: equal, value: X }] }, event: { type: exclude } }\n',
      { file: 'rules/contactLinks.yaml' },
    ),
    written('JSON beside', '▶{}\n', { file: 'rules/students.json' }),
    swap('a file that must be there, misspelt', pipeline, 'groups.yaml, students.yaml', '▶groups.yaml, ▶studnets.yaml'),
    swap('a file in another folder', pipeline, 'groups.yaml, students.yaml', '▶groups.yaml, ▶rules/students.yaml'),
    written('nothing in it', '▶\n', { file: 'rules/students.yaml' }),
    written('a school file of only comments that turns nothing off', '▶# disable: [contact-title]\n'),
  ],
  'YAML itself': [
    written('default of no', 'options: { ▶singleSignOn: off }\n'),
    written('a tab', 'options:\n▶\tsingleSignOn: true\n'),
    written('a key twice', 'options: { singleSignOn: true }\n▶options: { titles: { add: [Squire] } }\n'),
    written('a quotation mark that nothing closes', 'options: { titles: { add: [▶"Squire] } }\n▶'),
    written('no space after a colon', 'options:\n  ▶singleSignOn:true\n'),
    written('a bracket that nothing closes', '▶disable: [contact-title\n▶add: {}\n▶'),
    written('an indent too few', 'add:\n  students:\n    - name: a\n     ▶because: x\n'),
    written('a dash too many', 'disable:\n  - - ▶contact-title\n'),
    written('two documents', 'options: { singleSignOn: true }\n▶---\n▶disable: [contact-title]\n'),
    written('a merge key', '▶base: &base { singleSignOn: true }\noptions: { ▶<<: *base }\n'),
    written('a tag', 'options: ▶!titles { singleSignOn: true }\n'),
    written('an at sign that begins a value', 'options: { titles: { add: [▶@Squire] } }\n'),
    written('a star that begins a value', 'options: { titles: { add: [▶*Squire] } }\n'),
    written('a smart quotation mark', 'options: { singleSignOn: ▶“true” }\n'),
    written('a list of one as a text', '▶disable: contact-title\n'),
    written('commas and no brackets', '▶disable: contact-title, contact-surname\n'),
    written('no-break space for an indent', 'options:\n▶\u00a0\u00a0singleSignOn: true\n'),
    written('a year and a time as a title', 'options: { ▶singleSignOn: 12:30 }\n'),
  ],
};
