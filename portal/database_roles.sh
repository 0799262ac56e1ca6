#!/bin/sh
# Run once by the db container, before database.sql: the two roles, and the database in the owner's hands.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname wib \
    --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE wib_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE wib_app LOGIN PASSWORD :'app_password';
ALTER DATABASE wib OWNER TO wib_owner;
REVOKE ALL ON DATABASE wib FROM PUBLIC;
GRANT CONNECT ON DATABASE wib TO wib_app;
SQL
