/** The shipped list of titles, folded. */
const inList = (titles: readonly string[]): string => titles.map((title) => `'${title.toLowerCase()}'`).join(', ');

/** Combined contacts become two, and so do their links; a value that has not exactly two parts is given whole to both. */
export const splitContacts = (titles: readonly string[]): string => `
create macro joints(t) as list_filter(list_transform(
  regexp_split_to_array(t, '(?i)(^|\\s)and(\\s|$)|[&/+]'), lambda part: trim(part)), lambda part: part <> '');
create macro listed(t) as list_filter(list_transform(
  regexp_split_to_array(t, '[;,]'), lambda part: trim(part)), lambda part: part <> '');
create macro folded(t) as lower(regexp_replace(t, '\\.$', ''));
create macro is_email(t) as len(t) - len(replace(t, '@', '')) = 1;
create macro is_phone(t) as len(regexp_replace(t, '[^0-9]', '', 'g')) >= 6;
create macro half(parts, fits, whole, n) as case when len(parts) = 2 and fits then parts[n] else whole end;
create temp table combined as
select * from (select *, joints(title) as titles from united_contacts where regexp_matches(title, '(?i)and|[&/+]'))
where len(titles) = 2 and folded(titles[1]) in (${inList(titles)}) and folded(titles[2]) in (${inList(titles)});
create temp table all_contacts as
select u.* from united_contacts u anti join combined c on u.school_id = c.school_id and u.id = c.id
union all
select school_id, case n when 1 then id else id || '#2' end as id, titles[n] as title,
  half(joints(forename), true, forename, n) as forename,
  half(joints(surname), true, surname, n) as surname,
  half(listed(email), is_email(listed(email)[1]) and is_email(listed(email)[2]), email, n) as email,
  half(listed(phone), is_phone(listed(phone)[1]) and is_phone(listed(phone)[2]), phone, n) as phone,
  half(joints(relationship), true, relationship, n) as relationship
from combined, (values (1), (2)) halves(n);
create temp table contact_links_in as
select l.* from links_of_contacts l anti join combined c on l.school_id = c.school_id and l.contact_id = c.id
union all
select l.school_id, student_id, case n when 1 then contact_id else contact_id || '#2' end as contact_id,
  half(joints(l.relationship), true, l.relationship, n) as relationship
from links_of_contacts l join combined c on l.school_id = c.school_id and l.contact_id = c.id, (values (1), (2)) halves(n);`;
