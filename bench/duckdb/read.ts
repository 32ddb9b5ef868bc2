/**
 * Macros, and the documents as they come. They read all values as text, which is several times as fast as JSON: a
 * bracket then shows a list in place of a text, a point shows a number that is no id, and only blanks are white space.
 * That is right for the schools that are generated here, but not for all schools.
 */
export const readDocuments = (glob: string): string => `
create macro text_of(t) as case when starts_with(t, '[') then null else nullif(nfc_normalize(trim(t)), '') end;
create macro id_of(t) as case when contains(t, '.') then null else text_of(t) end;
create macro day_of(t) as case
  when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?') and try_cast(left(t, 10) as date) is not null
  then left(t, 10) end;
create temp table documents as
select SchoolID as school_id, text_of(SchoolName) as name, Students, Contacts, ContactLinks, Staff, Classes, Groups
from read_json('${glob}', maximum_object_size = 1073741824, columns = {
  SchoolID: 'VARCHAR', SchoolName: 'VARCHAR',
  Students: 'STRUCT(StudentID VARCHAR, KnownName VARCHAR, Surname VARCHAR, CurrentYearGroup VARCHAR, CurrentClass VARCHAR, DateOfBirth VARCHAR)[]',
  Contacts: 'STRUCT(ContactID VARCHAR, Title VARCHAR, Forename VARCHAR, Surname VARCHAR, Email VARCHAR, Phone VARCHAR, Relationship VARCHAR)[]',
  ContactLinks: 'STRUCT(StudentID VARCHAR, ContactID VARCHAR, Relationship VARCHAR)[]',
  Staff: 'STRUCT(StaffID VARCHAR, Title VARCHAR, Forename VARCHAR, Surname VARCHAR, PrimaryEmail VARCHAR)[]',
  Classes: 'STRUCT(ClassID VARCHAR, ClassCode VARCHAR, ClassDescription VARCHAR, Type VARCHAR, StaffID1 VARCHAR, StaffID2 VARCHAR, StaffIDs VARCHAR[], StudentIDs VARCHAR[])[]',
  Groups: 'STRUCT(GroupID VARCHAR, GroupDescription VARCHAR, GroupType VARCHAR, StudentIDs VARCHAR[])[]'
});`;

interface Kind {
  readonly table: string;
  readonly section: string;
  readonly id: string;
  readonly columns: Readonly<Record<string, string>>;
}

const kinds: readonly Kind[] = [
  {
    table: 'all_students',
    section: 'Students',
    id: 'StudentID',
    columns: {
      known_name: 'text_of(r.KnownName)',
      surname: 'text_of(r.Surname)',
      year_group: 'text_of(r.CurrentYearGroup)',
      class_name: 'text_of(r.CurrentClass)',
      date_of_birth: 'day_of(text_of(r.DateOfBirth))',
    },
  },
  {
    table: 'united_contacts',
    section: 'Contacts',
    id: 'ContactID',
    columns: {
      title: 'text_of(r.Title)',
      forename: 'text_of(r.Forename)',
      surname: 'text_of(r.Surname)',
      email: 'text_of(r.Email)',
      phone: 'text_of(r.Phone)',
      relationship: 'text_of(r.Relationship)',
    },
  },
  {
    table: 'all_teachers',
    section: 'Staff',
    id: 'StaffID',
    columns: {
      title: 'text_of(r.Title)',
      forename: 'text_of(r.Forename)',
      surname: 'text_of(r.Surname)',
      email: 'text_of(r.PrimaryEmail)',
    },
  },
  {
    table: 'all_classes',
    section: 'Classes',
    id: 'ClassID',
    columns: { code: 'text_of(r.ClassCode)', description: 'text_of(r.ClassDescription)', type: 'text_of(r.Type)' },
  },
  {
    table: 'all_groups',
    section: 'Groups',
    id: 'GroupID',
    columns: { description: 'text_of(r.GroupDescription)', type: 'text_of(r.GroupType)' },
  },
];

/**
 * Records, each with a number. Repeats are united: each column gets the first value that is not blank (arg_min passes
 * over nulls). Most ids are there only once, and are not grouped.
 */
export const readRecords: readonly string[] = kinds.map(({ table, section, id, columns }) => {
  const mapped = Object.entries(columns).map(([name, read]) => `${read} as ${name}`);
  const first = Object.keys(columns).map((name) => `arg_min(${name}, position) as ${name}`);
  const names = Object.keys(columns).join(', ');
  return `
create temp table mapped as
with items as (select school_id, unnest(${section}) as r, generate_subscripts(${section}, 1) as position from documents)
select school_id, id_of(r.${id}) as id, position, ${mapped.join(', ')} from items where id_of(r.${id}) is not null;
create temp table repeated as select school_id, id from mapped group by all having count(*) > 1;
create temp table ${table} as
select row_number() over () as n, * from (
  select school_id, id, ${names} from mapped anti join repeated using (school_id, id)
  union all
  select school_id, id, ${first.join(', ')} from mapped semi join repeated using (school_id, id) group by all);
drop table mapped;
drop table repeated;`;
});

const entries = (section: string, id: string, list: string): string =>
  `select school_id, id_of(r.${id}) as owner, id_of(unnest(r.${list})) as member from (select school_id, unnest(${section}) as r from documents)`;

/** Links whose two ends exist, as pairs of the records' numbers, before any criterion. */
export const readLinks: readonly string[] = [
  `create temp table links_of_contacts as
with items as (select school_id, unnest(ContactLinks) as r, generate_subscripts(ContactLinks, 1) as position from documents),
  mapped as (
    select school_id, id_of(r.StudentID) as student_id, id_of(r.ContactID) as contact_id,
      text_of(r.Relationship) as relationship, position
    from items)
select s.n as student, c.n as contact, arg_min(l.relationship, position) as relationship
from mapped l
join all_students s on s.school_id = l.school_id and s.id = l.student_id
join united_contacts c on c.school_id = l.school_id and c.id = l.contact_id
group by all;`,
  `create temp table class_students_in as
select distinct c.n as class, s.n as student from (${entries('Classes', 'ClassID', 'StudentIDs')}) l
join all_classes c on c.school_id = l.school_id and c.id = l.owner
join all_students s on s.school_id = l.school_id and s.id = l.member;`,
  `create temp table group_students_in as
select distinct g.n as "group", s.n as student from (${entries('Groups', 'GroupID', 'StudentIDs')}) l
join all_groups g on g.school_id = l.school_id and g.id = l.owner
join all_students s on s.school_id = l.school_id and s.id = l.member;`,
  `create temp table class_teachers_in as
with classes as (select school_id, unnest(Classes) as r from documents),
  named as (
    select school_id, id_of(r.ClassID) as owner, id_of(r.StaffID1) as member, true as is_first from classes
    union all select school_id, id_of(r.ClassID), id_of(r.StaffID2), false from classes
    union all select *, false from (${entries('Classes', 'ClassID', 'StaffIDs')})
  )
select c.n as class, t.n as teacher, bool_or(is_first) as is_first from named l
join all_classes c on c.school_id = l.school_id and c.id = l.owner
join all_teachers t on t.school_id = l.school_id and t.id = l.member
group by all;`,
];
