# Solves the one-dimensional heat equation  du/dt = a d2u/dx2  on a rod of length L.
#
#   usage: awk -f solve.awk INPUT > TEMPERATURES
#
# INPUT has one word and its value a line (# begins a comment):
#   length L, diffusivity a, end T     the rod, its material, and when to stop
#   left VALUE                         temperature held at x = 0
#   right VALUE | right insulated      temperature held at x = L, or no heat flow there
#   mode N AMPLITUDE                   a sine wave on top of the initial steady profile; may be repeated
#   cells N                            intervals of the grid; a multiple of 20
#
# Explicit Euler in time, central differences in space. With a dt / dx^2 = 1/6 the leading errors of the two cancel and
# the scheme is of fourth order in dx; the time step is the largest at or below that which divides T.

function fail(what) {
    print FILENAME ": " what > "/dev/stderr"
    failed = 1
    exit 2
}

function number(text) {
    if (text !~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/)
        fail("line " FNR ": '" text "' for " $1 ": expected a number")
    return text + 0
}

# The sine by its Taylor series: the awk of some busyboxes (Debian's) is built without mathematics. Nothing is lost: the
# remainder is below the rounding of the last term.
function sine(x,    term, sum, i) {
    x -= int(x / (2 * pi)) * 2 * pi
    if (x > pi) x -= 2 * pi
    if (x < -pi) x += 2 * pi
    for (i = 1; i < 40; i += 2) {
        term = i == 1 ? x : -term * x * x / ((i - 1) * i)
        sum += term
    }
    return sum
}

BEGIN { pi = 3.14159265358979323846 }

{ sub(/#.*/, "") }
NF == 0 { next }
$1 == "length" && NF == 2      { L = number($2); next }
$1 == "diffusivity" && NF == 2 { a = number($2); next }
$1 == "end" && NF == 2         { T = number($2); next }
$1 == "left" && NF == 2        { left = number($2); next }
$1 == "right" && NF == 2       { insulated = $2 == "insulated"; right = insulated ? 0 : number($2); hasRight = 1; next }
$1 == "cells" && NF == 2       { N = number($2); next }
$1 == "mode" && NF == 3        { modes++; wave[modes] = number($2); amplitude[modes] = number($3); next }
{ fail("line " FNR ": cannot read '" $0 "'") }

END {
    if (failed) exit 2
    if (L <= 0 || a <= 0 || T <= 0 || !hasRight) fail("needs length, diffusivity, end (all above 0), left and right")
    if (N < 20 || N % 20 != 0) fail("cells is " N ": expected a multiple of 20")

    dx = L / N
    steps = int(6 * a * T / (dx * dx)) + 1
    r = a * (T / steps) / (dx * dx)

    for (i = 0; i <= N; i++) {
        x = i * dx
        u[i] = insulated ? left : left + (right - left) * x / L
        for (m = 1; m <= modes; m++)
            u[i] += amplitude[m] * sine((insulated ? wave[m] - 0.5 : wave[m]) * pi * x / L)
    }
    u[0] = left
    if (!insulated) u[N] = right

    for (n = 0; n < steps; n++) {
        before = u[0]
        for (i = 1; i < N; i++) {
            here = u[i]
            u[i] = here + r * (before - 2 * here + u[i + 1])
            before = here
        }
        # an insulated end is a mirror: the point behind it has the temperature of the point before it
        if (insulated) u[N] += 2 * r * (before - u[N])
    }

    print "# x/m temperature"
    for (i = 0; i <= N; i += N / 20) printf "%.6f %.10g\n", i * dx, u[i]
}
