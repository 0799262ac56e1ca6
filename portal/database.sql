-- Run once in every new database, by its owner (wib_owner), before the first migration.
-- The app role may read and write rows of what the owner makes, and nothing else; migrations take UPDATE and
-- DELETE away again where history may only grow.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO wib_app;

ALTER DEFAULT PRIVILEGES FOR ROLE wib_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO wib_app;
ALTER DEFAULT PRIVILEGES FOR ROLE wib_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO wib_app;
