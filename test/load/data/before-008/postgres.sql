CREATE TABLE public.account_schools (
    account text NOT NULL COLLATE pg_catalog."C",
    school_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.accounts (
    name text NOT NULL COLLATE pg_catalog."C",
    password text,
    role text,
    sees text,
    created_at text
);
CREATE TABLE public.audit (
    id text NOT NULL COLLATE pg_catalog."C",
    at text COLLATE pg_catalog."C",
    what text COLLATE pg_catalog."C",
    school_id text COLLATE pg_catalog."C",
    who text,
    kind text,
    record_id text,
    detail text
);
CREATE TABLE public.changes (
    school_id text NOT NULL COLLATE pg_catalog."C",
    run_id text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    table_name text,
    record_id text,
    kind text,
    fields text
);
CREATE TABLE public.class_students (
    school_id text NOT NULL COLLATE pg_catalog."C",
    class_id text NOT NULL COLLATE pg_catalog."C",
    student_id text NOT NULL COLLATE pg_catalog."C",
    row_digest text
);
CREATE TABLE public.class_teachers (
    school_id text NOT NULL COLLATE pg_catalog."C",
    class_id text NOT NULL COLLATE pg_catalog."C",
    teacher_id text NOT NULL COLLATE pg_catalog."C",
    role text,
    row_digest text
);
CREATE TABLE public.classes (
    school_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    code text,
    description text,
    type text,
    row_digest text,
    left_at text
);
CREATE TABLE public.contact_links (
    school_id text NOT NULL COLLATE pg_catalog."C",
    student_id text NOT NULL COLLATE pg_catalog."C",
    contact_id text NOT NULL COLLATE pg_catalog."C",
    relationship text,
    priority integer,
    row_digest text
);
CREATE TABLE public.contacts (
    school_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    title text,
    forename text,
    surname text,
    email text,
    phone text,
    relationship text,
    row_digest text,
    left_at text
);
CREATE TABLE public.findings (
    school_id text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    severity text,
    kind text,
    record_id text,
    rule text,
    because text,
    cause_kind text,
    cause_id text,
    field text,
    fix text,
    among text,
    file text,
    "position" integer,
    round integer,
    line integer
);
CREATE TABLE public.forgotten (
    school_id text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C",
    kind text,
    salt text,
    forgotten_at text
);
CREATE TABLE public.group_students (
    school_id text NOT NULL COLLATE pg_catalog."C",
    group_id text NOT NULL COLLATE pg_catalog."C",
    student_id text NOT NULL COLLATE pg_catalog."C",
    row_digest text
);
CREATE TABLE public.groups (
    school_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    description text,
    type text,
    heading text,
    row_digest text,
    left_at text
);
CREATE TABLE public.held_items (
    school_id text NOT NULL COLLATE pg_catalog."C",
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    kind text,
    record_id text,
    change text,
    columns text
);
CREATE TABLE public.holds (
    school_id text NOT NULL COLLATE pg_catalog."C",
    run_id text,
    held_at text,
    reason text,
    released_at text,
    released_by text,
    released_why text,
    counts text,
    fingerprint text,
    released_fingerprint text
);
CREATE TABLE public.latest_school_runs (
    school_id text NOT NULL COLLATE pg_catalog."C",
    run_id text,
    status text,
    reason text,
    name text
);
CREATE TABLE public.pullthrough_migrations (
    id integer NOT NULL,
    name character varying(255),
    batch integer,
    migration_time timestamp with time zone
);
CREATE SEQUENCE public.pullthrough_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.pullthrough_migrations_id_seq OWNED BY public.pullthrough_migrations.id;
CREATE TABLE public.pullthrough_tables (
    table_name text NOT NULL COLLATE pg_catalog."C",
    shape text
);
CREATE TABLE public.runs (
    id text NOT NULL COLLATE pg_catalog."C",
    started_at text,
    finished_at text,
    status text,
    counts text
);
CREATE TABLE public.school_runs (
    school_id text NOT NULL COLLATE pg_catalog."C",
    run_id text NOT NULL COLLATE pg_catalog."C",
    document integer NOT NULL,
    status text,
    counts text,
    reason text
);
CREATE TABLE public.schools (
    school_id text NOT NULL COLLATE pg_catalog."C",
    name text,
    last_run_id text,
    loaded_at text,
    findings_digest text,
    extracted_at text,
    bytes_part text,
    values_digest text,
    rules_digest text,
    outcome text,
    bytes_digest text COLLATE pg_catalog."C"
);
CREATE TABLE public.sessions (
    digest text NOT NULL COLLATE pg_catalog."C",
    account text,
    created_at text,
    last_seen_at text
);
CREATE TABLE public.students (
    school_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    known_name text,
    surname text,
    year_group text,
    class_name text,
    date_of_birth text,
    row_digest text,
    left_at text
);
CREATE TABLE public.teachers (
    school_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    title text,
    forename text,
    surname text,
    email text,
    row_digest text,
    room text,
    left_at text
);
ALTER TABLE ONLY public.pullthrough_migrations ALTER COLUMN id SET DEFAULT nextval('public.pullthrough_migrations_id_seq'::regclass);
INSERT INTO public.account_schools (account, school_id) VALUES
	('office@example.org', '9361234');
INSERT INTO public.accounts (name, password, role, sees, created_at) VALUES
	('office@example.org', '$scrypt$ln=15,r=8,p=3$NYTGOn3YW0q9s+qK2ws6uA==$vsY7Z6BMAXxzjIxY0qU2dT7Tpib/FMpVXRiJHrvXBvI=', 'editor', 'named', '2026-11-29T01:48:48.396Z');
INSERT INTO public.audit (id, at, what, school_id, who, kind, record_id, detail) VALUES
	('edit-20261129T014846382Z-662a6b', '2026-11-29T01:48:46.382Z', 'edit', '9361234', NULL, 'teachers', '31', 'room'),
	('20261129T014848396Z-62af76475869', '2026-11-29T01:48:48.396Z', 'account-added', NULL, NULL, NULL, NULL, 'office@example.org: editor of school 9361234');
INSERT INTO public.changes (school_id, run_id, number, table_name, record_id, kind, fields) VALUES
	('9361234', 'edit-20261129T014846382Z-662a6b', 1, 'teachers', '31', 'changed', '{"room":{"before":null,"after":"B12"}}'),
	('9361234', '20261129T014847182Z-5c64ea', 1, 'students', '101', 'changed', '{"surname":{"before":"Okoro","after":"Okoro-Bell"}}'),
	('9361234', '20261129T014847182Z-5c64ea', 2, 'students', '102', 'removed', '{"known_name":{"before":"Łucja"},"surname":{"before":"Nowak"},"year_group":{"before":"Year 10"},"class_name":{"before":"10A"},"date_of_birth":{"before":"2012-01-31"}}'),
	('9361234', '20261129T014847182Z-5c64ea', 3, 'contacts', '502', 'removed', '{"title":{"before":"Mrs"},"forename":{"before":"Zofia"},"surname":{"before":"Nowak"},"email":{"before":"zofia@example.org"},"phone":{"before":"01632 960002"},"relationship":{"before":"Mother"}}'),
	('9361234', '20261129T014847182Z-5c64ea', 4, 'classes', '10', 'removed', '{"code":{"before":"10A"},"description":{"before":"Year 10 A"},"type":{"before":"registration"}}'),
	('9361234', '20261129T014847182Z-5c64ea', 5, 'contact_links', '["102","502"]', 'removed', '{"relationship":{"before":"Mother"},"priority":{"before":1}}'),
	('9361234', '20261129T014847182Z-5c64ea', 6, 'class_students', '["10","102"]', 'removed', '{}'),
	('9361234', '20261129T014847182Z-5c64ea', 7, 'class_teachers', '["10","32"]', 'removed', '{"role":{"before":"main"}}'),
	('9361234', '20261129T014847182Z-5c64ea', 8, 'group_students', '["70","102"]', 'removed', '{}'),
	('9361234', '20261129T014847851Z-9c9d40', 1, 'students', '102', 'returned', '{"known_name":{"after":"Łucja"},"surname":{"after":"Nowak"},"year_group":{"after":"Year 10"},"class_name":{"after":"10A"},"date_of_birth":{"after":"2012-01-31"}}'),
	('9361234', '20261129T014847851Z-9c9d40', 2, 'contacts', '502', 'returned', '{"title":{"after":"Mrs"},"forename":{"after":"Zofia"},"surname":{"after":"Nowak"},"email":{"after":"zofia@example.org"},"phone":{"after":"01632 960002"},"relationship":{"after":"Mother"}}'),
	('9361234', '20261129T014847851Z-9c9d40', 3, 'classes', '10', 'returned', '{"code":{"after":"10A"},"description":{"after":"Year 10 A"},"type":{"after":"registration"}}'),
	('9361234', '20261129T014847851Z-9c9d40', 4, 'contact_links', '["102","502"]', 'added', '{"relationship":{"after":"Mother"},"priority":{"after":1}}'),
	('9361234', '20261129T014847851Z-9c9d40', 5, 'class_students', '["10","102"]', 'added', '{}'),
	('9361234', '20261129T014847851Z-9c9d40', 6, 'class_teachers', '["10","32"]', 'added', '{"role":{"after":"main"}}'),
	('9361234', '20261129T014847851Z-9c9d40', 7, 'group_students', '["70","102"]', 'added', '{}');
INSERT INTO public.class_students (school_id, class_id, student_id, row_digest) VALUES
	('9361234', '9', '101', '0.0'),
	('9361234', '9', '104', '0.0'),
	('9361234', '9', '105', '0.0'),
	('9361234', '9', '106', '0.0'),
	('9361234', '11', '103', '0.0'),
	('9361234', '11', '101', '0.0'),
	('9361240', '9', '101', '0.0'),
	('9361240', '9', '104', '0.0'),
	('9361240', '9', '105', '0.0'),
	('9361240', '9', '106', '0.0'),
	('9361240', '10', '102', '0.0'),
	('9361240', '11', '103', '0.0'),
	('9361240', '11', '101', '0.0'),
	('9361250', '9', '101', '0.0'),
	('9361250', '9', '104', '0.0'),
	('9361250', '9', '105', '0.0'),
	('9361250', '9', '106', '0.0'),
	('9361250', '10', '102', '0.0'),
	('9361250', '11', '103', '0.0'),
	('9361250', '11', '101', '0.0'),
	('9361234', '10', '102', '0.0');
INSERT INTO public.class_teachers (school_id, class_id, teacher_id, role, row_digest) VALUES
	('9361234', '9', '31', 'main', 'blggka.1hg0n4q'),
	('9361234', '11', '31', 'teacher', 'zgilog.m7d2ha'),
	('9361234', '11', '32', 'teacher', 'zgilog.m7d2ha'),
	('9361240', '9', '31', 'main', 'blggka.1hg0n4q'),
	('9361240', '10', '32', 'main', 'blggka.1hg0n4q'),
	('9361240', '11', '31', 'teacher', 'zgilog.m7d2ha'),
	('9361240', '11', '32', 'teacher', 'zgilog.m7d2ha'),
	('9361250', '9', '31', 'main', 'blggka.1hg0n4q'),
	('9361250', '10', '32', 'main', 'blggka.1hg0n4q'),
	('9361250', '11', '31', 'teacher', 'zgilog.m7d2ha'),
	('9361250', '11', '32', 'teacher', 'zgilog.m7d2ha'),
	('9361234', '10', '32', 'main', 'blggka.1hg0n4q');
INSERT INTO public.classes (school_id, id, code, description, type, row_digest, left_at) VALUES
	('9361234', '9', '4B', 'Year 4 Blue', 'registration', '135jjou.1nmtd0m', NULL),
	('9361234', '11', '7A', 'Year 7 A', 'class', '1ef6073.vm0eqi', NULL),
	('9361240', '9', '4B', 'Year 4 Blue', 'registration', '135jjou.1nmtd0m', NULL),
	('9361240', '10', '10A', 'Year 10 A', 'registration', '1trwns7.sqg9o0', NULL),
	('9361240', '11', '7A', 'Year 7 A', 'class', '1ef6073.vm0eqi', NULL),
	('9361250', '9', '4B', 'Year 4 Blue', 'registration', '135jjou.1nmtd0m', NULL),
	('9361250', '10', '10A', 'Year 10 A', 'registration', '1trwns7.sqg9o0', NULL),
	('9361250', '11', '7A', 'Year 7 A', 'class', '1ef6073.vm0eqi', NULL),
	('9361234', '10', '10A', 'Year 10 A', 'registration', '1trwns7.sqg9o0', NULL);
INSERT INTO public.contact_links (school_id, student_id, contact_id, relationship, priority, row_digest) VALUES
	('9361234', '101', '501', 'Father', 1, 'odar86.qlogqd'),
	('9361234', '103', '503', 'Father', 1, 'odar86.qlogqd'),
	('9361234', '104', '505', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361234', '101', '501#2', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361234', '105', '504#2', 'Parents', 1, '1w7h8aq.1bxfcwr'),
	('9361234', '106', '504#2', 'Parents', 1, '1w7h8aq.1bxfcwr'),
	('9361240', '101', '600', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '102', '601', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '103', '602', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '104', '603', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '105', '604', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '106', '605', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '101', '606', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '102', '607', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '103', '608', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '104', '609', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '105', '610', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361240', '106', '611', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361250', '101', '501', 'Father', 1, 'odar86.qlogqd'),
	('9361250', '103', '503', 'Father', 1, 'odar86.qlogqd'),
	('9361250', '105', '504', 'Parents', 1, '1w7h8aq.1bxfcwr'),
	('9361250', '106', '504', 'Parents', 1, '1w7h8aq.1bxfcwr'),
	('9361250', '104', '505', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361250', '101', '501#2', 'Mother', 1, '14nbk6f.7f3yas'),
	('9361250', '105', '504#2', 'Parents', 1, '1w7h8aq.1bxfcwr'),
	('9361250', '106', '504#2', 'Parents', 1, '1w7h8aq.1bxfcwr'),
	('9361234', '102', '502', 'Mother', 1, '14nbk6f.7f3yas');
INSERT INTO public.contacts (school_id, id, title, forename, surname, email, phone, relationship, row_digest, left_at) VALUES
	('9361234', '501', 'Mr', 'Ben', 'Okoro', 'ben@example.org', '01632 960001', 'Parents', 'yu2jwr.msmllg', NULL),
	('9361234', '503', 'Dr', 'Søren', 'Ørsted', NULL, '01632 960003', 'Father', 'y5s18x.1payh9j', NULL),
	('9361234', '505', 'Ms', 'Cat', 'Yıldız', 'cat@example.org', NULL, 'Mother', '1xck0u4.siuhn6', NULL),
	('9361234', '501#2', 'Mrs', 'Ife', 'Okoro', 'ben@example.org', '01632 960001', 'Parents', '1nj4mfh.w85qmd', NULL),
	('9361234', '504#2', 'Mrs', 'Bea', 'Lee', 'lee@example.org', '01632 960004', 'Parents', '1j2vf78.1f86mdv', NULL),
	('9361240', '600', 'Mrs', 'F0', 'P0', 'p0@example.org', NULL, 'Mother', '1bqm03q.qxidw8', NULL),
	('9361240', '601', 'Mrs', 'F1', 'P1', 'p1@example.org', NULL, 'Mother', '2h04lc.hfvnew', NULL),
	('9361240', '602', 'Mrs', 'F2', 'P2', 'p2@example.org', NULL, 'Mother', '12qk0b0.3nupu6', NULL),
	('9361240', '603', 'Mrs', 'F3', 'P3', 'p3@example.org', NULL, 'Mother', 'dmffa2.wgt4ow', NULL),
	('9361240', '604', 'Mrs', 'F4', 'P4', 'p4@example.org', NULL, 'Mother', '1lkzosb.cp5cvv', NULL),
	('9361240', '605', 'Mrs', 'F5', 'P5', 'p5@example.org', NULL, 'Mother', 'kywz0t.14h1cum', NULL),
	('9361240', '606', 'Mrs', 'F6', 'P6', 'p6@example.org', NULL, 'Mother', '19w9hah.15v4ub2', NULL),
	('9361240', '607', 'Mrs', 'F7', 'P7', 'p7@example.org', NULL, 'Mother', '1da5iuy.1gqr8g6', NULL),
	('9361240', '608', 'Mrs', 'F8', 'P8', 'p8@example.org', NULL, 'Mother', '1yqax2n.tfw066', NULL),
	('9361240', '609', 'Mrs', 'F9', 'P9', 'p9@example.org', NULL, 'Mother', '1dmur95.19pmwfx', NULL),
	('9361240', '610', 'Mrs', 'F10', 'P10', 'p10@example.org', NULL, 'Mother', 'ssk8i2.1shuo7u', NULL),
	('9361240', '611', 'Mrs', 'F11', 'P11', 'p11@example.org', NULL, 'Mother', '1vl3pk2.s9vqzs', NULL),
	('9361250', '501', 'Mr', 'Ben', 'Okoro', 'ben@example.org', '01632 960001', 'Parents', 'yu2jwr.msmllg', NULL),
	('9361250', '503', 'Dr', 'Søren', 'Ørsted', NULL, '01632 960003', 'Father', 'y5s18x.1payh9j', NULL),
	('9361250', '504', 'Mr', 'Al', 'Lee', 'lee@example.org', '01632 960004', 'Parents', '1vtcaoi.1kkhz3x', NULL),
	('9361250', '505', 'Ms', 'Cat', 'Yıldız', 'cat@example.org', NULL, 'Mother', '1xck0u4.siuhn6', NULL),
	('9361250', '501#2', 'Mrs', 'Ife', 'Okoro', 'ben@example.org', '01632 960001', 'Parents', '1nj4mfh.w85qmd', NULL),
	('9361250', '504#2', 'Mrs', 'Bea', 'Lee', 'lee@example.org', '01632 960004', 'Parents', '1j2vf78.1f86mdv', NULL),
	('9361234', '502', 'Mrs', 'Zofia', 'Nowak', 'zofia@example.org', '01632 960002', 'Mother', '10sko87.ny4c8f', NULL);
INSERT INTO public.findings (school_id, number, severity, kind, record_id, rule, because, cause_kind, cause_id, field, fix, among, file, "position", round, line) VALUES
	('9361240', 1, 'excluded', 'students', '107', 'student-in-a-class', 'None of the student''s classes comes through', NULL, NULL, NULL, 'Put the student in a class that comes through', 'mistakes', 'rules/students.yaml', 6, 1, 2),
	('9361240', 2, 'excluded', 'teachers', '33', 'teacher-title', 'Title is blank', NULL, NULL, NULL, 'Give the member of staff a title', 'mistakes', 'rules/teachers.yaml', 2, 1, 2),
	('9361240', 3, 'excluded', 'classes', '12', 'class-type', 'It is not a registration group, a mixed group or a teaching set', NULL, NULL, NULL, NULL, 'choices', 'rules/classes.yaml', 3, 1, 2),
	('9361240', 4, 'excluded', 'classStudents', '["12","103"]', 'end-stays-out', 'One of its ends does not come through.', 'classes', '12', NULL, NULL, 'choices', NULL, 3, 1, NULL),
	('9361240', 5, 'excluded', 'classTeachers', '["9","33"]', 'end-stays-out', 'One of its ends does not come through.', 'teachers', '33', NULL, NULL, 'mistakes', NULL, 0, 1, NULL),
	('9361240', 6, 'excluded', 'classTeachers', '["12","31"]', 'end-stays-out', 'One of its ends does not come through.', 'classes', '12', NULL, NULL, 'choices', NULL, 3, 1, NULL),
	('9361250', 1, 'excluded', 'students', '107', 'student-in-a-class', 'None of the student''s classes comes through', NULL, NULL, NULL, 'Put the student in a class that comes through', 'mistakes', 'rules/students.yaml', 6, 1, 2),
	('9361250', 2, 'excluded', 'contacts', '506', 'contact-forename', 'Forename is blank', NULL, NULL, NULL, 'Give the contact a forename', 'mistakes', 'rules/contacts.yaml', 5, 1, 15),
	('9361250', 3, 'excluded', 'teachers', '33', 'teacher-title', 'Title is blank', NULL, NULL, NULL, 'Give the member of staff a title', 'mistakes', 'rules/teachers.yaml', 2, 1, 2),
	('9361250', 4, 'excluded', 'classes', '12', 'class-type', 'It is not a registration group, a mixed group or a teaching set', NULL, NULL, NULL, NULL, 'choices', 'rules/classes.yaml', 3, 1, 2),
	('9361250', 5, 'excluded', 'contactLinks', '["104","506"]', 'end-stays-out', 'One of its ends does not come through.', 'contacts', '506', NULL, NULL, 'mistakes', NULL, 6, 1, NULL),
	('9361250', 6, 'excluded', 'classStudents', '["12","103"]', 'end-stays-out', 'One of its ends does not come through.', 'classes', '12', NULL, NULL, 'choices', NULL, 3, 1, NULL),
	('9361250', 7, 'excluded', 'classTeachers', '["9","33"]', 'end-stays-out', 'One of its ends does not come through.', 'teachers', '33', NULL, NULL, 'mistakes', NULL, 0, 1, NULL),
	('9361250', 8, 'excluded', 'classTeachers', '["12","31"]', 'end-stays-out', 'One of its ends does not come through.', 'classes', '12', NULL, NULL, 'choices', NULL, 3, 1, NULL),
	('9361234', 1, 'excluded', 'students', '107', 'student-in-a-class', 'None of the student''s classes comes through', NULL, NULL, NULL, 'Put the student in a class that comes through', 'mistakes', 'rules/students.yaml', 6, 1, 2),
	('9361234', 2, 'warning', 'contacts', '504', 'forgotten', 'They were erased on request (pullthrough forget).', NULL, NULL, NULL, 'Take them out of the extract at the source', 'mistakes', NULL, 3, 1, NULL),
	('9361234', 3, 'excluded', 'contacts', '506', 'contact-forename', 'Forename is blank', NULL, NULL, NULL, 'Give the contact a forename', 'mistakes', 'rules/contacts.yaml', 5, 1, 15),
	('9361234', 4, 'excluded', 'teachers', '33', 'teacher-title', 'Title is blank', NULL, NULL, NULL, 'Give the member of staff a title', 'mistakes', 'rules/teachers.yaml', 2, 1, 2),
	('9361234', 5, 'excluded', 'classes', '12', 'class-type', 'It is not a registration group, a mixed group or a teaching set', NULL, NULL, NULL, NULL, 'choices', 'rules/classes.yaml', 3, 1, 2),
	('9361234', 6, 'excluded', 'contactLinks', '["105","504"]', 'end-stays-out', 'One of its ends does not come through.', 'contacts', '504', NULL, NULL, 'mistakes', NULL, 3, 1, NULL),
	('9361234', 7, 'excluded', 'contactLinks', '["106","504"]', 'end-stays-out', 'One of its ends does not come through.', 'contacts', '504', NULL, NULL, 'mistakes', NULL, 4, 1, NULL),
	('9361234', 8, 'excluded', 'contactLinks', '["104","506"]', 'end-stays-out', 'One of its ends does not come through.', 'contacts', '506', NULL, NULL, 'mistakes', NULL, 6, 1, NULL),
	('9361234', 9, 'excluded', 'classStudents', '["12","103"]', 'end-stays-out', 'One of its ends does not come through.', 'classes', '12', NULL, NULL, 'choices', NULL, 3, 1, NULL),
	('9361234', 10, 'excluded', 'classTeachers', '["9","33"]', 'end-stays-out', 'One of its ends does not come through.', 'teachers', '33', NULL, NULL, 'mistakes', NULL, 0, 1, NULL),
	('9361234', 11, 'excluded', 'classTeachers', '["12","31"]', 'end-stays-out', 'One of its ends does not come through.', 'classes', '12', NULL, NULL, 'choices', NULL, 3, 1, NULL);
INSERT INTO public.forgotten (school_id, digest, kind, salt, forgotten_at) VALUES
	('9361234', '4bb4358faf37272d16ab58bb5a4f42bafa37b3f7849fb67beb302de93ca8189c', 'contacts', '2b934adf5dfd347d0d1303b9428a25ec', '2026-11-29T01:48:46.629Z'),
	('9361250', 'a242e0025d2e98f8be4d1280db3c91b5b75d300eb4983ab0c43505e53dbfeaf1', 'contacts', 'c3bb87b1ba5581bdc7b7350d480e3620', '2026-11-29T01:48:46.891Z');
INSERT INTO public.group_students (school_id, group_id, student_id, row_digest) VALUES
	('9361234', '70', '101', '0.0'),
	('9361234', '70', '103', '0.0'),
	('9361234', '70', '104', '0.0'),
	('9361234', '70', '105', '0.0'),
	('9361234', '70', '106', '0.0'),
	('9361234', '71', '101', '0.0'),
	('9361234', '71', '104', '0.0'),
	('9361234', '71', '105', '0.0'),
	('9361234', '71', '106', '0.0'),
	('9361240', '70', '101', '0.0'),
	('9361240', '70', '102', '0.0'),
	('9361240', '70', '103', '0.0'),
	('9361240', '70', '104', '0.0'),
	('9361240', '70', '105', '0.0'),
	('9361240', '70', '106', '0.0'),
	('9361240', '71', '101', '0.0'),
	('9361240', '71', '104', '0.0'),
	('9361240', '71', '105', '0.0'),
	('9361240', '71', '106', '0.0'),
	('9361250', '70', '101', '0.0'),
	('9361250', '70', '102', '0.0'),
	('9361250', '70', '103', '0.0'),
	('9361250', '70', '104', '0.0'),
	('9361250', '70', '105', '0.0'),
	('9361250', '70', '106', '0.0'),
	('9361250', '71', '101', '0.0'),
	('9361250', '71', '104', '0.0'),
	('9361250', '71', '105', '0.0'),
	('9361250', '71', '106', '0.0'),
	('9361234', '70', '102', '0.0');
INSERT INTO public.groups (school_id, id, description, type, heading, row_digest, left_at) VALUES
	('9361234', '70', 'Red House', 'House group', 'House groups', '8ahovy.1wzvs1', NULL),
	('9361234', '71', 'Year 4', 'Year group', 'Year groups', 'dcz60n.15oiseq', NULL),
	('9361240', '70', 'Red House', 'House group', 'House groups', '8ahovy.1wzvs1', NULL),
	('9361240', '71', 'Year 4', 'Year group', 'Year groups', 'dcz60n.15oiseq', NULL),
	('9361250', '70', 'Red House', 'House group', 'House groups', '8ahovy.1wzvs1', NULL),
	('9361250', '71', 'Year 4', 'Year group', 'Year groups', 'dcz60n.15oiseq', NULL);
INSERT INTO public.held_items (school_id, fingerprint, number, kind, record_id, change, columns) VALUES
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 1, 'contacts', '606', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 2, 'contacts', '607', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 3, 'contacts', '608', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 4, 'contacts', '609', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 5, 'contacts', '610', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 6, 'contacts', '611', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 7, 'contactLinks', '["101","606"]', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 8, 'contactLinks', '["102","607"]', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 9, 'contactLinks', '["103","608"]', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 10, 'contactLinks', '["104","609"]', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 11, 'contactLinks', '["105","610"]', 'removed', '[]'),
	('9361240', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f', 12, 'contactLinks', '["106","611"]', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 1, 'contacts', '605', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 2, 'contacts', '606', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 3, 'contacts', '607', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 4, 'contacts', '608', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 5, 'contacts', '609', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 6, 'contacts', '610', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 7, 'contacts', '611', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 8, 'contactLinks', '["101","606"]', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 9, 'contactLinks', '["102","607"]', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 10, 'contactLinks', '["103","608"]', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 11, 'contactLinks', '["104","609"]', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 12, 'contactLinks', '["105","610"]', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 13, 'contactLinks', '["106","605"]', 'removed', '[]'),
	('9361240', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 14, 'contactLinks', '["106","611"]', 'removed', '[]');
INSERT INTO public.holds (school_id, run_id, held_at, reason, released_at, released_by, released_why, counts, fingerprint, released_fingerprint) VALUES
	('9361240', '20261129T014847851Z-9c9d40', '2026-11-29T01:48:47.937Z', '7 of 12 contacts (58.3 %, where 10 % may) and 7 of 12 contactLinks (58.3 %, where 10 % may) would go. Is the extract complete, and are the rules right? Nothing was changed. If it is right: pullthrough release 9361240', '2026-11-29T01:48:47.573Z', NULL, NULL, '[{"kind":"contacts","emptied":0,"removed":7,"changed":0},{"kind":"contactLinks","emptied":0,"removed":7,"changed":0}]', '22f2ca8b4456109d6441a4ccab99f0904b426748aeff7c1a8f48cc0e604602b5', 'c42a4ab8d283516a7d4f58c1d68ac71f07c748929b7b7252224a8352cd623f7f');
INSERT INTO public.latest_school_runs (school_id, run_id, status, reason, name) VALUES
	('9361250', '20261129T014847182Z-5c64ea', 'failed', 'c.json: cut short at byte 39: the document ends before its closing bracket. Export or copy it again. No table was touched.', NULL),
	('9361234', '20261129T014847851Z-9c9d40', 'loaded', NULL, NULL),
	('9361240', '20261129T014847851Z-9c9d40', 'held', '7 of 12 contacts (58.3 %, where 10 % may) and 7 of 12 contactLinks (58.3 %, where 10 % may) would go. Is the extract complete, and are the rules right? Nothing was changed. If it is right: pullthrough release 9361240', NULL);
INSERT INTO public.pullthrough_migrations (id, name, batch, migration_time) VALUES
	(1, '001-runs-changes-findings', 1, '2026-11-29 01:48:45.90499+00'),
	(2, '002-changes-by-number', 1, '2026-11-29 01:48:45.90499+00'),
	(3, '003-what-a-run-remembers', 1, '2026-11-29 01:48:45.90499+00'),
	(4, '005-who-released', 1, '2026-11-29 01:48:45.90499+00'),
	(5, '004-accounts-and-audit', 1, '2026-11-29 01:48:45.90499+00'),
	(6, '006-latest-school-runs', 1, '2026-11-29 01:48:45.90499+00'),
	(7, '007-held-items', 1, '2026-11-29 01:48:45.90499+00');
INSERT INTO public.pullthrough_tables (table_name, shape) VALUES
	('students', '{"key":["id"],"kept":{"known_name":"text","surname":"text","year_group":"text","class_name":"text","date_of_birth":"text"},"local":[],"digest":true,"indexed":["left_at"]}'),
	('contacts', '{"key":["id"],"kept":{"title":"text","forename":"text","surname":"text","email":"text","phone":"text","relationship":"text"},"local":[],"digest":true,"indexed":["left_at"]}'),
	('teachers', '{"key":["id"],"kept":{"title":"text","forename":"text","surname":"text","email":"text"},"local":["room"],"digest":true,"indexed":["left_at"]}'),
	('classes', '{"key":["id"],"kept":{"code":"text","description":"text","type":"text"},"local":[],"digest":true,"indexed":["left_at"]}'),
	('groups', '{"key":["id"],"kept":{"description":"text","type":"text","heading":"text"},"local":[],"digest":true,"indexed":["left_at"]}'),
	('contact_links', '{"key":["student_id","contact_id"],"kept":{"relationship":"text","priority":"integer"},"local":[],"digest":true}'),
	('class_students', '{"key":["class_id","student_id"],"kept":{},"local":[],"digest":true}'),
	('class_teachers', '{"key":["class_id","teacher_id"],"kept":{"role":"text"},"local":[],"digest":true}'),
	('group_students', '{"key":["group_id","student_id"],"kept":{},"local":[],"digest":true}');
INSERT INTO public.runs (id, started_at, finished_at, status, counts) VALUES
	('20261129T014846018Z-181ece', '2026-11-29T01:48:46.018Z', '2026-11-29T01:48:46.131Z', 'done', '{"loaded":3}'),
	('20261129T014847182Z-5c64ea', '2026-11-29T01:48:47.182Z', '2026-11-29T01:48:47.284Z', 'failed', '{"loaded":1,"held":1,"failed":1}'),
	('20261129T014847851Z-9c9d40', '2026-11-29T01:48:47.851Z', '2026-11-29T01:48:47.950Z', 'failed', '{"loaded":1,"held":1}');
INSERT INTO public.school_runs (school_id, run_id, document, status, counts, reason) VALUES
	('9361234', '20261129T014846018Z-181ece', 1, 'loaded', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":6,"through":7,"not":1,"rejected":0,"merged":0,"split":2},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":7,"through":9,"not":1,"rejected":0,"merged":0,"split":3},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"changes":{"students":{"added":6,"changed":0,"removed":0,"returned":0},"contacts":{"added":7,"changed":0,"removed":0,"returned":0},"teachers":{"added":2,"changed":0,"removed":0,"returned":0},"classes":{"added":3,"changed":0,"removed":0,"returned":0},"groups":{"added":2,"changed":0,"removed":0,"returned":0},"contactLinks":{"added":9,"changed":0,"removed":0,"returned":0},"classStudents":{"added":7,"changed":0,"removed":0,"returned":0},"classTeachers":{"added":4,"changed":0,"removed":0,"returned":0},"groupStudents":{"added":10,"changed":0,"removed":0,"returned":0}}}', NULL),
	('9361240', '20261129T014846018Z-181ece', 2, 'loaded', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":12,"through":12,"not":0,"rejected":0,"merged":0,"split":0},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":12,"through":12,"not":0,"rejected":0,"merged":0,"split":0},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"changes":{"students":{"added":6,"changed":0,"removed":0,"returned":0},"contacts":{"added":12,"changed":0,"removed":0,"returned":0},"teachers":{"added":2,"changed":0,"removed":0,"returned":0},"classes":{"added":3,"changed":0,"removed":0,"returned":0},"groups":{"added":2,"changed":0,"removed":0,"returned":0},"contactLinks":{"added":12,"changed":0,"removed":0,"returned":0},"classStudents":{"added":7,"changed":0,"removed":0,"returned":0},"classTeachers":{"added":4,"changed":0,"removed":0,"returned":0},"groupStudents":{"added":10,"changed":0,"removed":0,"returned":0}}}', NULL),
	('9361250', '20261129T014846018Z-181ece', 3, 'loaded', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":6,"through":7,"not":1,"rejected":0,"merged":0,"split":2},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":7,"through":9,"not":1,"rejected":0,"merged":0,"split":3},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"changes":{"students":{"added":6,"changed":0,"removed":0,"returned":0},"contacts":{"added":7,"changed":0,"removed":0,"returned":0},"teachers":{"added":2,"changed":0,"removed":0,"returned":0},"classes":{"added":3,"changed":0,"removed":0,"returned":0},"groups":{"added":2,"changed":0,"removed":0,"returned":0},"contactLinks":{"added":9,"changed":0,"removed":0,"returned":0},"classStudents":{"added":7,"changed":0,"removed":0,"returned":0},"classTeachers":{"added":4,"changed":0,"removed":0,"returned":0},"groupStudents":{"added":10,"changed":0,"removed":0,"returned":0}}}', NULL),
	('9361234', '20261129T014847182Z-5c64ea', 1, 'loaded', '{"sections":{"students":{"read":6,"through":5,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":6,"through":5,"not":3,"rejected":0,"merged":0,"split":2},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":2,"not":2,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":7,"through":6,"not":4,"rejected":0,"merged":0,"split":3},"classStudents":{"read":8,"through":6,"not":2,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":3,"not":3,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":9,"not":1,"rejected":0,"merged":0,"split":0}},"changes":{"students":{"added":0,"changed":1,"removed":1,"returned":0},"contacts":{"added":0,"changed":0,"removed":1,"returned":0},"teachers":{"added":0,"changed":0,"removed":0,"returned":0},"classes":{"added":0,"changed":0,"removed":1,"returned":0},"groups":{"added":0,"changed":0,"removed":0,"returned":0},"contactLinks":{"added":0,"changed":0,"removed":1,"returned":0},"classStudents":{"added":0,"changed":0,"removed":1,"returned":0},"classTeachers":{"added":0,"changed":0,"removed":1,"returned":0},"groupStudents":{"added":0,"changed":0,"removed":1,"returned":0}}}', NULL),
	('9361240', '20261129T014847182Z-5c64ea', 2, 'held', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":6,"through":6,"not":0,"rejected":0,"merged":0,"split":0},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":6,"through":6,"not":0,"rejected":0,"merged":0,"split":0},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"changes":{"students":{"added":0,"changed":0,"removed":0,"returned":0},"contacts":{"added":0,"changed":0,"removed":6,"returned":0},"teachers":{"added":0,"changed":0,"removed":0,"returned":0},"classes":{"added":0,"changed":0,"removed":0,"returned":0},"groups":{"added":0,"changed":0,"removed":0,"returned":0},"contactLinks":{"added":0,"changed":0,"removed":6,"returned":0},"classStudents":{"added":0,"changed":0,"removed":0,"returned":0},"classTeachers":{"added":0,"changed":0,"removed":0,"returned":0},"groupStudents":{"added":0,"changed":0,"removed":0,"returned":0}}}', '6 of 12 contacts (50 %, where 10 % may) and 6 of 12 contactLinks (50 %, where 10 % may) would go. Is the extract complete, and are the rules right? Nothing was changed. If it is right: pullthrough release 9361240'),
	('9361250', '20261129T014847182Z-5c64ea', 3, 'failed', '{"sections":{},"changes":{}}', 'c.json: cut short at byte 39: the document ends before its closing bracket. Export or copy it again. No table was touched.'),
	('9361234', '20261129T014847851Z-9c9d40', 1, 'loaded', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":6,"through":6,"not":2,"rejected":0,"merged":0,"split":2},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":7,"through":7,"not":3,"rejected":0,"merged":0,"split":3},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"changes":{"students":{"added":0,"changed":0,"removed":0,"returned":1},"contacts":{"added":0,"changed":0,"removed":0,"returned":1},"teachers":{"added":0,"changed":0,"removed":0,"returned":0},"classes":{"added":0,"changed":0,"removed":0,"returned":1},"groups":{"added":0,"changed":0,"removed":0,"returned":0},"contactLinks":{"added":1,"changed":0,"removed":0,"returned":0},"classStudents":{"added":1,"changed":0,"removed":0,"returned":0},"classTeachers":{"added":1,"changed":0,"removed":0,"returned":0},"groupStudents":{"added":1,"changed":0,"removed":0,"returned":0}}}', NULL),
	('9361240', '20261129T014847851Z-9c9d40', 2, 'held', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":5,"through":5,"not":0,"rejected":0,"merged":0,"split":0},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":5,"through":5,"not":0,"rejected":0,"merged":0,"split":0},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"changes":{"students":{"added":0,"changed":0,"removed":0,"returned":0},"contacts":{"added":0,"changed":0,"removed":7,"returned":0},"teachers":{"added":0,"changed":0,"removed":0,"returned":0},"classes":{"added":0,"changed":0,"removed":0,"returned":0},"groups":{"added":0,"changed":0,"removed":0,"returned":0},"contactLinks":{"added":0,"changed":0,"removed":7,"returned":0},"classStudents":{"added":0,"changed":0,"removed":0,"returned":0},"classTeachers":{"added":0,"changed":0,"removed":0,"returned":0},"groupStudents":{"added":0,"changed":0,"removed":0,"returned":0}}}', '7 of 12 contacts (58.3 %, where 10 % may) and 7 of 12 contactLinks (58.3 %, where 10 % may) would go. Is the extract complete, and are the rules right? Nothing was changed. If it is right: pullthrough release 9361240');
INSERT INTO public.schools (school_id, name, last_run_id, loaded_at, findings_digest, extracted_at, bytes_part, values_digest, rules_digest, outcome, bytes_digest) VALUES
	('9361240', 'Beech Lane', '20261129T014846018Z-181ece', '2026-11-29T01:48:46.100Z', 'a980bf6e6dc5dc7dced5b2e94ab7e2c7d11263dc46e40a6aad75f01cf68cabb3', '2026-11-20T02:00:00.000Z', '1/1', '4e4952a6c9c6b9757c346ab4176c321256bcca39b91ebe20943eefd7f18f9eee', '5eb01a6f2a2d765731fdcf449d4b53620838446b64e097fbb4c2a967630bab96', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":12,"through":12,"not":0,"rejected":0,"merged":0,"split":0},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":12,"through":12,"not":0,"rejected":0,"merged":0,"split":0},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"excluded":{"student-in-a-class":1,"teacher-title":1,"class-type":1,"end-stays-out":3},"warnings":{},"reasons":[{"kind":"students","rule":"student-in-a-class","because":"None of the student''s classes comes through","fix":"Put the student in a class that comes through","among":"mistakes","count":1,"example":{"school":"9361240","id":"107"}},{"kind":"teachers","rule":"teacher-title","because":"Title is blank","fix":"Give the member of staff a title","among":"mistakes","count":1,"example":{"school":"9361240","id":"33"}},{"kind":"classes","rule":"class-type","because":"It is not a registration group, a mixed group or a teaching set","fix":null,"among":"choices","count":1,"example":{"school":"9361240","id":"12"}},{"kind":"classStudents","rule":"end-stays-out","because":"One of its ends does not come through.","fix":null,"among":"choices","count":1,"example":{"school":"9361240","id":"[\"12\",\"103\"]"}},{"kind":"classTeachers","rule":"end-stays-out","because":"One of its ends does not come through.","fix":null,"among":"mistakes","count":1,"example":{"school":"9361240","id":"[\"9\",\"33\"]"}},{"kind":"classTeachers","rule":"end-stays-out","because":"One of its ends does not come through.","fix":null,"among":"choices","count":1,"example":{"school":"9361240","id":"[\"12\",\"31\"]"}}],"rows":{"students":6,"contacts":12,"teachers":2,"classes":3,"groups":2,"contactLinks":12,"classStudents":7,"classTeachers":4,"groupStudents":10}}', 'timeless 5b63f0e5d25dfdf0950c14c14e9f9785e9d8adf5b5c343ae68a109aa8eab3b32'),
	('9361250', 'Ash Road', '20261129T014846018Z-181ece', '2026-11-29T01:48:46.116Z', NULL, '2026-11-20T02:00:00.000Z', '1/1', NULL, '5eb01a6f2a2d765731fdcf449d4b53620838446b64e097fbb4c2a967630bab96', NULL, NULL),
	('9361234', 'Oakfield Primary', '20261129T014847851Z-9c9d40', '2026-11-29T01:48:47.911Z', '6c3255ba07f0b4c20e4a96c337bcdf314fb0348c50b1f0992e57ef583ab202da', '2026-11-22T02:00:00.000Z', '1/1', '35288f18484edc0db7be3aa23f357a92d90da17021e75866cbfb4905c15e9fd3', '5eb01a6f2a2d765731fdcf449d4b53620838446b64e097fbb4c2a967630bab96', '{"sections":{"students":{"read":7,"through":6,"not":1,"rejected":0,"merged":0,"split":0},"contacts":{"read":6,"through":6,"not":2,"rejected":0,"merged":0,"split":2},"teachers":{"read":3,"through":2,"not":1,"rejected":0,"merged":0,"split":0},"classes":{"read":4,"through":3,"not":1,"rejected":0,"merged":0,"split":0},"groups":{"read":2,"through":2,"not":0,"rejected":0,"merged":0,"split":0},"contactLinks":{"read":7,"through":7,"not":3,"rejected":0,"merged":0,"split":3},"classStudents":{"read":8,"through":7,"not":1,"rejected":0,"merged":0,"split":0},"classTeachers":{"read":6,"through":4,"not":2,"rejected":0,"merged":0,"split":0},"groupStudents":{"read":10,"through":10,"not":0,"rejected":0,"merged":0,"split":0}},"excluded":{"student-in-a-class":1,"contact-forename":1,"teacher-title":1,"class-type":1,"end-stays-out":6},"warnings":{"forgotten":1},"reasons":[{"kind":"students","rule":"student-in-a-class","because":"None of the student''s classes comes through","fix":"Put the student in a class that comes through","among":"mistakes","count":1,"example":{"school":"9361234","id":"107"}},{"kind":"contacts","rule":"forgotten","because":"They were erased on request (pullthrough forget).","fix":"Take them out of the extract at the source","among":"warnings","count":1,"example":{"school":"9361234","id":"504"}},{"kind":"contacts","rule":"contact-forename","because":"Forename is blank","fix":"Give the contact a forename","among":"mistakes","count":1,"example":{"school":"9361234","id":"506"}},{"kind":"teachers","rule":"teacher-title","because":"Title is blank","fix":"Give the member of staff a title","among":"mistakes","count":1,"example":{"school":"9361234","id":"33"}},{"kind":"classes","rule":"class-type","because":"It is not a registration group, a mixed group or a teaching set","fix":null,"among":"choices","count":1,"example":{"school":"9361234","id":"12"}},{"kind":"contactLinks","rule":"end-stays-out","because":"One of its ends does not come through.","fix":null,"among":"mistakes","count":3,"example":{"school":"9361234","id":"[\"105\",\"504\"]"}},{"kind":"classStudents","rule":"end-stays-out","because":"One of its ends does not come through.","fix":null,"among":"choices","count":1,"example":{"school":"9361234","id":"[\"12\",\"103\"]"}},{"kind":"classTeachers","rule":"end-stays-out","because":"One of its ends does not come through.","fix":null,"among":"mistakes","count":1,"example":{"school":"9361234","id":"[\"9\",\"33\"]"}},{"kind":"classTeachers","rule":"end-stays-out","because":"One of its ends does not come through.","fix":null,"among":"choices","count":1,"example":{"school":"9361234","id":"[\"12\",\"31\"]"}}],"rows":{"students":6,"contacts":6,"teachers":2,"classes":3,"groups":2,"contactLinks":7,"classStudents":7,"classTeachers":4,"groupStudents":10}}', 'timeless fc920fc5971971b0f3907fcf07451460ecae8329d14d5ffeab3245395850066c');
INSERT INTO public.students (school_id, id, known_name, surname, year_group, class_name, date_of_birth, row_digest, left_at) VALUES
	('9361234', '103', 'Zoë', 'Strauß', 'Year 2', '7A', '2019-12-01', 'i4cyua.kkskmu', NULL),
	('9361234', '104', 'Ipek', 'Yıldız', 'Year 4', '4B', NULL, '1f3cs9v.18zk5km', NULL),
	('9361234', '105', 'Ann', 'Lee', 'Year 4', '4B', '2018-05-05', '88csyw.5ygtox', NULL),
	('9361234', '106', 'Bo', 'Lee', 'Year 4', '4B', '2018-05-05', 'pwwlaw.1ug9kwk', NULL),
	('9361240', '101', 'Sam', 'Okoro', 'Year 4', '4B', '2018-03-09', 'w1yhl8.q8s9yr', NULL),
	('9361240', '102', 'Łucja', 'Nowak', 'Year 10', '10A', '2012-01-31', '1u3kgjp.t8w9jw', NULL),
	('9361240', '103', 'Zoë', 'Strauß', 'Year 2', '7A', '2019-12-01', 'i4cyua.kkskmu', NULL),
	('9361240', '104', 'Ipek', 'Yıldız', 'Year 4', '4B', NULL, '1f3cs9v.18zk5km', NULL),
	('9361240', '105', 'Ann', 'Lee', 'Year 4', '4B', '2018-05-05', '88csyw.5ygtox', NULL),
	('9361240', '106', 'Bo', 'Lee', 'Year 4', '4B', '2018-05-05', 'pwwlaw.1ug9kwk', NULL),
	('9361250', '101', 'Sam', 'Okoro', 'Year 4', '4B', '2018-03-09', 'w1yhl8.q8s9yr', NULL),
	('9361250', '102', 'Łucja', 'Nowak', 'Year 10', '10A', '2012-01-31', '1u3kgjp.t8w9jw', NULL),
	('9361250', '103', 'Zoë', 'Strauß', 'Year 2', '7A', '2019-12-01', 'i4cyua.kkskmu', NULL),
	('9361250', '104', 'Ipek', 'Yıldız', 'Year 4', '4B', NULL, '1f3cs9v.18zk5km', NULL),
	('9361250', '105', 'Ann', 'Lee', 'Year 4', '4B', '2018-05-05', '88csyw.5ygtox', NULL),
	('9361250', '106', 'Bo', 'Lee', 'Year 4', '4B', '2018-05-05', 'pwwlaw.1ug9kwk', NULL),
	('9361234', '101', 'Sam', 'Okoro-Bell', 'Year 4', '4B', '2018-03-09', 't5pcg8.fu7qzr', NULL),
	('9361234', '102', 'Łucja', 'Nowak', 'Year 10', '10A', '2012-01-31', '1u3kgjp.t8w9jw', NULL);
INSERT INTO public.teachers (school_id, id, title, forename, surname, email, row_digest, room, left_at) VALUES
	('9361234', '32', 'Mr', 'Émile', 'Đang', 'e.dang@example.org', 'ph6oi4.12mhwvz', NULL, NULL),
	('9361240', '31', 'Mrs', 'Ada', 'Lim', 'a.lim@example.org', 'iattx9.1l0vhtx', NULL, NULL),
	('9361240', '32', 'Mr', 'Émile', 'Đang', 'e.dang@example.org', 'ph6oi4.12mhwvz', NULL, NULL),
	('9361250', '31', 'Mrs', 'Ada', 'Lim', 'a.lim@example.org', 'iattx9.1l0vhtx', NULL, NULL),
	('9361250', '32', 'Mr', 'Émile', 'Đang', 'e.dang@example.org', 'ph6oi4.12mhwvz', NULL, NULL),
	('9361234', '31', 'Mrs', 'Ada', 'Lim', 'a.lim@example.org', 'iattx9.1l0vhtx', 'B12', NULL);
SELECT pg_catalog.setval('public.pullthrough_migrations_id_seq', 7, true);
ALTER TABLE ONLY public.account_schools
    ADD CONSTRAINT account_schools_pkey PRIMARY KEY (account, school_id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.changes
    ADD CONSTRAINT changes_pkey PRIMARY KEY (school_id, run_id, number);
ALTER TABLE ONLY public.class_students
    ADD CONSTRAINT class_students_pkey PRIMARY KEY (school_id, class_id, student_id);
ALTER TABLE ONLY public.class_teachers
    ADD CONSTRAINT class_teachers_pkey PRIMARY KEY (school_id, class_id, teacher_id);
ALTER TABLE ONLY public.classes
    ADD CONSTRAINT classes_pkey PRIMARY KEY (school_id, id);
ALTER TABLE ONLY public.contact_links
    ADD CONSTRAINT contact_links_pkey PRIMARY KEY (school_id, student_id, contact_id);
ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (school_id, id);
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_pkey PRIMARY KEY (school_id, number);
ALTER TABLE ONLY public.forgotten
    ADD CONSTRAINT forgotten_pkey PRIMARY KEY (school_id, digest);
ALTER TABLE ONLY public.group_students
    ADD CONSTRAINT group_students_pkey PRIMARY KEY (school_id, group_id, student_id);
ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_pkey PRIMARY KEY (school_id, id);
ALTER TABLE ONLY public.held_items
    ADD CONSTRAINT held_items_pkey PRIMARY KEY (school_id, fingerprint, number);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_pkey PRIMARY KEY (school_id);
ALTER TABLE ONLY public.latest_school_runs
    ADD CONSTRAINT latest_school_runs_pkey PRIMARY KEY (school_id);
ALTER TABLE ONLY public.pullthrough_migrations
    ADD CONSTRAINT pullthrough_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pullthrough_tables
    ADD CONSTRAINT pullthrough_tables_pkey PRIMARY KEY (table_name);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.school_runs
    ADD CONSTRAINT school_runs_pkey PRIMARY KEY (school_id, run_id, document);
ALTER TABLE ONLY public.schools
    ADD CONSTRAINT schools_pkey PRIMARY KEY (school_id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_pkey PRIMARY KEY (school_id, id);
ALTER TABLE ONLY public.teachers
    ADD CONSTRAINT teachers_pkey PRIMARY KEY (school_id, id);
CREATE INDEX audit_by_school ON public.audit USING btree (school_id, at, id);
CREATE INDEX audit_by_time ON public.audit USING btree (at, id);
CREATE INDEX audit_by_what ON public.audit USING btree (what, at, id);
CREATE INDEX changes_by_run ON public.changes USING btree (run_id, school_id);
CREATE INDEX left_at_4ed379d418bb ON public.groups USING btree (left_at) WHERE (left_at IS NOT NULL);
CREATE INDEX left_at_7b3bb6b02210 ON public.classes USING btree (left_at) WHERE (left_at IS NOT NULL);
CREATE INDEX left_at_aa5af4084f37 ON public.contacts USING btree (left_at) WHERE (left_at IS NOT NULL);
CREATE INDEX left_at_dac4970ce624 ON public.students USING btree (left_at) WHERE (left_at IS NOT NULL);
CREATE INDEX left_at_f434d56d24bb ON public.teachers USING btree (left_at) WHERE (left_at IS NOT NULL);
CREATE INDEX school_runs_by_run ON public.school_runs USING btree (run_id, school_id);
CREATE INDEX schools_bytes_digest ON public.schools USING btree (bytes_digest);
