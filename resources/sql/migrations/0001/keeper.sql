-- 0001: the gate's verifier, so that the gate can be healed. Frozen.
create table keeper.gate (
  one boolean primary key default true check (one),
  verifier text not null
);
