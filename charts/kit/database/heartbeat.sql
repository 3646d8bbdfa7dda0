-- Writes one row, so that a replica always has a change to replay. Without it, the replica of an idle source looks up to
-- five minutes behind. Idempotent. The administrator runs it again and again.
do $$
begin
  if to_regclass('paddock.heartbeat') is null then
    perform pg_advisory_xact_lock(hashtext('paddock.bootstrap'));
    create schema if not exists paddock;
    create table if not exists paddock.heartbeat (
      only_row boolean primary key default true check (only_row),
      beat_at timestamptz not null
    );
    -- Tenants may use this schema for the functions of their policies. They may not use this table.
    revoke all on paddock.heartbeat from public;
  end if;
end
$$;

insert into paddock.heartbeat (beat_at) values (clock_timestamp())
  on conflict (only_row) do update set beat_at = excluded.beat_at;
