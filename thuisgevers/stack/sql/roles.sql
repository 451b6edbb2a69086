-- The database roles of De Thuisgevers, their passwords and their default rights.
--
-- One file for the embedded stack, the tests and docker-compose. Run by psql as the superuser of the cluster; running it
-- again changes nothing but the passwords. Passwords come from the environment (never from the command line, where `ps` shows
-- them): OWNER_PASSWORD, APP_PASSWORD, BACKUP_PASSWORD. STACK_SEED=on adds the role `seed`, which bypasses row level
-- security and belongs in a test cluster only. STACK_DATABASE names the database (thuisgevers when unset).
--
--   owner    runs migrations, owns the database and its tables; row level security is FORCED, so it binds owner too
--   definer  owns the policy functions; may not sign in and may not bypass policies
--   app      the application: owns nothing, bypasses nothing
--   stats    public and national figures; `app` steps into it with SET LOCAL ROLE and inherits nothing from it
--   backup   reads everything for pg_dump, writes nothing
--   seed     test cluster only: factories write rows past the policies

\set ON_ERROR_STOP on
\set QUIET on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv backup_password BACKUP_PASSWORD
\set database thuisgevers
\getenv database STACK_DATABASE
\set seed off
\getenv seed STACK_SEED

SET client_min_messages = warning;
SET password_encryption = 'scram-sha-256';
-- Statements below carry passwords; they must not reach the server's log when one of them fails.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['owner', 'definer', 'app', 'stats', 'backup']) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name)
\gexec

ALTER ROLE owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION PASSWORD :'owner_password';
ALTER ROLE definer NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;
ALTER ROLE app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION PASSWORD :'app_password';
ALTER ROLE stats NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;
ALTER ROLE backup LOGIN NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION PASSWORD :'backup_password';
ALTER ROLE backup SET default_transaction_read_only = on;

-- `owner` hands policy functions to `definer` (ALTER FUNCTION … OWNER TO definer), `app` steps into `stats`; neither inherits.
GRANT definer TO owner WITH ADMIN FALSE, INHERIT FALSE, SET TRUE;
GRANT stats TO app WITH ADMIN FALSE, INHERIT FALSE, SET TRUE;

\if :seed
    SELECT 'CREATE ROLE seed' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'seed')
    \gexec
    ALTER ROLE seed NOLOGIN NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;
    GRANT seed TO app WITH ADMIN FALSE, INHERIT FALSE, SET TRUE;
\endif

SELECT format('CREATE DATABASE %I OWNER owner TEMPLATE template0 ENCODING ''UTF8''', :'database')
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = :'database')
\gexec

\connect :database
SET client_min_messages = warning;

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO app, backup;

CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app, stats, backup;
-- The receiving role of ALTER FUNCTION … OWNER TO must be able to create in the schema.
GRANT USAGE, CREATE ON SCHEMA public TO definer;

ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT ON TABLES TO backup;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO backup;

\if :seed
    GRANT USAGE ON SCHEMA public TO seed;
    ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO seed;
    ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO seed;
\endif
