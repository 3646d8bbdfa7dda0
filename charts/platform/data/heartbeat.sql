-- Writes one row, so that a replica always has something to replay: without it an idle source looks up to five
-- minutes behind. Idempotent; run by the administrator, over and over.
do $$
begin
  if to_regclass('paddock.heartbeat') is null then
    perform pg_advisory_xact_lock(hashtext('paddock.bootstrap'));
    create schema if not exists paddock;
    create table if not exists paddock.heartbeat (
      only_row boolean primary key default true check (only_row),
      beat_at timestamptz not null
    );
    -- Tenants may look into the schema, for their policies' functions; this table is not theirs.
    revoke all on paddock.heartbeat from public;
  end if;
end
$$;

insert into paddock.heartbeat (beat_at) values (clock_timestamp())
  on conflict (only_row) do update set beat_at = excluded.beat_at;
