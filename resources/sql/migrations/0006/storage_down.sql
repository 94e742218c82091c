-- 0006, back, the bytes: what lies in an S3 stays there.
drop table files.chunk, files.object, files.storage;
