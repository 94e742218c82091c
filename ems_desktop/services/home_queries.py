"""The start page's statements. A cell is *filled* when it has a mark or a state; pupils who left do not count."""

from __future__ import annotations

SCHOOL = "select name, city, npsn from school"
NOW = "select code, state = 'open' from semesters where not deleted order by state = 'open' desc, code desc limit 1"
OPEN = "select id, code from semesters where not deleted and state = 'open' order by code limit 1"
WAITING = """select (select count(*) from conflict where choice is null and status = 'conflict') + (
      select count(*) from materials m join json_each(m.clash) c where m.clash is not null and (not m.deleted or c.key = 'deleted') and :staff
        and (:office or coalesce(json_extract(c.value, '$.by'), '') in ('', :me))),
    (select count(*) from conflict where choice is null and status <> 'conflict'),
    (select count(*) from outbox where state = 'pending')"""
SHEETS = """select sh.id, sh.subject_id, sh.class_id, c.name as class_name, c.teacher_id, s.name as subject, s.religion, s.listed
    from grade_sheets sh join subjects s on s.id = sh.subject_id join classes c on c.id = sh.class_id
    where sh.semester_id = :semester and not sh.deleted and not s.deleted and not c.deleted
    order by c.grade_level, c.name, s.position, s.name"""
TEACHERS = """select st.subject_id, u.id, u.name from subject_teachers st join users u on u.id = st.teacher_id
    where not st.deleted order by u.name"""
SIZES = """select e.class_id, s.religion, count(*) from enrolments e join students s on s.id = e.student_id
    where not e.deleted and e.left_on is null group by e.class_id, s.religion"""
LISTED = """select ss.subject_id, count(*) from subject_students ss
    join enrolments e on e.class_id = ss.scope_id and e.student_id = ss.student_id and not e.deleted and e.left_on is null
    where not ss.deleted group by ss.subject_id"""
COLUMNS = """select a.scope_id, a.id, a.title,
      (select count(*) from scores sc where sc.assessment_id = a.id and not sc.deleted and (sc.value is not null or sc.state is not null))
    from grade_sheets sh join assessments a on a.scope_id = sh.id join assessment_kinds k on k.kind = a.kind
    where sh.semester_id = :semester and not a.deleted and (:every or sh.id in (select value from json_each(:wanted)))
    order by a.scope_id, k.position, a.position, a.title"""
GONE = """select sc.assessment_id, count(*) from enrolments e
    cross join scores sc on sc.student_id = e.student_id
    cross join grade_sheets sh on sh.id = sc.scope_id and sh.class_id = e.class_id
    where e.left_on is not null and not e.deleted and sh.semester_id = :semester
      and not sc.deleted and (sc.value is not null or sc.state is not null) group by sc.assessment_id"""
EDITED = """select id, max(at) from (
      select sc.scope_id as id, max(sc.updated_at) as at from scores sc
        where sc.scope_id in (select value from json_each(:wanted)) and not sc.deleted and (sc.value is not null or sc.state is not null)
        group by sc.scope_id
      union all select place, max(at) from outbox where place in (select value from json_each(:wanted)) group by place)
    group by id"""
CLASSES = """select c.id, c.name, u.name as homeroom, c.teacher_id,
      (select count(*) from enrolments e where e.class_id = c.id and not e.deleted and e.left_on is null) as pupils,
      (select count(*) from subjects s where s.class_id = c.id and not s.deleted) as subjects
    from classes c left join users u on u.id = c.teacher_id
    where not c.deleted and c.kind = 'regular' and (:year is null or c.year = :year) order by c.grade_level, c.name"""
UNTAUGHT = """select c.id as class_id, c.name as class_name, s.id as subject_id, s.name as subject
    from subjects s join classes c on c.id = s.class_id
    where not s.deleted and not c.deleted and (:year is null or c.year = :year)
      and not exists (select 1 from subject_teachers st where st.subject_id = s.id and not st.deleted)
    order by c.grade_level, c.name, s.position, s.name"""
PEOPLE = """select (select count(*) from students where not deleted and state = 'active'),
    (select count(*) from users where not deleted and active and role <> 'siswa')"""
MARKS = """select a.scope_id, a.title, sc.value, sc.state from scores sc join assessments a on a.id = sc.assessment_id
    join grade_sheets sh on sh.id = a.scope_id and sh.semester_id = :semester
    where sc.student_id = :pupil and not a.deleted and not sc.deleted and (sc.value is not null or sc.state is not null)
    order by a.scope_id, coalesce(a.held_on, sc.updated_at) desc, a.position desc"""
OWN = """select sh.id, s.id as subject_id, s.name as subject from enrolments e
    join grade_sheets sh on sh.class_id = e.class_id and sh.semester_id = :semester and not sh.deleted
    join subjects s on s.id = sh.subject_id and not s.deleted
    where e.student_id = :pupil and e.left_on is null and not e.deleted
      and (not s.listed or exists (select 1 from subject_students x where x.subject_id = s.id and x.student_id = :pupil and not x.deleted))
      and (s.religion is null or s.religion = (select religion from students where id = :pupil))
    order by s.position, s.name"""
PUBLISHED = "select scope_id, grade_value from grades where student_id = :pupil and semester = :code and not deleted"
ALARMS = "select value from meta where name = 'alarms'"
