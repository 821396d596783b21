package org.sluice.producer.jobfile;

/** Finds settings that are right each by itself, but not together. */
final class Contradictions {
    private Contradictions() {}

    /** Reports what a block says without an effect on its job or case. */
    static void ofBlock(Settings inner, Complaints complaints) {
        inner.judging()
                .exitWithoutEffect()
                .ifPresent(exit -> complaints.add(
                        exit.start(),
                        exit.end() - exit.start(),
                        "this exit would have no effect, for with pass-match the output decides and exit codes do not matter",
                        "either exit or pass-match in a block; pass-match none takes away what is in force",
                        Keyword.EXIT.example()));
        if (inner.judging().willFail() && inner.programs().hasNewCheck()) {
            complaints.add(
                    inner.programs().checks().get(0).offset(),
                    1,
                    "this check would never be run, for the job is expected to fail",
                    "either check or will-fail yes in a block",
                    Keyword.WILL_FAIL.example());
        }
    }

    /** Reports a run or check line in the block of a job that stands behind all of its cases. */
    static void behindCases(Settings inner, Complaints complaints) {
        inner.programs()
                .newest()
                .ifPresent(line -> complaints.add(
                        line.offset(),
                        1,
                        "no case follows, so this line has no effect",
                        "lines before the cases that they are for, or in a case's block",
                        Keyword.CASE.example()));
    }

    /** Whether a job can have these settings together; if not, that is reported. */
    static boolean areNone(Settings settings, Source source, Complaints complaints) {
        PlacementSettings placement = settings.placement();
        if (!placement.isContradictory()) {
            return true;
        }
        Word slots = placement.slots().by();
        Word alone = placement.alone().by();
        boolean slotsCameLast = slots.start() > alone.start();
        Word last = slotsCameLast ? slots : alone;
        Word first = slotsCameLast ? alone : slots;
        String number = "slots " + placement.slots().value();
        complaints.add(
                last.start(),
                last.end() - last.start(),
                (slotsCameLast ? number : "alone yes") + " contradicts " + (slotsCameLast ? "alone yes" : number)
                        + " of line " + source.line(first.start()),
                "one of the two: a job that is alone takes all slots of its consumer; "
                        + (slotsCameLast ? "alone no" : "slots 1") + " takes the other back",
                slotsCameLast ? Keyword.SLOTS.example() : Keyword.ALONE.example());
        return false;
    }
}
