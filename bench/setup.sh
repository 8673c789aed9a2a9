#!/usr/bin/env bash
# Sets up what the benchmark needs under $BENCH_HOME: a private PostgreSQL with the data on 127.0.0.1:55432, and the peers.
#   setup.sh        does it, as root or as a user who may start PostgreSQL; needs Debian's postgresql, and npm
#   setup.sh env    prints the variables that peers.json names
#   setup.sh stop   stops the PostgreSQL
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
home=${BENCH_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/sallyport-bench}
peers=$home/peers

as() { if [ "$(id -u)" = 0 ]; then su postgres -c "$*"; else bash -c "$*"; fi; }
pg_bin() { dirname "$(dpkg-query -S '*/bin/initdb' | sed 's/^[^ ]* //' | tail -1)"; }

case ${1:-} in
env)
    shopt -s nullglob
    drivers=("$root"/target/sallyport/lib/postgresql-*.jar)
    printf 'export PEERS=%q JAVA25=%q PG_JDBC=%q SALLYPORT=%q\n' \
        "$peers" "$("$root/sallyport" --find-jdk)/bin/java" "${drivers[0]:-}" "$root"
    exit
    ;;
stop)
    data=$(cat "$home/data")
    as "$(pg_bin)/pg_ctl -D $data -m fast stop"
    rm -rf "$data" "$home/data"
    exit
    ;;
esac

mkdir -p "$peers"
if ! pg_isready -q -h 127.0.0.1 -p 55432; then
    bin=$(pg_bin)
    data=$(mktemp -d)
    [ "$(id -u)" != 0 ] || chown postgres "$data"
    echo "$data" >"$home/data"
    as "$bin/initdb -D $data -A trust -E UTF8 --locale=C.UTF-8 -U postgres" >/dev/null
    printf '%s\n' "listen_addresses='127.0.0.1'" port=55432 "unix_socket_directories='$data'" shared_buffers=512MB \
        max_connections=200 fsync=off jit=off >>"$data/postgresql.conf"
    as "$bin/pg_ctl -D $data -l $data/log -w start" >/dev/null
    createdb -h 127.0.0.1 -p 55432 -U postgres shop
    psql -q -h 127.0.0.1 -p 55432 -U postgres -d shop -v ON_ERROR_STOP=1 -f "$here/seed.sql"
fi
npm_into() {
    local folder=$peers/$1
    [ -d "$folder/node_modules" ] || {
        mkdir -p "$folder"
        (cd "$folder" && npm init -y >/dev/null && npm install --silent "$2")
    }
}
npm_into node24 node@24
npm_into dbhub @bytebase/dbhub@1.4.0
npm_into toolbox @toolbox-sdk/server@1.12.0
npm_into ref @modelcontextprotocol/server-postgres@0.6.2
npm_into pgraw pg@8
