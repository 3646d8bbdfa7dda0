-- Drops every table of a tenant's schema that the current role owns. The restore runs it once as the migration's role and once as the application's. Tables of other roles, and of other tenants, remain.
--
-- psql variable: schema
select 'drop table ' || string_agg(format('%I.%I', schemaname, tablename), ', ')
from pg_tables where schemaname = :'schema' and tableowner = current_user \gexec
