/** The shipped list of titles, folded. */
const inList = (titles: readonly string[]): string => titles.map((title) => `'${title.toLowerCase()}'`).join(', ');

/**
 * Combined contacts and their links become two, and the second one's number is below zero. A value that has not exactly
 * two parts goes whole to both.
 */
export const splitContacts = (titles: readonly string[]): string => `
create macro joints(t) as list_filter(list_transform(
  regexp_split_to_array(t, '(?i)(^|\\s)and(\\s|$)|[&/+]'), lambda part: trim(part)), lambda part: part <> '');
create macro listed(t) as list_filter(list_transform(
  regexp_split_to_array(t, '[;,]'), lambda part: trim(part)), lambda part: part <> '');
create macro folded(t) as lower(regexp_replace(t, '\\.$', ''));
create macro is_email(t) as len(t) - len(replace(t, '@', '')) = 1;
create macro is_phone(t) as len(regexp_replace(t, '[^0-9]', '', 'g')) >= 6;
create macro share(parts, fits, whole, half) as case when len(parts) = 2 and fits then parts[half] else whole end;
create temp table combined as
select * from (select *, joints(title) as titles from united_contacts where regexp_matches(title, '(?i)and|[&/+]'))
where len(titles) = 2 and folded(titles[1]) in (${inList(titles)}) and folded(titles[2]) in (${inList(titles)});
create temp table all_contacts as
select * from united_contacts where n not in (select n from combined)
union all
select case half when 1 then n else -n end as n, school_id, case half when 1 then id else id || '#2' end as id,
  titles[half] as title,
  share(joints(forename), true, forename, half) as forename,
  share(joints(surname), true, surname, half) as surname,
  share(listed(email), is_email(listed(email)[1]) and is_email(listed(email)[2]), email, half) as email,
  share(listed(phone), is_phone(listed(phone)[1]) and is_phone(listed(phone)[2]), phone, half) as phone,
  share(joints(relationship), true, relationship, half) as relationship
from combined, (values (1), (2)) halves(half);
create temp table contact_links_in as
select * from links_of_contacts where contact not in (select n from combined)
union all
select student, case half when 1 then contact else -contact end as contact,
  share(joints(relationship), true, relationship, half) as relationship
from links_of_contacts, (values (1), (2)) halves(half) where contact in (select n from combined);`;
