# Compares a table of numbers with a reference, number by number.
#
#   usage: awk -v rel=1e-6 -v abs=1e-9 -f compare.awk REFERENCE TABLE
#
# Two numbers agree when they differ by no more than  rel * |reference| + abs  (abs above 0). Lines that begin with # are not compared,
# yet they count in the line numbers of messages, as they do in an editor. Ends with 0 when all agree, with 1 when some
# number does not (each is named, the first 10), with 2 when there is nothing to compare.

function isNumber(text) {
    return text ~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/
}

function complain(what) {
    if (++differences <= 10) print what
}

function agree(value, expected,    difference, allowed) {
    # nan and inf are no numbers here: they agree with nothing
    if (!isNumber(value) || !isNumber(expected)) return 0
    difference = value - expected
    if (difference < 0) difference = -difference
    allowed = (expected < 0 ? -expected : expected + 0) * rel + abs
    if (difference / allowed > largest) largest = difference / allowed
    return difference <= allowed
}

/^#/ || NF == 0 { next }
FILENAME == ARGV[1] { reference[++references] = $0; next }
references == 0 { next }
{
    line++
    lastLine = FNR
    if (line > references) {
        complain("line " FNR ": '" $0 "' where the reference has ended")
        next
    }
    fields = split(reference[line], expected, " ")
    if (fields != NF) {
        complain("line " FNR ": " NF " numbers for " fields)
        next
    }
    for (i = 1; i <= NF; i++) {
        compared++
        if (!agree($i, expected[i])) complain("line " FNR ": " $i " for " expected[i])
    }
}

END {
    if (references == 0) {
        print "the reference has no numbers"
        exit 2
    }
    if (line < references) complain("line " lastLine + 1 ": the table ends, the reference has " references - line " more lines")
    if (differences > 10) print "and " differences - 10 " more"
    if (differences > 0) exit 1
    printf "%d numbers agree, the largest difference is %.2g of what is allowed (%s relative, %s absolute)\n", \
        compared, largest, rel, abs
}
