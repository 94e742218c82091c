-- 0003, back: the chain goes, the entries stay.
drop table sync.hand, sync.chained;
drop index sync.audit_other_at_idx, sync.audit_other_place_idx, sync.journal_at_idx, sync.journal_scope_place_idx;
alter table sync.audit_other drop column scopes, drop column place, drop column salt, drop column link, drop column sealed;
alter table sync.journal drop column place, drop column sealed;
create index journal_scope_idx on sync.journal (scope);
update sync.journal set salt = null, link = null where salt is not null;
alter table sync.scope drop column entries, drop column head;
