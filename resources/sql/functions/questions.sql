-- The bank of a subject. Its id is made of the subject's name, case and spaces aside, so that all classes' Matematika is one bank, and a
-- bank that is made twice at the same time is one. (RETURN, not a text: so that the collation is the database's, whoever asks.)
set role ems_core;

create function identity.bank_of(p_subject text) returns uuid language sql immutable      -- no SET: so that the planner can inline it
  return pg_catalog.md5('bank ' || pg_catalog.lower(pg_catalog.btrim(pg_catalog.regexp_replace(p_subject, '\s+', ' ', 'g')) collate "C"))::uuid;

-- The banks of the subjects that this person teaches in any class.
create function identity.banks_taught(p_me uuid) returns table (id uuid) language sql stable as $$
  select identity.bank_of(n.name) from (      -- a few names, of many classes' subjects
    select distinct s.name collate "C" as name from ems.subject_teachers t, lateral (select name from ems.subjects where id = t.subject_id and not deleted offset 0) s
     where t.teacher_id = p_me and not t.deleted) n
$$;

-- Banks whose every row I may read. Apart from the other scopes: a name is looked up for each of my subjects, and few statements want that.
create function identity.banks_read() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
begin return array(select b.id from identity.present(), identity.banks_taught(person) b where 'guru' = any (roles)); end $$;
grant execute on function identity.banks_read() to ems_user, ems_owner;

create function identity.t_bank() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v constant uuid := identity.bank_of(new.name);
begin
  insert into sync.scope (id, kind) values (v, 'bank') on conflict do nothing;
  insert into ems.question_banks (id, scope_id, name) select v, v, coalesce(nullif(left(btrim(regexp_replace(new.name, '\s+', ' ', 'g')), 200), ''), '-') where not exists (select from ems.question_banks where id = v)
  on conflict do nothing;
  return null;
end $$;
grant execute on function identity.t_bank() to ems_owner;
set role ems_owner;
-- More than anybody asks, and programs that show it would stand still: entries and letters, whatever the JSON's size is.
create function sync.t_fair() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from (select row_number() over () as n, v #>> '{}' as said, jsonb_typeof(v) as kind
                            from unnest(case tg_table_name when 'bank_soal' then array[to_jsonb(new)->'options', to_jsonb(new)->'tags']
                                                           when 'question_versions' then array[to_jsonb(new)->'content']
                                                           else array[to_jsonb(new)->'items'] end) j, jsonb_path_query(j, 'strict $.**') v) e
              where e.n > case tg_table_name when 'question_versions' then 5100 else 5000 end or e.kind = 'string' and length(e.said) > 20000)
     or tg_table_name = 'bank_soal' and exists (select from jsonb_array_elements_text(case when jsonb_typeof(to_jsonb(new)->'tags') = 'array' then to_jsonb(new)->'tags' end) tag
                                                 where length(tag) > 1000) then
    raise exception 'more than a question has' using errcode = '23514', constraint = 'question_fair';
  end if;
  return new;
end $$;
create trigger fair before insert or update on ems.bank_soal for each row execute function sync.t_fair();
create trigger fair before insert or update on ems.question_versions for each row execute function sync.t_fair();
create trigger fair before insert or update on ems.question_papers for each row execute function sync.t_fair();
create trigger has_a_bank after insert or update of name on ems.subjects for each row execute function identity.t_bank();
set role ems_admin;
