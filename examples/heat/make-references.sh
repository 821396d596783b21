#!/bin/sh
# Writes the reference of every case anew, from the analytic solution, with bc at 30 digits. It shares nothing with the
# solver but the input files. Needs bc.
set -eu
unset CDPATH
cd "$(dirname "$0")/cases"

# The input as statements of bc, whose variables are single letters and which knows no exponents (2.3e-5).
statements() {
    awk '
        BEGIN {
            split("length l diffusivity a end t left f right g", words, " ")
            for (i = 1; i < 10; i += 2) letter[words[i]] = words[i + 1]
        }
        { sub(/#.*/, "") }
        NF == 0 || $1 == "cells" { next }
        $2 == "insulated" { print "h = 1"; next }
        { for (i = 2; i <= NF; i++) if (sub(/[eE]/, "*10^(", $i)) $i = $i ")" }
        $1 == "mode" { m++; print "n[" m "] = " $2 "; b[" m "] = " $3; next }
        { print letter[$1] " = " $2 }
        END { print "m = " m + 0 }' "$1"
}

for input in */input; do
    {
        echo 'scale = 30; p = 4 * a(1)'
        statements "$input"
        cat <<'BC'
for (i = 0; i <= 20; i++) {
    x = i * l / 20
    u = f + (g - f) * x / l
    if (h) u = f
    for (j = 1; j <= m; j++) {
        k = (n[j] - h / 2) * p / l
        u = u + b[j] * s(k * x) * e(-a * k * k * t)
    }
    x
    u
}
BC
    } | bc -l | awk 'BEGIN { print "# x/m temperature, analytic" }
        NR % 2 { x = $1; next }
        { u = $1 + 0; printf "%.6f %.12g\n", x, (u < 1e-20 && u > -1e-20) ? 0 : u }' >"${input%/input}/reference"
done
