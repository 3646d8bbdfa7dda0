-- Prepares a cell's database for tenants. Idempotent. The administrator runs it before each tenant's own file.
-- On a vanilla server the administrator must be a superuser to create event triggers; Amazon RDS lets
-- rds_superuser do it.
begin;
select pg_advisory_xact_lock(hashtext('paddock.bootstrap'));

-- Only the roles named later may connect, create temporary tables or use `public`.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
end
$$;
revoke all on schema public from public;

create schema if not exists extensions;
grant usage on schema extensions to public;

-- A server without pgvector is an error, unless the caller states that it needs none.
do $$
begin
  if coalesce(current_setting('paddock.vector', true), '') <> 'absent' then
    create extension if not exists vector schema extensions;
  end if;
end
$$;

-- If the server loads pgaudit, pgaudit logs changes to roles and tables only with its extension.
do $$
begin
  if current_setting('shared_preload_libraries') ~ '\mpgaudit\M' then
    create extension if not exists pgaudit schema extensions;
  end if;
end
$$;

create schema if not exists paddock;
grant usage on schema paddock to public;

-- Pads of HMAC-SHA-256, for keys of at most 64 bytes. @see https://www.rfc-editor.org/rfc/rfc2104#section-2
create or replace function paddock.hmac_pads(key bytea, out inner_pad bytea, out outer_pad bytea)
language plpgsql immutable
set search_path = pg_catalog
as $$
begin
  inner_pad := decode(repeat('36', 64), 'hex');
  outer_pad := decode(repeat('5c', 64), 'hex');
  for at in 0 .. length(key) - 1 loop
    inner_pad := set_byte(inner_pad, at, get_byte(key, at) # 54);
    outer_pad := set_byte(outer_pad, at, get_byte(key, at) # 92);
  end loop;
end
$$;

-- Returns what PostgreSQL stores for a password of ASCII characters. The password itself is then in no statement, so no
-- log, audit or error can show it.
-- @see https://www.rfc-editor.org/rfc/rfc5802#section-3 and the view pg_authid
create or replace function paddock.password_verifier(password text) returns text
language plpgsql volatile
set search_path = pg_catalog
as $$
declare
  iterations constant int := 4096;
  salt constant bytea := uuid_send(gen_random_uuid());
  pads record;
  block bytea;
  salted bit(256);
  server_key bytea;
begin
  pads := paddock.hmac_pads(convert_to(password, 'UTF8'));
  block := sha256(pads.outer_pad || sha256(pads.inner_pad || salt || '\x00000001'::bytea));
  salted := ('x' || encode(block, 'hex'))::bit(256);
  for round in 2 .. iterations loop
    block := sha256(pads.outer_pad || sha256(pads.inner_pad || block));
    salted := salted # ('x' || encode(block, 'hex'))::bit(256);
  end loop;
  block := '';
  for quarter in 0 .. 3 loop
    block := block || int8send(substring(salted from quarter * 64 + 1 for 64)::bigint);
  end loop;
  pads := paddock.hmac_pads(block);
  server_key := sha256(pads.outer_pad || sha256(pads.inner_pad || 'Server Key'::bytea));
  return format('SCRAM-SHA-256$%s:%s$%s:%s', iterations, encode(salt, 'base64'),
    encode(sha256(sha256(pads.outer_pad || sha256(pads.inner_pad || 'Client Key'::bytea))), 'base64'),
    encode(server_key, 'base64'));
end
$$;

-- Returns the policy that a table of this owner must have. Returns null if the owner is not a role of a tenant.
create or replace function paddock.tenant_policy(owner name) returns text
language sql immutable parallel safe
set search_path = pg_catalog
as $$
  select case when owner ~ '^(app|migrate)_' then
    format('(CURRENT_USER = ANY (ARRAY[%L::name, %L::name]))',
      'app_' || regexp_replace(owner, '^(app|migrate)_', ''),
      'migrate_' || regexp_replace(owner, '^(app|migrate)_', ''))
  end
$$;

-- Raises an error if a role of another tenant could read a tenant's table. A table without a policy is safe: row-level
-- security then shows no rows.
create or replace function paddock.check_table(target oid) returns void
language plpgsql
set search_path = pg_catalog
as $$
declare
  found record;
begin
  select c.oid::regclass::text as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
      paddock.tenant_policy(pg_get_userbyid(c.relowner)) as expected
    into found from pg_class c where c.oid = target;
  if found.expected is null or found.relkind not in ('r', 'p', 'm', 'f') then
    return;
  end if;
  if found.relkind in ('m', 'f') then
    raise insufficient_privilege using message = 'row-level security cannot protect ' || found.name;
  end if;
  if not (found.relrowsecurity and found.relforcerowsecurity) then
    raise insufficient_privilege using message = 'row-level security must stay forced on ' || found.name;
  end if;
  if exists (
    select from pg_policy p where p.polrelid = target and (
      p.polcmd <> '*' or p.polroles <> '{0}'
      or pg_get_expr(p.polqual, p.polrelid) is distinct from found.expected
      or pg_get_expr(p.polwithcheck, p.polrelid) is distinct from found.expected)
  ) then
    raise insufficient_privilege using message = 'only the policy of the tenant may stand on ' || found.name;
  end if;
end
$$;

-- Runs as the role that issued the command. Protects new tables, and rejects commands that would remove protection.
create or replace function paddock.guard() returns event_trigger
language plpgsql
set search_path = pg_catalog
as $$
declare
  command record;
  target oid;
  expected text;
begin
  for command in select * from pg_event_trigger_ddl_commands() loop
    if command.classid = 'pg_proc'::regclass then
      if exists (
        select from pg_proc p where p.oid = command.objid and p.prosecdef
          and paddock.tenant_policy(pg_get_userbyid(p.proowner)) is not null
      ) then
        raise insufficient_privilege using message = 'a tenant makes no function that runs as another role';
      end if;
      continue;
    end if;

    if command.classid = 'pg_policy'::regclass then
      select polrelid into target from pg_policy where oid = command.objid;
    elsif command.classid = 'pg_class'::regclass then
      target := command.objid;
    else
      continue;
    end if;

    select paddock.tenant_policy(pg_get_userbyid(relowner)) into expected
      from pg_class where oid = target and relkind in ('r', 'p');
    if expected is not null and command.command_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO') then
      -- One command, so that the guard sees either none or both of the changes.
      execute format('alter table %s enable row level security, force row level security', target::regclass);
      if not exists (select from pg_policy where polrelid = target) then
        execute format('create policy tenant_only on %s using %s with check %s',
          target::regclass, expected, expected);
      end if;
    end if;
    perform paddock.check_table(target);
  end loop;
end
$$;

grant execute on function paddock.tenant_policy(name), paddock.check_table(oid), paddock.guard() to public;

do $$
begin
  if not exists (select from pg_event_trigger where evtname = 'paddock_guard') then
    create event trigger paddock_guard on ddl_command_end execute function paddock.guard();
  end if;
end
$$;
-- This also enables the trigger if a person disabled it, and enables it in replication sessions.
alter event trigger paddock_guard enable always;
commit;
