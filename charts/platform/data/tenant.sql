-- Makes or updates one tenant's schema and roles. Idempotent; run by the administrator, who needs no more than
-- CREATEROLE and CREATE on the database.
--
-- Parameters are session settings, so that the file is never edited and no value is pasted into SQL:
--   paddock.tenant            id of the tenant, as in its file
--   paddock.connection_limit  most connections of the application
--   paddock.app_password      password of the application's role
--   paddock.migrate_password  password of the migration's role
begin;
select pg_advisory_xact_lock(hashtext('paddock.bootstrap'));

do $$
declare
  tenant constant text := current_setting('paddock.tenant');
  suffix constant text := replace(tenant, '-', '_');
  space constant text := 'tenant_' || suffix;
  app constant text := 'app_' || suffix;
  migrate constant text := 'migrate_' || suffix;
  role text;
  bare text;
begin
  if tenant !~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' or length(tenant) > 24 then
    raise invalid_parameter_value using message = format('%L is not the id of a tenant', tenant);
  end if;

  foreach role in array array[app, migrate] loop
    if not exists (select from pg_roles where rolname = role) then
      execute format('create role %I', role);
    end if;
    if exists (
      select from pg_roles where rolname = role
        and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
    ) then
      raise insufficient_privilege using message = format('role %I has rights that no tenant may have', role);
    end if;
    execute format('alter role %I login password %L connection limit %s', role,
      current_setting(case role when app then 'paddock.app_password' else 'paddock.migrate_password' end),
      case role when app then current_setting('paddock.connection_limit')::int else 3 end);
    execute format('grant connect on database %I to %I', current_database(), role);
    -- Open WebUI, Alembic and pgvector all look names up by it.
    execute format('alter role %I in database %I set search_path = %I, extensions',
      role, current_database(), space);
    execute format('alter role %I in database %I set idle_in_transaction_session_timeout = %L',
      role, current_database(), '5min');
  end loop;

  -- The administrator owns the schema: a tenant can neither rename nor drop it.
  execute format('create schema if not exists %I', space);
  execute format('revoke all on schema %I from public', space);
  execute format('grant usage, create on schema %I to %I, %I', space, app, migrate);

  -- What the migration makes, the application may use; only a member of a role may set its defaults.
  execute format('grant %I to %I with inherit true, set true', migrate, current_user);
  execute format('alter default privileges for role %I in schema %I grant select, insert, update, delete on tables to %I',
    migrate, space, app);
  execute format('alter default privileges for role %I in schema %I grant usage, select, update on sequences to %I',
    migrate, space, app);
  execute format('revoke %I from %I', migrate, current_user);

  select string_agg(c.relname, ', ') into bare
    from pg_class c
    where c.relnamespace = space::regnamespace and c.relkind in ('r', 'p')
      and not (c.relrowsecurity and c.relforcerowsecurity);
  if bare is not null then
    raise insufficient_privilege using message = format('no row-level security on %s in %I', bare, space);
  end if;
end
$$;
commit;
