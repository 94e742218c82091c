-- The bank of a subject. Its id is made of the subject's name, case and spaces aside, so that all classes' Matematika is one bank, and a
-- bank that is made twice at the same time is one.
set role ems_core;

create function identity.bank_of(p_subject text) returns uuid language sql immutable set search_path = pg_catalog, pg_temp as
$$ select md5('bank ' || lower(btrim(regexp_replace(p_subject, '\s+', ' ', 'g')) collate "C"))::uuid $$;

-- The banks of the subjects that this person teaches in any class.
create function identity.banks_taught(p_me uuid) returns uuid[] language sql stable set search_path = pg_catalog, pg_temp as $$
  select array(select distinct identity.bank_of(n.name) from (      -- a few names, of many classes' subjects
    select distinct s.name from ems.subject_teachers t, lateral (select name from ems.subjects where id = t.subject_id and not deleted offset 0) s
     where t.teacher_id = p_me and not t.deleted) n)
$$;

-- Banks whose every row I may read. Apart from the other scopes: a name is looked up for each of my subjects, and few statements want that.
create function identity.banks_read() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
declare me uuid := identity.me();
begin
  if me is null or not 'guru' = any (identity.roles_of(me)) then return '{}'; end if;
  return identity.banks_taught(me);
end $$;
grant execute on function identity.banks_read() to ems_user, ems_owner;

create function identity.t_bank() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v constant uuid := identity.bank_of(new.name);
begin
  insert into sync.scope (id, kind) values (v, 'bank') on conflict do nothing;
  insert into ems.question_banks (id, scope_id, name) select v, v, left(btrim(regexp_replace(new.name, '\s+', ' ', 'g')), 200) where not exists (select from ems.question_banks where id = v)
  on conflict do nothing;
  return null;
end $$;
grant execute on function identity.t_bank() to ems_owner;
set role ems_owner;
create trigger has_a_bank after insert or update of name on ems.subjects for each row execute function identity.t_bank();
set role ems_admin;
