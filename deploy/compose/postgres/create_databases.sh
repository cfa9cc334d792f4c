#!/bin/sh
# Runs once, in an empty PostgreSQL: a database and a role for each service, which sees no other's.
set -eu
for service in identity lending repayment monitoring support; do
    password=$(cat "${SECRETS:-/run/secrets}/$service-database-password")
    psql --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
        --set=service="$service" --set=password="$password" <<'SQL'
create role :"service" login password :'password';
create database :"service" owner :"service";
revoke connect on database :"service" from public;
SQL
done
