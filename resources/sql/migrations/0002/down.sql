-- 0002: takes everything back.
drop table identity.google_key, identity.google, identity.spent_nonce;
drop index identity.device_device_idx;
drop sequence identity.unknown_kid_count, identity.unknown_kid_at;
do $$ begin
  for i in 512..1023 loop execute format('drop sequence identity.throttle_%s', i); end loop;
end $$;
