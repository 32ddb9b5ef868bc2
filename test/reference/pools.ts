/** What the generated extracts are made of: few values, so that they meet, and each chosen for a rule it strains. */

export const STUDENTS = ['101', '102', '103', '104'];
export const TEACHERS = ['31', '32', '33', '34'];
export const CLASSES = ['9', '10', '11', '12'];
export const GROUPS = ['70', '71', '72'];
/** `5#2` is an id that the split of `5` would make too. */
export const CONTACTS = ['5', '5', '6', '6', '7', '7', '8', '5#2'];

/** Mostly one name in several spellings, so that likely duplicates occur; of `...` folding leaves nothing. */
export const FORENAMES = ['Zo\u00eb', 'Zoe', 'ZOE', 'Zo\u00eb.', 'zoe', '...', 'Ben', 'Z o-\u00e9'];
export const SURNAMES = ['O\u2019Neill', 'oneill', 'ONEILL', "O'Neill", 'M\u00fcller', 'O Nei\u0142l'];
export const EMAILS = ['ben@example.org', 'ife@example.org', 'BEN@example.org', 'home@example.org', 'zoe@example.org'];
export const BAD_EMAILS = ['ben', 'ben@home@example.org', 'ben at example.org'];
export const PHONES = ['01632 960001', '01632-960001', '01632 960002', 'none', '(01632) 960003'];
export const RELATIONSHIPS = ['Mother', 'Father', 'Aunt', 'Parents'];

export const TITLES = ['Mr', 'Mrs', 'Ms', 'Dr', 'Mrs.', 'PROF', 'Cllr.'];
export const TWO_TITLES = listed(`
  Mr and Mrs | Mr AND Mrs | Dr & Mr | Mr/Mrs | Mr. + Mrs. | Mr. &Mrs | mr\u00a0And\u3000MRS.
  | Rev and Lady`);
export const ODD_TITLES = listed(`
  N/A | Mr, Mrs & Miss | Mr and | and Mrs | and | & | Mr and Mrs and Miss | Mr & King | Mr.. & Mrs | Sand | King
  | Mr/and Mrs | MrandMrs | Mr + Mrs / Dr | Mr & & Mrs | Rev and and Lady | Mr and Mrs and | &Mr+Mrs/ | and Mr and Mrs
  | Mr / / Mrs | /Mr/Mrs`);

/** What a combined contact's fields look like: of two parts, of one, of three, and of two that are not of their kind. */
export const FORENAME_PARTS = listed(`
  Ben and Ife | Ben & Zo\u00eb | Ben/Ife | Ben and | Ben, Ife and Zo\u00eb | Ann and Bo and Cy | Sandy`);
export const SURNAME_PARTS = listed('Okoro and Bell | Okoro & Okoro | Okoro+ | A/B/C | Anderson');
export const RELATIONSHIP_PARTS = listed(`
  Father and Mother | Father & Mother | Mother/Father | Father + Mother + Aunt | /Mother`);
export const EMAIL_PARTS = listed(`
  ben@example.org; ife@example.org | ben@example.org,zoe@example.org; | ;; ben@example.org ;home@example.org
  | ben@example.org; none | ben@example.org; ife@example.org; zoe@example.org | ben@example.org ife@example.org`);
export const PHONE_PARTS = listed(`
  01632 960001, 01632 960002 | 01632960001;01632960002 | 01632 960001, ext 5 | 01632 960001; 12345
  | 960001,\u0660\u0661\u0662\u0663\u0664\u0665 | 960001; 960002; 960003 | ;960001,960002,`);

export const CLASS_TYPES = [
  ...mostly('Registration', 'Mixed group', 'Teaching set'),
  ...[' Registration\u00a0', 'registration', 'MIXED GROUP', 'Teaching  set', 'Teachingset', 'Regis\u2003tration'],
  'Option block',
];
export const GROUP_TYPES = [
  ...mostly('Student group', 'House group', 'Year group'),
  ...['\tYear group ', 'house group', 'Yeargroup', 'Student\u00a0group', 'Staff group', 'Group'],
];

function listed(text: string): string[] {
  return text.split('|').map((one) => one.trim());
}

function mostly(...types: string[]): string[] {
  return types.flatMap((type) => Array<string>(8).fill(type));
}
