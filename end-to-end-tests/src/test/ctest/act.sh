#!/bin/sh
# Does what its arguments say, in their order.
newline=no
for word in "$@"; do
    value=${word#*=}
    case $word in
    out=*) echo "$value" ;;
    err=*) echo "$value" >&2 ;;
    arg=*) printf '<%s>' "$value" && newline=yes ;;
    append=*) echo "$value" >>order ;;
    write=*) echo "$value" >"$value" ;;
    exclusive=*)
        mkdir "$value" || exit 1
        sleep 0.1
        rmdir "$value"
        ;;
    sleep=*) sleep "$value" ;;
    signal=*) kill "-$value" $$ ;;
    exit=*) exit "$value" ;;
    *) echo "$0: '$word' is nothing to do" >&2 && exit 99 ;;
    esac
done
[ "$newline" = no ] || echo
