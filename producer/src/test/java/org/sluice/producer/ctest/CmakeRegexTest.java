package org.sluice.producer.ctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CmakeRegexTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            foo,            a foo b,        true
            foo,            a fo o b,       false
            fo+$,           foo,            true
            ^b,             ab,             false
            a.c,            `a
            c`,             true
            [0-9]+%,        at 95%,         true
            [^0-9]%,        at 95%,         false
            []x],           a],             true
            [^]x],          ]x,             false
            [-x],           -,              true
            [x-],           -,              true
            [a\\z],         \\,             true
            [a\\z],         y,              false
            [a-c-e],        d,              true
            [+--],          `,`,            true
            [^a],           `
            `,              true
            \\d,            5,              false
            \\d,            d,              true
            \\.,            x,              false
            a{2},           aa,             false
            a{2},           a{2},           true
            (a|bc)+d,       bcabcd,         true
            (a|)b,          b,              true
            a&&b,           a&&b,           true
            [a&&b],         &,              true
            é,              é,              true
            x[y],           xy,             true
            a-b,            a-b,            true
            \\Qa,           Qa,             true
            """)
    void findsWhatCmakeFinds(String regex, String text, boolean found) throws RefusedException {
        assertThat(Pattern.compile(CmakeRegex.toJava(regex)).matcher(text).find())
                .as(CmakeRegex.toJava(regex))
                .isEqualTo(found);
    }

    @Test
    void dollarIsBehindTheLastNewline() throws RefusedException {
        assertThat(Pattern.compile(CmakeRegex.toJava("foo$")).matcher("foo\n").find())
                .isFalse();
        assertThat(Pattern.compile(CmakeRegex.toJava("foo\n$")).matcher("foo\n").find())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            *a;       a * follows nothing
            a|+;      a + follows nothing
            a**;      a count follows another
            a+?;      a count follows another
            (a*)*;    what stands before * can be empty
            (a|b*)+;  what stands before + can be empty
            ()*;      what stands before * can be empty
            ^*;       what stands before * can be empty
            (a;       a ( is never closed
            a);       a ) closes nothing
            [a;       a [ is never closed
            [];       a [ is never closed
            [z-a];    a range in a set runs backwards
            a\\;      a backslash ends it
            é*;       the * is for the last byte of 'é' alone
            [é];      in a set, each byte of 'é' stands for itself
            [a-é];    in a set, each byte of 'é' stands for itself
            """)
    void whatCmakeDoesNotTakeOrReadsOtherwiseIsRefused(String regex, String why) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> CmakeRegex.toJava(regex))
                .withMessage("the regular expression '" + regex + "': " + why);
    }
}
