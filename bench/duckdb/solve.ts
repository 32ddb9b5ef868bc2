/** Who could come through by what they are themselves; classes, students and teachers then need one another. */
export const start = `
create temp table classes_in as select school_id, id, type from all_classes where type in ('Registration', 'Mixed group', 'Teaching set');
create temp table students_in as select school_id, id from all_students;
create temp table teachers_in as select school_id, id from all_teachers
  where title is not null and forename is not null and surname is not null;`;

/** A round of the mutual criteria: each deletes who has nobody left. Done again until none deletes anything. */
export const rounds: readonly string[] = [
  `delete from classes_in c where not exists (
    from class_students_in l join students_in s on s.school_id = l.school_id and s.id = l.student_id
    where l.school_id = c.school_id and l.class_id = c.id)
  or not exists (
    from class_teachers_in l join teachers_in t on t.school_id = l.school_id and t.id = l.teacher_id
    where l.school_id = c.school_id and l.class_id = c.id)`,
  `delete from students_in s where not exists (
    from class_students_in l join classes_in c on c.school_id = l.school_id and c.id = l.class_id
    where l.school_id = s.school_id and l.student_id = s.id)`,
  `delete from teachers_in t where not exists (
    from class_teachers_in l join classes_in c on c.school_id = l.school_id and c.id = l.class_id
    where l.school_id = t.school_id and l.teacher_id = t.id)`,
];

/** Contacts and groups need students, and nobody needs them: once is enough. */
export const write = `
create table schools as select school_id, name from documents;
create table students as select a.* from all_students a semi join students_in i on a.school_id = i.school_id and a.id = i.id;
create table teachers as select a.* from all_teachers a semi join teachers_in i on a.school_id = i.school_id and a.id = i.id;
create table classes as
select a.* replace (case a.type when 'Registration' then 'registration' when 'Teaching set' then 'class'
  when 'Mixed group' then 'custom group' else a.type end as type)
from all_classes a semi join classes_in i on a.school_id = i.school_id and a.id = i.id;
create table class_students as
select l.* from class_students_in l
semi join students_in s on s.school_id = l.school_id and s.id = l.student_id
semi join classes_in c on c.school_id = l.school_id and c.id = l.class_id;
create table class_teachers as
select l.school_id, l.class_id, l.teacher_id,
  case when c.type <> 'Registration' then 'teacher' when l.is_first then 'main' else 'supervisor' end as role
from class_teachers_in l
join classes_in c on c.school_id = l.school_id and c.id = l.class_id
semi join teachers_in t on t.school_id = l.school_id and t.id = l.teacher_id;
create temp table named_contacts as
select * from all_contacts where title is not null and forename is not null and surname is not null;
create table contact_links as
select l.*, 1 as priority from contact_links_in l
semi join students_in s on s.school_id = l.school_id and s.id = l.student_id
semi join named_contacts c on c.school_id = l.school_id and c.id = l.contact_id;
create table contacts as
with first_of as (select school_id, contact_id, arg_min(relationship, student_id) as relationship from contact_links group by all)
select c.* replace (coalesce(c.relationship, f.relationship) as relationship)
from named_contacts c join first_of f on f.school_id = c.school_id and f.contact_id = c.id;
create table group_students as
select l.* from group_students_in l
semi join students_in s on s.school_id = l.school_id and s.id = l.student_id
semi join all_groups g on g.school_id = l.school_id and g.id = l.group_id and g.type in ('Student group', 'House group', 'Year group');
create table groups as
select g.*, case type when 'Student group' then 'Student groups' when 'House group' then 'House groups'
  when 'Year group' then 'Year groups' end as heading
from all_groups g semi join group_students l on l.school_id = g.school_id and l.group_id = g.id;`;
