#!/bin/sh
# A throw-away PostgreSQL for the tests.
#   tests/postgres.sh start   prints its URL, for FRSC_TEST_POSTGRES_URL
#   tests/postgres.sh stop    stops it and removes its data
# Its data are in FRSC_TEST_POSTGRES_FOLDER (default: a folder of the temporary directory), it listens
# on FRSC_TEST_POSTGRES_PORT (default 54329) of this machine only, and nothing in it is durable.
set -eu

folder=${FRSC_TEST_POSTGRES_FOLDER:-${TMPDIR:-/tmp}/frsc-test-postgres}
port=${FRSC_TEST_POSTGRES_PORT:-54329}
url="postgres://frsc@127.0.0.1:$port/postgres"

bin=$(command -v pg_ctl || ls -d /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "postgres.sh: no pg_ctl: apt-get install postgresql" >&2; exit 1; }
bin=$(dirname "$bin")

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi
}

case "${1:-}" in
start)
    if ! as_owner "'$bin/pg_ctl' -D '$folder/data' status" >/dev/null 2>&1; then
        rm -rf "$folder"
        mkdir -p "$folder"
        [ "$(id -u)" != 0 ] || chown postgres "$folder"
        as_owner "'$bin/initdb' -D '$folder/data' -U frsc -A trust -E UTF8 --locale=C -N" >"$folder.log" 2>&1 ||
            { cat "$folder.log" >&2; exit 1; }
        as_owner "'$bin/pg_ctl' -D '$folder/data' -l '$folder/log' -w -t 60 start -o \
            '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400'" \
            >>"$folder.log" 2>&1 || { cat "$folder.log" "$folder/log" >&2; exit 1; }
    fi
    echo "$url"
    ;;
stop)
    as_owner "'$bin/pg_ctl' -D '$folder/data' -m immediate -w stop" >/dev/null 2>&1 || true
    rm -rf "$folder" "$folder.log"
    ;;
*)
    echo "usage: $0 start|stop" >&2
    exit 2
    ;;
esac
