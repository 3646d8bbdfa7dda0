-- Bounds that a tenant's role cannot lift. PostgreSQL lets every role change its own time-outs, so the administrator ends
-- from outside the sessions that exceed them, and takes back settings that a role gave itself. Idempotent. Runs each minute.
--
-- A setting of the session may replace each bound:
--   paddock.idle_bound         a session that is idle in a transaction. The role's own time-out is 5 minutes.
--   paddock.command_bound      a command. The application's own time-out is 30 minutes.
--   paddock.transaction_bound  a transaction. As long as it is open, the rows that any tenant deletes keep their room.
select usename, pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename ~ '^(app|migrate)_' and (
    (state ~ '^idle in transaction'
      and state_change < now() - coalesce(current_setting('paddock.idle_bound', true), '6 minutes')::interval)
    or (state = 'active'
      and query_start < now() - coalesce(current_setting('paddock.command_bound', true), '1 hour')::interval)
    or xact_start < now() - coalesce(current_setting('paddock.transaction_bound', true), '4 hours')::interval);

do $$
declare
  changed name;
begin
  -- No tenant was prepared here yet.
  if to_regprocedure('paddock.settle(name)') is null then
    return;
  end if;
  for changed in
    select r.rolname from pg_roles r
      join pg_namespace n on n.nspname = 'tenant_' || paddock.tenant_of(r.rolname)
      left join pg_db_role_setting here on here.setrole = r.oid
        and here.setdatabase = (select oid from pg_database where datname = current_database())
      where exists (select from pg_db_role_setting s where s.setrole = r.oid and s.setdatabase = 0)
        or (select array_agg(one order by one) from unnest(here.setconfig) one) is distinct from
          (select array_agg(one order by one) from (
            select name || '=' || btrim(value, '''') as one from paddock.settings(r.rolname)))
  loop
    raise warning 'role % had other settings than Paddock gave it', changed;
    perform paddock.settle(changed);
  end loop;
end
$$;
