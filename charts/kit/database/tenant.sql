-- Creates or updates one tenant's schema and roles. Idempotent. The administrator runs it and needs only CREATEROLE,
-- and CREATE on the database.
--
-- Parameters are session settings. No tool edits this file, and no value is pasted into the SQL:
--   paddock.tenant            id of the tenant, as in its file
--   paddock.connection_limit  most connections of the application
--   paddock.migrate_limit     most connections of the migration
--   paddock.app_password      password of the application's role
--   paddock.migrate_password  password of the migration's role
begin;
lock table paddock.turn in access exclusive mode;

do $$
declare
  tenant constant text := current_setting('paddock.tenant');
  suffix constant text := replace(tenant, '-', '_');
  space constant text := 'tenant_' || suffix;
  app constant text := 'app_' || suffix;
  migrate constant text := 'migrate_' || suffix;
  role text;
  present record;
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
    -- An error of the statement would print it, and with it the verifier of the password.
    begin
      execute format('alter role %I login password %L connection limit %s', role,
        paddock.password_verifier(
          current_setting(case role when app then 'paddock.app_password' else 'paddock.migrate_password' end)),
        current_setting(case role when app then 'paddock.connection_limit' else 'paddock.migrate_limit' end)::int);
    exception when query_canceled or others then
      raise exception using errcode = sqlstate, message = format('role %I cannot be changed: %s', role, sqlerrm);
    end;
    execute format('grant connect on database %I to %I', current_database(), role);
    perform paddock.settle(role);
  end loop;

  -- The administrator owns the schema: a tenant can neither rename nor drop it.
  execute format('create schema if not exists %I', space);
  execute format('revoke all on schema %I from public', space);
  execute format('grant usage, create on schema %I to %I, %I', space, app, migrate);

  -- The application may use objects that the migration creates. Only a member of a role may set the role's defaults.
  execute format('grant %I, %I to %I with inherit true, set true', app, migrate, current_user);
  execute format('alter default privileges for role %I in schema %I grant select, insert, update, delete on tables to %I',
    migrate, space, app);
  execute format('alter default privileges for role %I in schema %I grant usage, select, update on sequences to %I',
    migrate, space, app);

  -- Protects tables that were created without the guard, for example by a restore. A policy that is not the tenant's
  -- raises an error; it is never replaced silently.
  for present in
    select c.oid, pg_get_userbyid(c.relowner) as owner, c.relkind in ('r', 'p') as can_have_policies,
        c.relrowsecurity and c.relforcerowsecurity as forced,
        exists (select from pg_policy where polrelid = c.oid) as policed
      from pg_class c where c.relnamespace = space::regnamespace and c.relkind in ('r', 'p', 'm', 'f')
  loop
    if present.owner not in (app, migrate) then
      raise insufficient_privilege using
        message = format('%s belongs to %I, which is no role of tenant %s', present.oid::regclass, present.owner, tenant);
    end if;
    if present.can_have_policies and not present.forced then
      execute format('alter table %s enable row level security, force row level security', present.oid::regclass);
    end if;
    if present.can_have_policies and not present.policed then
      execute format('create policy tenant_only on %s using %s with check %s', present.oid::regclass,
        paddock.tenant_policy(present.owner), paddock.tenant_policy(present.owner));
    end if;
    perform paddock.check_table(present.oid);
  end loop;
  -- Rights that somebody granted while nothing guarded the schema.
  perform paddock.take_back();
  execute format('revoke %I, %I from %I', app, migrate, current_user);
end
$$;
commit;
