# The same as flow.f90, in any awk that has exp and sin, for machines without a Fortran compiler. It is 20 to 50 times slower.
#
#   usage: awk -f flow.awk CASE.nml

function wrong(what) {
    print what > "/dev/stderr"
    status = 2
    exit status
}

function abs(x) { return x < 0 ? -x : x }

function results(line) { print line > "flow.his" }

# Flow between two walls that starts from rest: du/dt = forcing + viscosity d2u/dy2.
function channel(    i, n, u, dt, r, before, here, error) {
    dt = (length_ / cells) ^ 2 / (6 * viscosity)
    steps = int(duration / dt) + 1
    dt = duration / steps
    r = viscosity * dt * (cells / length_) ^ 2
    for (i = 0; i < cells; i++) u[i] = 0
    u[cells] = lid
    for (n = 1; n <= steps; n++) {
        before = u[0]
        for (i = 1; i < cells; i++) {
            here = u[i]
            u[i] = here + r * (before - 2 * here + u[i + 1]) + dt * forcing
            before = here
        }
    }
    results("# y/m u/(m/s)")
    for (i = 0; i <= cells; i += cells / 20) results(sprintf("%10.6f %.12E", i * (length_ / cells), u[i]))
    for (i = 0; i <= cells; i++) error = larger(error, abs(u[i] - channel_exact(i * (length_ / cells))))
    return error
}

function channel_exact(y,    u, k, n) {
    u = forcing / (2 * viscosity) * y * (length_ - y) + lid * y / length_
    for (n = 1; n <= 60; n++) {
        k = n * pi / length_
        if (n % 2 == 1) u -= 4 * forcing / (viscosity * length_ * k ^ 3) * sin(k * y) * decay(viscosity * k ^ 2 * duration)
        u += 2 * lid / (n * pi) * (n % 2 ? -1 : 1) * sin(k * y) * decay(viscosity * k ^ 2 * duration)
    }
    return u
}

# Some awks warn of what is too small for a number.
function decay(x) { return x > 700 ? 0 : exp(-x) }

# A cloud that a river carries and spreads: dc/dt + velocity dc/dx = diffusivity d2c/dx2, Lax-Wendroff.
function advection(    i, n, c, dt, a, b, before, here, error) {
    dt = courant / (velocity * cells / length_ + 2 * diffusivity * (cells / length_) ^ 2)
    steps = int(duration / dt) + 1
    dt = duration / steps
    a = velocity * dt * cells / length_
    b = diffusivity * dt * (cells / length_) ^ 2 + a * a / 2
    for (i = 0; i <= cells; i++) c[i] = cloud(i * (length_ / cells), 0)
    for (n = 1; n <= steps; n++) {
        before = c[0]
        for (i = 1; i < cells; i++) {
            here = c[i]
            c[i] = here - a / 2 * (c[i + 1] - before) + b * (before - 2 * here + c[i + 1])
            before = here
        }
    }
    results("# x/m c")
    for (i = 0; i <= cells; i += cells / 20) results(sprintf("%10.3f %.12E", i * (length_ / cells), c[i]))
    for (i = 0; i <= cells; i++) error = larger(error, abs(c[i] - cloud(i * (length_ / cells), duration)))
    return error
}

function cloud(x, t,    spread) {
    spread = width ^ 2 + 2 * diffusivity * t
    return width / sqrt(spread) * decay((x - length_ / 4 - velocity * t) ^ 2 / (2 * spread))
}

# A standing wave in a closed basin: d2z/dt2 = gravity depth d2z/dx2, leapfrog.
function basin(    i, n, old, now, new, celerity, dt, every, r, k, error) {
    celerity = sqrt(gravity * depth)
    dt = courant * length_ / cells / celerity
    every = int(duration / dt / 40) + 1
    steps = 40 * every
    dt = duration / steps
    if (courant > 1) dt = courant * length_ / cells / celerity
    r = (celerity * dt * cells / length_) ^ 2
    k = mode * pi / length_
    for (i = 1; i < cells; i++) now[i] = sin(k * i * (length_ / cells))
    old[0] = now[0] = new[0] = old[cells] = now[cells] = new[cells] = 0
    for (i = 1; i < cells; i++) old[i] = now[i] + r / 2 * (now[i - 1] - 2 * now[i] + now[i + 1])
    results("# t/s z/m at 1/20, 1/4 and 2/5 of the basin")
    for (n = 1; n <= steps; n++) {
        for (i = 1; i < cells; i++) new[i] = 2 * now[i] - old[i] + r * (now[i - 1] - 2 * now[i] + now[i + 1])
        for (i = 1; i < cells; i++) {
            old[i] = now[i]
            now[i] = new[i]
            if (abs(now[i]) > 1e6) {
                print "the solution is unbounded in step " n > "/dev/stderr"
                exit 134
            }
        }
        if (n % every == 0)
            results(sprintf("%12.6f %.12E %.12E %.12E", n * dt, now[cells / 20], now[cells / 4], now[2 * cells / 5]))
    }
    for (i = 0; i <= cells; i++)
        error = larger(error, abs(now[i] - cos(k * celerity * duration) * sin(k * i * (length_ / cells))))
    return error
}

# Ground-water levels between given ones: d2h/dx2 + d2h/dy2 = 0, successive over-relaxation.
function levels(    i, j, h, at, change, largest, line, count, words, x, y, error) {
    for (i = 0; i < (cells + 1) ^ 2; i++) h[i] = 0
    at = cells * (cells + 1)
    for (i = 0; i <= cells; i++) h[at + i] = sin(pi * i / cells)
    if (boundary != "") {
        i = 0
        while ((getline line < boundary) > 0) {
            count = split(line, words, " ")
            for (j = 1; j <= count && i <= cells; j++) h[at + i++] = words[j] + 0
        }
        if (i <= cells) wrong(boundary ": expected " cells + 1 " levels")
    }
    do {
        largest = 0
        for (j = 1; j < cells; j++) {
            at = j * (cells + 1)
            for (i = at + 1; i < at + cells; i++) {
                change = omega * ((h[i - 1] + h[i + 1] + h[i - cells - 1] + h[i + cells + 1]) / 4 - h[i])
                h[i] += change
                if (change < 0) change = -change
                if (change > largest) largest = change
            }
        }
        steps++
    } while (largest >= tolerance)
    results("# h/m, a line for each of 11 rows from the bottom")
    for (j = 0; j <= cells; j += cells / 10) {
        line = ""
        for (i = 0; i <= cells; i += cells / 10) line = line sprintf(" %.12E", h[j * (cells + 1) + i])
        results(line)
    }
    for (j = 0; j <= cells; j++)
        for (i = 0; i <= cells; i++) {
            x = i / cells
            y = j / cells
            error = larger(error, abs(h[j * (cells + 1) + i] \
                - sin(pi * x) * (exp(pi * y) - exp(-pi * y)) / (exp(pi) - exp(-pi))))
        }
    return error
}

function larger(a, b) { return a > b ? a : b + 0 }

BEGIN {
    pi = 3.14159265358979323846
    gravity = 9.81
    value["model"] = value["boundary"] = ""
    value["backend"] = "cpu"
    value["cells"] = 40
    value["velocity"] = value["lid"] = value["forcing"] = 0
    value["mode"] = value["length"] = value["depth"] = value["viscosity"] = value["diffusivity"] = value["duration"] = 1
    value["width"] = 0.1
    value["courant"] = 0.5
    value["omega"] = 1.5
    value["tolerance"] = 1e-12
}

{ sub(/!.*/, ""); gsub(/[,'"]/, " "); sub(/=/, " = ") }
NF == 0 || $1 == "&flow" || $1 == "/" { next }
$2 != "=" || NF != 3 || !($1 in value) { wrong(FILENAME ": cannot read '" $0 "'") }
{ value[$1] = $3 }

END {
    if (status) exit status
    model = value["model"]; boundary = value["boundary"]
    cells = value["cells"] + 0; mode = value["mode"] + 0; length_ = value["length"] + 0; depth = value["depth"] + 0
    velocity = value["velocity"] + 0; lid = value["lid"] + 0; viscosity = value["viscosity"] + 0
    diffusivity = value["diffusivity"] + 0; forcing = value["forcing"] + 0; width = value["width"] + 0
    duration = value["duration"] + 0; courant = value["courant"] + 0; omega = value["omega"] + 0
    tolerance = value["tolerance"] + 0
    if (cells < 20 || cells % 20 != 0) wrong("cells: expected a multiple of 20")
    if (depth <= 0) wrong("depth: expected a number above 0")
    if (value["backend"] != "cpu") {
        print "there is no " value["backend"] " here"
        exit 77
    }
    print "flow 1.0 (awk), model " model ", case " FILENAME
    results("# flow 1.0, " STAMP)
    if (model == "channel") error = channel()
    else if (model == "advection") error = advection()
    else if (model == "basin") error = basin()
    else if (model == "levels") error = levels()
    else wrong("model: expected channel, advection, basin or levels")
    print "steps " steps
    printf "largest error against the exact solution %9.2E\n", error
    print "run completed"
    exit status
}
