#!/usr/bin/env bash
# A PostgreSQL server of one's own for a test, in a folder, on a socket; nobody else sees it.
#
#   cluster.sh start DIR    makes it in DIR (which must not exist), prints its URL; exit 77 when PostgreSQL is not installed
#   cluster.sh stop DIR     ends it at once and removes DIR
#   cluster.sh crash DIR    ends it as a power cut would and starts it again
#   cluster.sh database DIR NAME   a new, empty database, prints its URL
#   cluster.sh standby DIR OF      makes a standby of the server in folder OF, prints its URL
#   cluster.sh promote DIR         the standby takes over
#
# initdb refuses to work as root: then the server runs as "nobody".
set -euo pipefail

newest() {
  local folder
  folder=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
  [ -n "$folder" ] && [ -x "$folder/initdb" ] && printf '%s' "$folder"
}

as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi
}

launch() {
  # Immediately readable messages and no TCP; everything else as installed, above all fsync.
  as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -s \
    -o "-k $dir -c listen_addresses='' -c shared_buffers=64MB -c max_connections=120" start >/dev/null
}

url() { printf 'postgresql://openimr@/%s?host=%s\n' "${1:-postgres}" "$(printf '%s' "$dir" | sed 's,/,%2F,g')"; }

command=${1:?start, stop, crash, database, standby or promote} dir=${2:?a folder}
bin=$(newest) || { echo "PostgreSQL is not installed" >&2; exit 77; }
case $command in
  start)
    mkdir -p "$dir"
    [ "$(id -u)" != 0 ] || chown nobody "$dir"
    cd "$dir"
    as_owner "$bin/initdb" -D "$dir/data" -U openimr -A trust -E UTF8 --locale=C.UTF-8 -N >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
    launch || { cat "$dir/log" >&2; exit 1; }
    url
    ;;
  stop)
    cd /
    as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$dir"
    ;;
  crash)
    cd "$dir"
    as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop >/dev/null 2>&1 || true # it may have ended itself
    launch
    ;;
  database)
    name=${3:?a name}
    "$bin/createdb" -h "$dir" -U openimr "$name"
    url "$name"
    ;;
  standby)
    of=${3:?the folder of the server to follow}
    mkdir -p "$dir"
    [ "$(id -u)" != 0 ] || chown nobody "$dir"
    cd "$dir"
    as_owner "$bin/pg_basebackup" -h "$of" -U openimr -D "$dir/data" -R -X stream -c fast
    launch
    url
    ;;
  promote)
    cd "$dir"
    as_owner "$bin/pg_ctl" -D "$dir/data" -w -s promote >/dev/null
    ;;
  *) echo "cluster.sh: found $command, expected start, stop, crash, database, standby or promote" >&2; exit 2 ;;
esac
