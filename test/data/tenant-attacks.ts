/** One attack of a tenant on another, `bolt`, whose table is `tenant_bolt.chat`. */
export interface Attack {
  readonly what: string
  readonly sql: string
  /**
   * Part that refuses it even if the attacker has every right that a GRANT ALL gives. `ddl`: the event trigger, even if the
   * rights were granted while it was disabled. `grant`: it revokes the right at once. `rows`: row-level security shows and
   * changes no row.
   */
  readonly by: 'ddl' | 'grant' | 'rows'
}

const chat = 'tenant_bolt.chat'
const returns = 'returns int language sql as $$ select 1 $$'
const noop = 'execute function suppress_redundant_updates_trigger()'

/** Links between objects of two tenants. */
const links: readonly Attack[] = [
  { what: 'a foreign key', sql: `create table mine (chat int references ${chat})`, by: 'ddl' },
  {
    what: 'a foreign key that is added later',
    sql: `create table mine (chat int); alter table mine add foreign key (chat) references ${chat}`,
    by: 'ddl',
  },
  {
    what: 'a foreign key that deletes',
    sql: `create table mine (chat int references ${chat} on delete cascade)`,
    by: 'ddl',
  },
  { what: 'a view', sql: `create view mine as select * from ${chat}`, by: 'ddl' },
  { what: 'a child table', sql: `create table mine () inherits (${chat})`, by: 'ddl' },
  { what: 'a partition', sql: `create table mine partition of ${chat} default`, by: 'ddl' },
  { what: 'a column of the other’s row type', sql: `create table mine (chat ${chat})`, by: 'ddl' },
  { what: 'a type of the other’s row type', sql: `create type mine as (chat ${chat})`, by: 'ddl' },
  {
    what: 'a default from the other’s sequence',
    sql: `create table mine (n int default nextval('${chat}_id_seq'))`,
    by: 'ddl',
  },
  { what: 'a foreign table', sql: 'create foreign table mine (n int) server other', by: 'ddl' },
]

/** Code that would run as the other tenant or as the administrator. */
const code: readonly Attack[] = [
  {
    what: 'a trigger',
    sql: `create trigger mine before update on ${chat} for each row ${noop}`,
    by: 'ddl',
  },
  {
    what: 'a trigger of a statement',
    sql: `create trigger mine before insert on ${chat} for each statement ${noop}`,
    by: 'ddl',
  },
  {
    what: 'a constraint trigger',
    sql: `create constraint trigger mine after insert on ${chat} for each row ${noop}`,
    by: 'ddl',
  },
  { what: 'a rule', sql: `create rule mine as on insert to ${chat} do instead nothing`, by: 'ddl' },
  { what: 'a policy', sql: `create policy mine on ${chat} using (true)`, by: 'ddl' },
  { what: 'a check', sql: `alter table ${chat} add check (id > 0) not valid`, by: 'ddl' },
  { what: 'an index', sql: `create index mine on ${chat} (id)`, by: 'ddl' },
  { what: 'a default', sql: `alter table ${chat} alter text set default 'x'`, by: 'ddl' },
  { what: 'a comment', sql: `comment on table ${chat} is 'x'`, by: 'ddl' },
  { what: 'statistics', sql: `create statistics mine on id, text from ${chat}`, by: 'ddl' },
  { what: 'a function of its own', sql: `create function mine() ${returns}`, by: 'ddl' },
  { what: 'a procedure', sql: 'create procedure mine() language sql as $$ select 1 $$', by: 'ddl' },
  {
    what: 'a trigger on its own table',
    sql: `create table mine (n int); create trigger mine before update on mine for each row ${noop}`,
    by: 'ddl',
  },
  {
    what: 'a rule on its own table',
    sql: 'create table mine (n int); create rule mine as on insert to mine do instead nothing',
    by: 'ddl',
  },
  {
    what: 'an operator',
    sql: 'create operator === (leftarg = int, rightarg = int, function = int4eq)',
    by: 'ddl',
  },
  { what: 'an aggregate', sql: 'create aggregate mine (int) (sfunc = int4pl, stype = int)', by: 'ddl' },
  { what: 'a cast', sql: 'create type mine as (n int); create cast (mine as text) with inout', by: 'ddl' },
  {
    what: 'an event trigger',
    sql: 'create event trigger mine on sql_drop execute function paddock.guard()',
    by: 'ddl',
  },
]

/** Objects in places of others. */
const places: readonly Attack[] = [
  { what: 'a table in the other’s schema', sql: 'create table tenant_bolt.mine (n int)', by: 'ddl' },
  { what: 'a view in the other’s schema', sql: 'create view tenant_bolt.mine as select 1', by: 'ddl' },
  { what: 'a sequence in the other’s schema', sql: 'create sequence tenant_bolt.mine', by: 'ddl' },
  { what: 'a type in the other’s schema', sql: 'create type tenant_bolt.mine as (n int)', by: 'ddl' },
  {
    what: 'a function in the other’s schema',
    sql: `create function tenant_bolt.lower(varchar) ${returns}`,
    by: 'ddl',
  },
  {
    what: 'a table moved into the other’s schema',
    sql: 'create table mine (n int); alter table mine set schema tenant_bolt',
    by: 'ddl',
  },
  { what: 'a temporary table', sql: 'create temp table mine (n int)', by: 'ddl' },
  { what: 'a temporary view', sql: 'create temp view mine as select 1', by: 'ddl' },
  { what: 'a schema', sql: 'create schema mine', by: 'ddl' },
  { what: 'a publication', sql: 'create publication mine', by: 'ddl' },
  {
    what: 'a text search dictionary',
    sql: 'create text search dictionary mine (template = simple)',
    by: 'ddl',
  },
]

/** Rights of a GRANT ALL that row-level security does not cover. */
const rights: readonly Attack[] = [
  { what: 'empties the table', sql: `truncate ${chat}`, by: 'grant' },
  { what: 'empties it with all that refers to it', sql: `truncate ${chat} cascade`, by: 'grant' },
  { what: 'moves the sequence', sql: `select setval('${chat}_id_seq', 1)`, by: 'grant' },
  { what: 'uses up numbers', sql: `select nextval('${chat}_id_seq')`, by: 'grant' },
  { what: 'reads the sequence', sql: `select last_value from ${chat}_id_seq`, by: 'grant' },
  { what: 'rebuilds the indexes', sql: `reindex table ${chat}`, by: 'grant' },
  { what: 'sorts the table anew', sql: `cluster ${chat} using chat_pkey`, by: 'grant' },
]

/** Rows. */
const rows: readonly Attack[] = [
  { what: 'reads', sql: `select * from ${chat}`, by: 'rows' },
  { what: 'counts', sql: `select from ${chat} where id > 0`, by: 'rows' },
  { what: 'changes', sql: `update ${chat} set text = null`, by: 'rows' },
  { what: 'deletes', sql: `delete from ${chat}`, by: 'rows' },
  { what: 'adds', sql: `insert into ${chat} (id, text) values (9, 'x')`, by: 'rows' },
  {
    what: 'replaces',
    sql: `insert into ${chat} (id) values (1) on conflict (id) do update set text = null`,
    by: 'rows',
  },
  {
    what: 'merges',
    sql: `merge into ${chat} c using (select 1 as n) s on c.id = s.n when matched then delete`,
    by: 'rows',
  },
  { what: 'locks rows', sql: `select * from ${chat} for update`, by: 'rows' },
  { what: 'copies out', sql: `copy ${chat} to program 'cat'`, by: 'rows' },
  { what: 'reads past the policy', sql: `set row_security = off; select * from ${chat}`, by: 'rows' },
]

/** Attacks by which a tenant reaches another tenant's objects. */
export const attacks: readonly Attack[] = [...links, ...code, ...places, ...rights, ...rows]

/** Commands that touch no other tenant's object, and would still harm the neighbours. Each is refused without any grant, too. */
export const selfish: readonly (readonly [string, string])[] = [
  ['creates a large object', 'select lo_create(0)'],
  ['creates a large object by its descriptor', 'select lo_creat(-1)'],
  ['fills a large object', `select lo_from_bytea(0, 'x')`],
  ['opens a large object', 'select lo_open(1, 131072)'],
  ['imports a file', `select lo_import('/etc/hostname')`],
  ['lifts the bound of temporary files', 'set temp_file_limit = -1'],
  ['lifts it for its next sessions', 'alter role current_user set temp_file_limit = -1'],
  ['raises its number of connections', 'alter role current_user connection limit -1'],
  ['locks the administrator’s table', 'begin; lock table paddock.turn in access share mode'],
  ['changes a setting of the server', `alter system set work_mem = '1GB'`],
  ['changes a setting of the database', `alter database paddock set work_mem = '1GB'`],
  ['makes its password last', `alter role current_user valid until 'infinity'`],
  ['changes the other’s password', `alter role app_bolt password 'x'`],
  [
    'ends others’ sessions',
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'migrate_bolt'`,
  ],
  ['resets others’ statistics', 'select pg_stat_reset()'],
  ['settles another’s role', `select paddock.settle('app_bolt')`],
  ['takes the triggers’ mode', 'set session_replication_role = replica'],
]
