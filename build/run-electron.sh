#!/bin/sh
# Starts the prepared Electron: `run-electron.sh [switches] <app folder>`. Playwright and the scripts use this as "the
# executable". Every step is an exec, so the process that is started is Electron's main process itself.
#   DIEM_CHAM_ELECTRON   the executable
#   DIEM_CHAM_RUN_AS     "uid:gid" to run as (set when started as root), or empty
#   DIEM_CHAM_SANDBOX    "none" where no sandbox works on this machine
set -u
ulimit -c 0
# Where dumps are piped to a program the limit alone does not hold: nothing of the memory goes into one.
{ echo 0 > /proc/self/coredump_filter; } 2> /dev/null || :
if [ "${DIEM_CHAM_SANDBOX:-}" = none ]; then set -- --no-sandbox "$@"; fi
if [ -n "${DIEM_CHAM_RUN_AS:-}" ]; then
  exec setpriv --reuid="${DIEM_CHAM_RUN_AS%%:*}" --regid="${DIEM_CHAM_RUN_AS##*:}" --clear-groups -- "$DIEM_CHAM_ELECTRON" "$@"
fi
exec "$DIEM_CHAM_ELECTRON" "$@"
