-- Prints a line for each table of a tenant's schema: its name, the number of its rows, and a checksum of all its rows in
-- any order. A restore compares its result with the lines of the export.
--
-- psql variable: schema
set timezone = 'UTC';
set datestyle = 'ISO';
set intervalstyle = 'postgres';
set extra_float_digits = 1;
select format('select %L, count(*), coalesce(sum((''x'' || left(md5(t::text), 15))::bit(60)::bigint), 0) from %I.%I t',
  tablename, schemaname, tablename)
from pg_tables where schemaname = :'schema' order by tablename \gexec
