-- Prepares a cell's database for tenants. Idempotent. The administrator runs it before each tenant's own file.
-- On a vanilla server the administrator must be a superuser to create event triggers; Amazon RDS lets
-- rds_superuser do it.
begin;
-- One Job at a time. Each waits for a table that only the administrator may lock. Any role may take an advisory lock and
-- keep it, so an advisory lock guards the creation of the table alone, in a database without tenants.
do $$
begin
  if to_regclass('paddock.turn') is null then
    perform pg_advisory_xact_lock(hashtext('paddock.bootstrap'));
    create schema if not exists paddock;
    create table if not exists paddock.turn ();
  end if;
end
$$;
lock table paddock.turn in access exclusive mode;
revoke all on paddock.turn from public;

-- Only the roles named later may connect, create temporary tables or use `public`.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  -- tenant.sql waits for its turn, too. Here a superuser may have made the table.
  execute format('grant all on paddock.turn to %I',
    (select pg_get_userbyid(datdba) from pg_database where datname = current_database()));
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

-- Closes large objects: no schema and no policy holds them. Only the owner of these functions may revoke them. That is not
-- so on Amazon RDS (docs/limits.md).
do $$
declare
  found regprocedure;
begin
  for found in
    select p.oid::regprocedure from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
      and p.proname ~ '^(lo_|loread$|lowrite$)' and pg_has_role(p.proowner, 'usage')
  loop
    execute format('revoke execute on function %s from public', found);
  end loop;
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

-- Returns the tenant of a role, as its roles and its schema are named. Null: no role of a tenant.
create or replace function paddock.tenant_of(role name) returns text
language sql immutable parallel safe
set search_path = pg_catalog
as $$
  select substring(role from '^(?:app|migrate)_(.+)$')
$$;

-- Returns the settings of a tenant's role in this database, with values as SQL writes them.
create or replace function paddock.settings(role name) returns table (name text, value text)
language sql immutable parallel safe
set search_path = pg_catalog
as $$
  -- Open WebUI, Alembic and pgvector resolve names with it.
  values ('search_path', format('%I, extensions', 'tenant_' || paddock.tenant_of(role))),
    ('idle_in_transaction_session_timeout', '''5min''')
  -- A migration or an index may need longer than any request.
  union all select 'statement_timeout', '''30min''' where role like 'app\_%'
$$;

-- Whether the current role may do everything here: a superuser, or a member of the owner of the database or of this schema.
create or replace function paddock.is_administrator() returns boolean
language sql stable
set search_path = pg_catalog
as $$
  select exists (select from pg_database where datname = current_database() and pg_has_role(datdba, 'usage'))
    or exists (select from pg_namespace where nspname = 'paddock' and pg_has_role(nspowner, 'usage'))
$$;

-- Raises an error unless the object is of a kind that tenants may have, in the schema of the current role's tenant. The
-- list is closed: functions, triggers, rules, casts, operators, schemas, extensions, publications and temporary tables are
-- not on it. A role that touches an object runs its code. This can be another tenant, or the administrator.
create or replace function paddock.check_kind(class oid, object oid, kind text) returns void
language plpgsql
set search_path = pg_catalog
as $$
declare
  space oid;
begin
  if class = 'pg_class'::regclass then
    select relnamespace into space from pg_class where oid = object and relkind in ('r', 'p', 'i', 'I', 'S', 'v');
  elsif class = 'pg_type'::regclass then
    select typnamespace into space from pg_type where oid = object;
  elsif class = 'pg_policy'::regclass then
    select c.relnamespace into space from pg_policy p join pg_class c on c.oid = p.polrelid where p.oid = object;
  end if;
  if space is null then
    raise insufficient_privilege using message = format('a tenant makes tables, indexes, sequences, views and types, and no %s', kind);
  end if;
  if space::regnamespace::text is distinct from 'tenant_' || paddock.tenant_of(current_user) then
    raise insufficient_privilege using message = format('role %I makes nothing in schema %s', current_user, space::regnamespace);
  end if;
end
$$;

-- Raises an error if a table, view or type needs an object of another tenant: by a foreign key, a view, a parent, the type
-- of a column or a sequence. Such a link checks keys past row-level security, and stops the other tenant's migrations.
create or replace function paddock.check_links(class oid, object oid) returns void
language plpgsql
set search_path = pg_catalog
as $$
declare
  needed text;
begin
  with parts (classid, objid) as (
    select class, object
    union all select 'pg_constraint'::regclass, oid from pg_constraint where conrelid = object or contypid = object
    union all select 'pg_attrdef'::regclass, oid from pg_attrdef where adrelid = object
    union all select 'pg_rewrite'::regclass, oid from pg_rewrite where ev_class = object
    union all select 'pg_class'::regclass, typrelid from pg_type where oid = object
  ), links as (
    select d.refclassid, d.refobjid from pg_depend d join parts using (classid, objid)
  ), spaces (space) as (
    select relnamespace from pg_class c join links on refclassid = 'pg_class'::regclass and refobjid = c.oid
    union all select typnamespace from pg_type t join links on refclassid = 'pg_type'::regclass and refobjid = t.oid
    union all select pronamespace from pg_proc p join links on refclassid = 'pg_proc'::regclass and refobjid = p.oid
  )
  select n.nspname into needed from spaces join pg_namespace n on n.oid = space
    where n.nspname ~ '^tenant_' and n.nspname <> 'tenant_' || paddock.tenant_of(current_user) limit 1;
  if needed is not null then
    raise insufficient_privilege using message = format('nothing may depend on schema %I of another tenant', needed);
  end if;
end
$$;

-- Revokes rights of other roles on a tenant's objects that row-level security does not cover: to empty a table, to add
-- triggers or foreign keys, to maintain it, to move a sequence, to create in the schema. A mistaken GRANT ALL has therefore
-- only effects that row-level security stops. Without a relation, it looks at all that the current role may revoke.
create or replace function paddock.take_back(relation oid default null) returns void
language plpgsql
set search_path = pg_catalog
as $$
declare
  found record;
begin
  for found in
    with objects (space, owner, what, acl, covered) as (
      select n.nspname, c.relowner, format(case c.relkind when 'S' then 'sequence %s' else 'table %s' end, c.oid::regclass),
          a.acl, case c.relkind when 'S' then '{}'::text[] else '{SELECT,INSERT,UPDATE,DELETE}' end
        from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'S')
        cross join lateral (
          select c.relacl union all select attacl from pg_attribute where attrelid = c.oid
        ) a (acl)
        where relation is null or c.oid = relation
      union all
      select n.nspname, n.nspowner, format('schema %I', n.nspname), n.nspacl, '{USAGE}' from pg_namespace n
        where relation is null
    )
    select distinct what, entry.grantee,
        case entry.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(entry.grantee)) end as grantee_name,
        case when what ~ '^sequence' then 'ALL' else entry.privilege_type end as privilege
      from objects cross join lateral aclexplode(acl) entry
      where space ~ '^tenant_' and pg_has_role(owner, 'usage') and entry.grantee <> owner
        and entry.privilege_type <> all (covered)
        and (entry.grantee = 0
          or paddock.tenant_of(pg_get_userbyid(entry.grantee)) is distinct from substring(space from '^tenant_(.+)$'))
  loop
    raise warning 'revokes % on % from %', found.privilege, found.what, found.grantee_name;
    execute format('revoke %s on %s from %s cascade', found.privilege, found.what, found.grantee_name);
  end loop;
end
$$;

-- Gives a role of a tenant its settings, and removes all that it gave itself. A role may change its own settings at any
-- time; sessions.sql runs this again. The administrator must be able to alter the role.
create or replace function paddock.settle(role name) returns void
language plpgsql
set search_path = pg_catalog
as $$
declare
  setting record;
begin
  execute format('alter role %I reset all', role);
  execute format('alter role %I in database %I reset all', role, current_database());
  for setting in select * from paddock.settings(role) loop
    execute format('alter role %I in database %I set %I = %s', role, current_database(), setting.name, setting.value);
  end loop;
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
  administers constant boolean := paddock.is_administrator();
begin
  for command in select * from pg_event_trigger_ddl_commands() loop
    if command.command_tag = 'GRANT' then
      perform paddock.take_back();
      continue;
    end if;
    -- These two name no object.
    if command.command_tag in ('REVOKE', 'ALTER DEFAULT PRIVILEGES') then
      continue;
    end if;
    if not administers then
      perform paddock.check_kind(command.classid, command.objid, command.object_type);
      perform paddock.check_links(command.classid, command.objid);
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
    -- Default privileges may have granted rights on it.
    perform paddock.take_back(target);
  end loop;
end
$$;

grant execute on function paddock.tenant_policy(name), paddock.check_table(oid), paddock.guard(), paddock.tenant_of(name),
  paddock.is_administrator(), paddock.check_kind(oid, oid, text), paddock.check_links(oid, oid), paddock.take_back(oid)
  to public;

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
