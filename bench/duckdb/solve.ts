/** The records that could come through by themselves; classes, students and teachers then need one another. */
export const start = `
create temp table classes_in as select n from all_classes where type in ('Registration', 'Mixed group', 'Teaching set');
create temp table students_in as select n from all_students;
create temp table teachers_in as select n from all_teachers
  where title is not null and forename is not null and surname is not null;`;

/** A round of the mutual criteria: a record stays only if it has somebody left. Run it again until everybody stays. */
export const round = `
create or replace temp table classes_in as select n from classes_in
where n in (select class from class_students_in where student in (from students_in))
  and n in (select class from class_teachers_in where teacher in (from teachers_in));
create or replace temp table students_in as select n from students_in
where n in (select student from class_students_in where class in (from classes_in));
create or replace temp table teachers_in as select n from teachers_in
where n in (select teacher from class_teachers_in where class in (from classes_in));`;

export const left = `select (select count(*) from classes_in) + (select count(*) from students_in)
  + (select count(*) from teachers_in) as n;`;

/** Contacts and groups need students, and nobody needs them: once is enough. */
export const write = `
create table schools as select school_id, name from documents;
create table students as select * exclude (n) from all_students where n in (from students_in);
create table teachers as select * exclude (n) from all_teachers where n in (from teachers_in);
create table classes as
select * exclude (n) replace (case type when 'Registration' then 'registration' when 'Teaching set' then 'class'
  when 'Mixed group' then 'custom group' else type end as type)
from all_classes where n in (from classes_in);
create table class_students as
select c.school_id, c.id as class_id, s.id as student_id from class_students_in l
join all_classes c on c.n = l.class join all_students s on s.n = l.student
where l.class in (from classes_in) and l.student in (from students_in);
create table class_teachers as
select c.school_id, c.id as class_id, t.id as teacher_id,
  case when c.type <> 'Registration' then 'teacher' when l.is_first then 'main' else 'supervisor' end as role
from class_teachers_in l join all_classes c on c.n = l.class join all_teachers t on t.n = l.teacher
where l.class in (from classes_in) and l.teacher in (from teachers_in);
create temp table named_contacts as
select * from all_contacts where title is not null and forename is not null and surname is not null;
create temp table contact_links_through as
select c.school_id, s.id as student_id, c.id as contact_id, l.relationship, c.n as contact
from contact_links_in l join all_students s on s.n = l.student join named_contacts c on c.n = l.contact
where l.student in (from students_in);
create table contact_links as select * exclude (contact), 1 as priority from contact_links_through;
create table contacts as
with first_of as (select contact, arg_min(relationship, student_id) as relationship from contact_links_through group by all)
select c.* exclude (n) replace (coalesce(c.relationship, f.relationship) as relationship)
from named_contacts c join first_of f on f.contact = c.n;
create temp table groups_in as
select distinct "group" as n from group_students_in l join all_groups g on g.n = l."group"
where l.student in (from students_in) and g.type in ('Student group', 'House group', 'Year group');
create table group_students as
select g.school_id, g.id as group_id, s.id as student_id from group_students_in l
join all_groups g on g.n = l."group" join all_students s on s.n = l.student
where l."group" in (from groups_in) and l.student in (from students_in);
create table groups as
select * exclude (n), case type when 'Student group' then 'Student groups' when 'House group' then 'House groups'
  when 'Year group' then 'Year groups' end as heading
from all_groups where n in (from groups_in);`;
