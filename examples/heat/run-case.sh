#!/bin/sh
# Runs one case: solves it, then compares the temperatures with the reference.
#
#   usage: run-case.sh "Test 7"
#
# Ends with 0 when they agree, with 1 when they differ, with 2 when the case cannot be run. It writes to a directory of
# its own, so that any number of these can run side by side on one read-only checkout.
set -eu
unset CDPATH
LC_ALL=C
export LC_ALL

if [ $# -ne 1 ]; then
    echo 'usage: run-case.sh NAME   for example: run-case.sh "Test 7"' >&2
    exit 2
fi
case $0 in
*/*) here=${0%/*} ;;
*) here=. ;;
esac
case_dir=$here/cases/$1
for file in input reference; do
    if [ ! -r "$case_dir/$file" ]; then
        echo "no case '$1': cannot read $case_dir/$file" >&2
        exit 2
    fi
done

work=$(mktemp -d "${TMPDIR:-/tmp}/heat.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

awk=${AWK:-awk} # may be two words: busybox awk
$awk -f "$here/solve.awk" "$case_dir/input" >"$work/temperatures"
$awk -v rel=1e-6 -v abs=1e-9 -f "$here/compare.awk" "$case_dir/reference" "$work/temperatures" || {
    status=$?
    echo "$1: the temperatures differ from $case_dir/reference (line numbers are those of the solver's table)" >&2
    exit "$status"
}
