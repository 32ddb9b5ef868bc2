import { swap, type Mistake } from './mistake.js';

const pipeline = 'pipeline.yaml';
const classes = 'rules/classes.yaml';
const contacts = 'rules/contacts.yaml';
const teachers = 'rules/teachers.yaml';
const school = 'rules/schools/1.yaml';

/** Single slips of the hand, by kind, with the code each must be found by and the hint that helps. */
export const slips: Readonly<Record<string, readonly Mistake[]>> = {
  'a key misspelt': [
    swap('nmae: RM Integris', pipeline, 'name: RM Integris', 'nmae: RM Integris', {
      code: 'unknown-key',
      hint: /"name"/,
    }),
    swap('timezon: Europe/London', pipeline, 'timezone: Europe/London', 'timezon: Europe/London', {
      code: 'unknown-key',
      hint: /"timezone"/,
    }),
    swap('frm: DateOfBirth, type: date', pipeline, 'from: DateOfBirth, type: date', 'frm: DateOfBirth, type: date', {
      code: 'unknown-key',
      hint: /"from"/,
    }),
    swap('idd: StaffID', pipeline, 'id: StaffID', 'idd: StaffID', { code: 'unknown-key', hint: /"id"/ }),
    swap('removal: { share: 10 %', pipeline, 'removals: { share: 10 %', 'removal: { share: 10 %', {
      code: 'unknown-key',
      hint: /"removals"/,
    }),
    swap('removals: { shares: 10 %', pipeline, 'removals: { share: 10 %', 'removals: { shares: 10 %', {
      code: 'unknown-key',
      hint: /"share"/,
    }),
    swap('gaurd:', pipeline, 'guard:\n', 'gaurd:\n', { code: 'unknown-key', hint: /"guard"/ }),
    swap('left: { day: 400 }', pipeline, 'left: { days: 400 }', 'left: { day: 400 }', {
      code: 'unknown-key',
      hint: /"days"/,
    }),
    swap('- nam: class-type', classes, '- name: class-type\n', '- nam: class-type\n', {
      code: 'unknown-key',
      hint: /"name"/,
    }),
    swap('event: { typ: require }', classes, 'event: { type: require }', 'event: { typ: require }', {
      code: 'unknown-key',
      hint: /"type"/,
    }),
    swap('events: { type: require }', classes, 'event: { type: require }', 'events: { type: require }', {
      code: 'unknown-key',
      hint: /"event"/,
    }),
    swap(
      'becuase: None of its students comes through',
      classes,
      'because: None of its students comes through',
      'becuase: None of its students comes through',
      { code: 'unknown-key', hint: /"because"/ },
    ),
    swap('conditions: { al: [', classes, 'conditions: { all: [', 'conditions: { al: [', {
      code: 'unknown-key',
      hint: /"all"/,
    }),
    swap('ad: [Sgt Major]', school, 'add: [Sgt Major]', 'ad: [Sgt Major]', { code: 'unknown-key', hint: /"add"/ }),
    swap('disabled: [contact-title]', school, 'disable: [contact-title]', 'disabled: [contact-title]', {
      code: 'unknown-key',
      hint: /"disable"/,
    }),
    swap('untl: 2098-09-30', school, 'until: 2098-09-30', 'untl: 2098-09-30', { code: 'unknown-key', hint: /"until"/ }),
    swap('pauses: {', school, 'pause: {', 'pauses: {', { code: 'unknown-key', hint: /"pause"/ }),
    swap('left: { days: 400 } pause: {', school, 'pause: {', 'left: { days: 400 }\npause: {', { code: 'unknown-key' }),
  ],
  'a value of a wrong type': [
    swap('timezone: Europe/Londn', pipeline, 'timezone: Europe/London', 'timezone: Europe/Londn', {
      code: 'wrong-type',
    }),
    swap('from: DateOfBirth, type: dat', pipeline, 'from: DateOfBirth, type: date', 'from: DateOfBirth, type: dat', {
      code: 'wrong-type',
      hint: /"date"/,
    }),
    swap('default: no way', pipeline, 'default: false', 'default: no way', { code: 'wrong-type' }),
    swap(
      'of: email, fold: cases, among: others',
      pipeline,
      'of: email, fold: case, among: others',
      'of: email, fold: cases, among: others',
      { code: 'wrong-type', hint: /"case"/ },
    ),
    swap('removals: { share: 110 %', pipeline, 'removals: { share: 10 %', 'removals: { share: 110 %', {
      code: 'wrong-type',
      hint: /12\.5 %/,
    }),
    swap('changes: { share: many }', pipeline, 'changes: { share: 75 %, above: 20 }', 'changes: { share: many }', {
      code: 'wrong-type',
      hint: /10 %/,
    }),
    swap('changes: -75 %', pipeline, 'changes: { share: 75 %, above: 20 }', 'changes: -75 %', {
      code: 'wrong-type',
      hint: /10 %/,
    }),
    swap(
      'changes: { share: 75 %, above: -1 }',
      pipeline,
      'changes: { share: 75 %, above: 20 }',
      'changes: { share: 75 %, above: -1 }',
      { code: 'wrong-type' },
    ),
    swap(
      'changes: { share: 75 %, above: 2.5 }',
      pipeline,
      'changes: { share: 75 %, above: 20 }',
      'changes: { share: 75 %, above: 2.5 }',
      { code: 'wrong-type' },
    ),
    swap('hold: everything', pipeline, 'hold: all', 'hold: everything', { code: 'wrong-type', hint: /all, removals/ }),
    swap('letGo: contactLinks', pipeline, 'letGo: [contactLinks]', 'letGo: contactLinks', { code: 'wrong-type' }),
    swap('left: { days: 0 }', pipeline, 'left: { days: 400 }', 'left: { days: 0 }', { code: 'wrong-type' }),
    swap('history: { days: a year }', pipeline, 'history: { days: 400 }', 'history: { days: a year }', {
      code: 'wrong-type',
    }),
    swap('history: 400', pipeline, 'history: { days: 400 }', 'history: 400', { code: 'wrong-type' }),
    swap('value: Registration', classes, 'value: { fact: option.classTypes }', 'value: Registration', {
      code: 'wrong-type',
    }),
    swap('once: yes please', classes, 'once: true', 'once: yes please', { code: 'wrong-type' }),
    swap('for: al', classes, 'for: all', 'for: al', { code: 'wrong-type', hint: /"all"/ }),
    swap('operator: lessThan', classes, 'operator: nearlyIn', 'operator: lessThan', { code: 'wrong-type' }),
    swap('joint, surname: joints', contacts, 'joints, surname: joints', 'joint, surname: joints', {
      code: 'wrong-type',
      hint: /"joints"/,
    }),
    swap(
      'operator: isJoined, value: maybe',
      contacts,
      'operator: isJoined, value: true',
      'operator: isJoined, value: maybe',
      { code: 'wrong-type' },
    ),
    swap(
      'operator: contains, value: [StaffID1]',
      'rules/class-teachers.yaml',
      'operator: contains, value: StaffID1',
      'operator: contains, value: [StaffID1]',
      { code: 'wrong-type' },
    ),
    swap(
      'parentalResponsibilityOnly: yes',
      school,
      'parentalResponsibilityOnly: true',
      'parentalResponsibilityOnly: yes',
      { code: 'wrong-type' },
    ),
    swap('until: 31 July 2027', school, 'until: 2027-07-31', 'until: 31 July 2027', { code: 'wrong-type' }),
    swap('until: 2027-02-30', school, 'until: 2027-07-31', 'until: 2027-02-30', { code: 'wrong-type' }),
    swap('share: 60 percent', school, 'share: 60 %', 'share: 60 percent', { code: 'wrong-type', hint: /10 %/ }),
    swap('until: 2098-09-31', school, 'until: 2098-09-30', 'until: 2098-09-31', { code: 'wrong-type' }),
    swap('hold: removal', school, 'hold: removals', 'hold: removal', { code: 'wrong-type', hint: /"removals"/ }),
    swap('until: September', school, 'until: 2098-09-06', 'until: September', { code: 'wrong-type' }),
    swap('summer', school, '{ from: 2098-08-20, until: 2098-09-06 }', 'summer', { code: 'wrong-type' }),
  ],
  'a name unknown': [
    swap('to: studnets, from: StudentID', pipeline, 'to: students, from: StudentID', 'to: studnets, from: StudentID', {
      code: 'unknown-kind',
      hint: /"students"/,
    }),
    swap('else: contactLinks.relation', pipeline, 'else: contactLinks.relationship', 'else: contactLinks.relation', {
      code: 'unknown-field',
      hint: /"contactLinks\.relationship"/,
    }),
    swap(
      'else: contactLink.relationship',
      pipeline,
      'else: contactLinks.relationship',
      'else: contactLink.relationship',
      { code: 'unknown-field', hint: /"contactLinks\.relationship"/ },
    ),
    swap('within: group', pipeline, 'within: groups', 'within: group', { code: 'unknown-kind', hint: /"groups"/ }),
    swap('name: [knownNam, surname]', pipeline, 'name: [knownName, surname]', 'name: [knownNam, surname]', {
      code: 'unknown-field',
      hint: /"knownName"/,
    }),
    swap('same: [forename, sirname]', pipeline, 'same: [forename, surname]', 'same: [forename, sirname]', {
      code: 'unknown-field',
      hint: /"surname"/,
    }),
    swap('{ phone: digits }, pupil]', pipeline, '{ phone: digits }, student]', '{ phone: digits }, pupil]', {
      code: 'unknown-field',
    }),
    swap('letGo: [contactLink]', pipeline, 'letGo: [contactLinks]', 'letGo: [contactLink]', {
      code: 'unknown-kind',
      hint: /"contactLinks"/,
    }),
    swap('letGo: [contacts]', pipeline, 'letGo: [contactLinks]', 'letGo: [contacts]', {
      code: 'unknown-kind',
      hint: /There are: contactLinks, /,
    }),
    swap('fact: studentsCount', classes, 'fact: studentCount', 'fact: studentsCount', {
      code: 'unknown-fact',
      hint: /"studentCount"/,
    }),
    swap('operator: inn,', classes, 'operator: in,', 'operator: inn,', { code: 'unknown-operator', hint: /"in"/ }),
    swap(
      'value: { fact: option.classType }',
      classes,
      'value: { fact: option.classTypes }',
      'value: { fact: option.classType }',
      { code: 'unknown-option', hint: /option\.classTypes/ },
    ),
    swap('event: { type: requires }', classes, 'event: { type: require }', 'event: { type: requires }', {
      code: 'unknown-effect',
      hint: /"require"/,
    }),
    swap(
      'fact: titel, operator: notEqual, value: null',
      contacts,
      'fact: title, operator: notEqual, value: null',
      'fact: titel, operator: notEqual, value: null',
      { code: 'unknown-fact', hint: /"title"/ },
    ),
    swap(
      'contactLink.relationship: joints',
      contacts,
      'contactLinks.relationship: joints',
      'contactLink.relationship: joints',
      { code: 'unknown-kind', hint: /"contactLinks"/ },
    ),
    swap('by: tittle', contacts, 'by: title', 'by: tittle', { code: 'unknown-field', hint: /"title"/ }),
    swap(
      'operator: isEmal, value: false',
      contacts,
      'operator: isEmail, value: false',
      'operator: isEmal, value: false',
      { code: 'unknown-operator', hint: /"isEmail"/ },
    ),
    swap('fact: sameEmial', contacts, 'fact: sameEmail', 'fact: sameEmial', {
      code: 'unknown-fact',
      hint: /"sameEmail"/,
    }),
    swap('fact: class.typ', 'rules/class-teachers.yaml', 'fact: class.type', 'fact: class.typ', {
      code: 'unknown-fact',
      hint: /"class.type"/,
    }),
    swap('params: { rol: main }', 'rules/class-teachers.yaml', 'params: { role: main }', 'params: { rol: main }', {
      code: 'unknown-field',
      hint: /"role"/,
    }),
    swap(
      'fact: parentalResponsability,',
      'rules/contact-links.yaml',
      'fact: parentalResponsibility,',
      'fact: parentalResponsability,',
      { code: 'unknown-fact', hint: /"parentalResponsibility"/ },
    ),
    swap('fact: titel', 'rules/conditions.yaml', 'fact: title', 'fact: titel', {
      code: 'unknown-fact',
      hint: /"title"/,
    }),
    swap('condition: titeld', 'rules/schools/2.yaml', 'condition: titled', 'condition: titeld', {
      code: 'unknown-condition',
      hint: /"titled"/,
    }),
    swap(
      'parentalResponsabilityOnly: true',
      school,
      'parentalResponsibilityOnly: true',
      'parentalResponsabilityOnly: true',
      { code: 'unknown-option', hint: /"parentalResponsibilityOnly"/ },
    ),
    swap('disable: [contact-titel]', school, 'disable: [contact-title]', 'disable: [contact-titel]', {
      code: 'unknown-rule',
      hint: /"contact-title"/,
    }),
    swap('clases:', school, '  classes:', '  clases:', { code: 'unknown-kind', hint: /"classes"/ }),
    swap('fact: cod', school, 'fact: code', 'fact: cod', { code: 'unknown-fact', hint: /"code"/ }),
    swap('operator: startWith', school, 'operator: startsWith', 'operator: startWith', {
      code: 'unknown-operator',
      hint: /"startsWith"/,
    }),
    swap('name: group-typ', school, 'name: group-type', 'name: group-typ', {
      code: 'unknown-rule',
      hint: /"group-type"/,
    }),
    swap('classStudnets]', school, 'classStudents]', 'classStudnets]', {
      code: 'unknown-kind',
      hint: /"classStudents"/,
    }),
  ],
  'other single faults': [
    swap('one: teacher', pipeline, '    one: teacher', '   one: teacher', { code: 'yaml-syntax' }),
    swap(
      'local: { rowDigest: { label: Digest } }',
      pipeline,
      'local: { room: { label: Room } }',
      'local: { rowDigest: { label: Digest } }',
      { code: 'repeated-name' },
    ),
    swap('keep: { role: {}, rowDigest: {} }', pipeline, 'keep: { role: {} }', 'keep: { role: {}, rowDigest: {} }', {
      code: 'repeated-name',
    }),
    swap(
      'operator: lessThan, value: 1',
      classes,
      'operator: greaterThanInclusive, value: 1',
      'operator: lessThan, value: 1',
      { code: 'wrong-polarity', hint: /greaterThan/ },
    ),
    swap(
      'operator: equal, value: 1',
      classes,
      'operator: greaterThanInclusive, value: 1',
      'operator: equal, value: 1',
      { code: 'wrong-polarity' },
    ),
    swap(
      'operator: greaterThanInclusive, value: 0',
      classes,
      'operator: greaterThanInclusive, value: 1',
      'operator: greaterThanInclusive, value: 0',
      { code: 'always-holds' },
    ),
    swap('conditions: { any: [], all: [', classes, 'conditions: { all: [', 'conditions: { any: [], all: [', {
      code: 'ambiguous-condition',
    }),
    swap(
      '{ all: [] }',
      classes,
      '{ all: [{ fact: type, operator: in, value: { fact: option.classTypes } }] }',
      '{ all: [] }',
      { code: 'empty-condition' },
    ),
    swap('- name: class-has-a-student', classes, '- name: class-has-a-teacher', '- name: class-has-a-student', {
      code: 'repeated-name',
    }),
    swap(
      'fact: code, operator: lessThan, value: 10 }, { fact: type, operator: nearlyIn, value: {',
      classes,
      'fact: type, operator: nearlyIn, value: {',
      'fact: code, operator: lessThan, value: 10 }, { fact: type, operator: nearlyIn, value: {',
      { code: 'text-as-number', hint: /"10"/ },
    ),
    swap(
      'fact: option.singleSignOn, operator: equal, value: "true"',
      contacts,
      'fact: option.singleSignOn, operator: equal, value: true',
      'fact: option.singleSignOn, operator: equal, value: "true"',
      { code: 'never-holds', hint: /true or false/ },
    ),
    swap('name: teacher', 'rules/class-teachers.yaml', '- name: teacher\n', '  name: teacher\n', {
      code: 'yaml-syntax',
    }),
    swap('any', 'rules/contact-links.yaml', 'any:', 'any', { code: 'yaml-syntax' }),
    swap(
      'from: 2027-09-01       until: 2027-07-31',
      school,
      'until: 2027-07-31',
      'from: 2027-09-01\n      until: 2027-07-31',
      { code: 'never-holds' },
    ),
    swap('name: class-type', school, 'name: no-clubs', 'name: class-type', { code: 'repeated-name', hint: /replace/ }),
    swap('until: 2098-08-31', school, 'until: 2098-09-30', 'until: 2098-08-31', { code: 'never-holds' }),
    swap('until: 2098-08-06', school, 'until: 2098-09-06', 'until: 2098-08-06', { code: 'never-holds' }),
    swap('extends: nowhere.yaml options: {', school, 'options: {', 'extends: nowhere.yaml\noptions: {', {
      code: 'cannot-read',
    }),
    swap('extends: 1.yaml options: {', school, 'options: {', 'extends: 1.yaml\noptions: {', {
      code: 'circular-extends',
    }),
  ],
  'something missing': [
    swap(
      'changes: { until: 2098-09-30 }',
      pipeline,
      'changes: { share: 75 %, above: 20 }',
      'changes: { until: 2098-09-30 }',
      { code: 'missing-key', hint: /"above"/ },
    ),
    swap('history: {}', pipeline, 'history: { days: 400 }', 'history: {}', { code: 'missing-key' }),
    swap(
      'without because: Title is blank',
      teachers,
      '- name: teacher-title\n  because: Title is blank\n',
      '- ▶name: teacher-title\n',
      { code: 'missing-key' },
    ),
    swap(
      'without event: { type: require }',
      teachers,
      '- name: teacher-title\n  because: Title is blank\n  fix: Give the member of staff a title\n  conditions: { all: [{ fact: title, operator: notEqual, value: null }] }\n  event: { type: require }\n',
      '- ▶name: teacher-title\n  because: Title is blank\n  fix: Give the member of staff a title\n  conditions: { all: [{ fact: title, operator: notEqual, value: null }] }\n',
      { code: 'missing-key' },
    ),
    swap('operator: notEqual', teachers, 'operator: notEqual, value: null', 'operator: notEqual', {
      code: 'missing-key',
    }),
    swap('without , until: 2098-09-06', school, ', until: 2098-09-06', '', { code: 'missing-key', hint: /forgotten/ }),
    swap('without from: 2098-08-20,', school, 'from: 2098-08-20, ', '', { code: 'missing-key' }),
  ],
};
