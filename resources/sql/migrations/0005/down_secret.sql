-- 0005, back.
drop table jobs.secret, jobs.sweeping;
