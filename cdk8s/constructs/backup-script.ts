/**
 * A backup in a shell of PostgreSQL's own image: a dump, then a verification. The dump is restored
 * into a temporary server beside the dumps, and its schema is queried; the dump is valid, and gets
 * its name, if that succeeded. Then the oldest dumps are deleted.
 * Kubernetes expands `$$` and `$(NAME)` before the shell: the script contains none of the former,
 * and no variable named like a command.
 * Arguments: its purpose (`nightly`, `plan-…`) and how many of the kind to keep. Exit code 3: the
 * database does not respond, retry.
 */
export const backupScript = `set -eu
umask 077
purpose=$1
keep=$2
export TMPDIR="\${TMPDIR:-/tmp}"
if [ -n "\${DATABASE_SSL:-}" ]; then export PGSSLMODE="$DATABASE_SSL"; fi
if [ -n "\${DATABASE_CA:-}" ]; then
  printf '%s\\n' "$DATABASE_CA" > "$TMPDIR/ca.crt"
  export PGSSLROOTCERT="$TMPDIR/ca.crt"
elif [ "\${DATABASE_SSL:-}" = verify-full ]; then
  export PGSSLROOTCERT=system
fi
cd "$BACKUPS"
# What a pod left that was killed.
find . -maxdepth 1 \\( -name '.try-*' -o -name '*.part' \\) -mmin +1440 -exec rm -rf {} +
psql --no-psqlrc --quiet --output=/dev/null --command='select' "$DATABASE_URL" || exit 3

file="$(date -u +%Y%m%dT%H%M%SZ)-$purpose.dump"
try="$BACKUPS/.try-$file"
finish() {
  pg_ctl stop --pgdata="$try" --mode=immediate --silent > "$TMPDIR/stop.log" 2>&1 || true
  rm -rf "$try" "$file.part"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

pg_dump --format=custom --no-owner --no-privileges --file="$file.part" "$DATABASE_URL"

# Not reachable from outside: no port, and an abstract socket that is visible only in the pod.
socket="@ahlt-$HOSTNAME"
initdb --pgdata="$try" --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync --no-instructions > "$TMPDIR/initdb.log"
pg_ctl start --pgdata="$try" --wait --silent --log="$TMPDIR/server.log" --options="-c listen_addresses= -c unix_socket_directories=$socket -c fsync=off -c shared_buffers=16MB -c maintenance_work_mem=32MB -c max_parallel_maintenance_workers=0 -c max_connections=10" || {
  tail -n 5 "$TMPDIR/server.log" >&2
  exit 1
}
createdb --host="$socket" --username=postgres try
pg_restore --host="$socket" --username=postgres --dbname=try --no-owner --no-privileges --exit-on-error "$file.part" 2> "$TMPDIR/restore.log" || {
  cat "$TMPDIR/restore.log" >&2
  printf 'the dump cannot be restored: %s\\n' "$(grep -m 1 'error: ' "$TMPDIR/restore.log")" >&2
  exit 1
}
ask() { psql --no-psqlrc --tuples-only --no-align --host="$socket" --username=postgres --dbname=try --command="$1"; }
schema=$(ask 'select max(id) from ledger.migrations')
tables=$(ask "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'")

mv "$file.part" "$file"
sync
find . -maxdepth 1 -type f -name "[0-9]*-\${purpose%%-*}*.dump" | sort -r | tail -n "+$((keep + 1))" | xargs -r rm --
printf '{"file":"%s","bytes":%s,"tables":%s,"schema":"%s"}' "$file" "$(wc -c < "$file" | tr -d ' ')" "$tables" "$schema" > "$RESULT_FILE"
`;
