/**
 * Macros and tables for what the extract holds. What may be of another type than it should is read as JSON, so that a
 * list in place of a text is seen to be none; everything else as it comes.
 */
export const readDocuments = (glob: string): string => `
create macro clean(t) as nullif(nfc_normalize(trim(t, e' \\t\\n\\r')), '');
create macro text_of(j) as case when json_type(j) in ('ARRAY', 'OBJECT', 'BOOLEAN', 'NULL') then null else clean(j->>'$') end;
create macro id_of(j) as case
  when json_type(j) in ('UBIGINT', 'BIGINT') then j->>'$'
  when json_type(j) = 'VARCHAR' then clean(j->>'$') end;
create macro day_of(t) as case
  when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?') and try_cast(left(t, 10) as date) is not null
  then left(t, 10) end;
create temp table documents as
select SchoolID as school_id, clean(SchoolName) as name, Students, Contacts, ContactLinks, Staff, Classes, Groups
from read_json('${glob}', maximum_object_size = 1073741824, columns = {
  SchoolID: 'VARCHAR', SchoolName: 'VARCHAR',
  Students: 'STRUCT(StudentID JSON, KnownName JSON, Surname JSON, CurrentYearGroup JSON, CurrentClass JSON, DateOfBirth JSON)[]',
  Contacts: 'STRUCT(ContactID JSON, Title JSON, Forename JSON, Surname JSON, Email JSON, Phone JSON, Relationship JSON)[]',
  ContactLinks: 'STRUCT(StudentID JSON, ContactID JSON, Relationship JSON)[]',
  Staff: 'STRUCT(StaffID JSON, Title JSON, Forename JSON, Surname JSON, PrimaryEmail JSON)[]',
  Classes: 'STRUCT(ClassID JSON, ClassCode JSON, ClassDescription JSON, Type JSON, StaffID1 JSON, StaffID2 JSON, StaffIDs JSON[], StudentIDs JSON[])[]',
  Groups: 'STRUCT(GroupID JSON, GroupDescription JSON, GroupType JSON, StudentIDs JSON[])[]'
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

/** Records with repeats united: of each column the first value that is not blank (arg_min passes over nulls). */
export const readRecords: readonly string[] = kinds.map(({ table, section, id, columns }) => {
  const mapped = Object.entries(columns).map(([name, read]) => `${read} as ${name}`);
  const first = Object.keys(columns).map((name) => `arg_min(${name}, position) as ${name}`);
  return `
create temp table ${table} as
with items as (select school_id, unnest(${section}) as r, generate_subscripts(${section}, 1) as position from documents),
  mapped as (select school_id, id_of(r.${id}) as id, position, ${mapped.join(', ')} from items)
select school_id, id, ${first.join(', ')} from mapped where id is not null group by all;`;
});

const entries = (section: string, id: string, list: string): string =>
  `select school_id, id_of(r.${id}) as owner, id_of(unnest(r.${list})) as member from (select school_id, unnest(${section}) as r from documents)`;

/** Links whose two ends exist, before any criterion. */
export const readLinks: readonly string[] = [
  `create temp table links_of_contacts as
with items as (select school_id, unnest(ContactLinks) as r, generate_subscripts(ContactLinks, 1) as position from documents)
select school_id, id_of(r.StudentID) as student_id, id_of(r.ContactID) as contact_id,
  arg_min(text_of(r.Relationship), position) as relationship
from items where id_of(r.StudentID) is not null and id_of(r.ContactID) is not null group by all;`,
  `create temp table class_students_in as
select distinct school_id, owner as class_id, member as student_id from (${entries('Classes', 'ClassID', 'StudentIDs')})
where owner is not null and member is not null;`,
  `create temp table group_students_in as
select distinct school_id, owner as group_id, member as student_id from (${entries('Groups', 'GroupID', 'StudentIDs')})
where owner is not null and member is not null;`,
  `create temp table class_teachers_in as
with classes as (select school_id, unnest(Classes) as r from documents),
  named as (
    select school_id, id_of(r.ClassID) as class_id, id_of(r.StaffID1) as teacher_id, true as is_first from classes
    union all select school_id, id_of(r.ClassID), id_of(r.StaffID2), false from classes
    union all (${entries('Classes', 'ClassID', 'StaffIDs').replace(' from (', ', false from (')})
  )
select school_id, class_id, teacher_id, bool_or(is_first) as is_first
from named where class_id is not null and teacher_id is not null group by all;`,
];
