-- Drops every table of a tenant's schema that the role who runs it owns: before a restore, once as the migration's role
-- and once as the application's. What another role owns stays; nothing of another tenant can be meant.
--
-- psql variable: schema
select 'drop table ' || string_agg(format('%I.%I', schemaname, tablename), ', ')
from pg_tables where schemaname = :'schema' and tableowner = current_user \gexec
