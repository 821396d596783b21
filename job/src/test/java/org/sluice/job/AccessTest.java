package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"secret", "a=b:c#d!e", " spaces ", "back\\slash", "ünïcödé"})
    void whatWasWrittenIsReadAgain(String password) throws IOException {
        Path file = directory.resolve("consumer.access");
        new Access("consumer", password).write(file, "for consumers");

        assertThat(Access.read(file)).isEqualTo(new Access("consumer", password));
        assertThat(Files.readAllLines(file).get(0)).isEqualTo("# for consumers");
        assertThat(directory).isDirectoryNotContaining(left -> !left.equals(file));
    }

    @Test
    void thePasswordIsNotInTheText() {
        assertThat(new Access("consumer", "secret")).hasToString("Access[user=consumer]");
    }

    @Test
    void aFileThatIsThereIsNeverOverwritten() throws IOException {
        Path file = directory.resolve("consumer.access");
        new Access("consumer", "first").write(file, "");

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> new Access("consumer", "second").write(file, ""));
        assertThat(Access.read(file).password()).isEqualTo("first");
        assertThat(directory).isDirectoryNotContaining(left -> !left.equals(file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theOwnerAloneCanReadTheFile() throws IOException {
        Path file = directory.resolve("consumer.access");
        new Access("consumer", "secret").write(file, "");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatIsOpenToOthersIsRefusedWithTheRemedy(String mode) throws IOException {
        Path file = directory.resolve("consumer.access");
        new Access("consumer", "secret").write(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Access.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("chmod 600 " + file)
                .withMessageNotContaining("secret");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aReadOnlyFileIsGoodEnough() throws IOException {
        Path file = directory.resolve("consumer.access");
        new Access("consumer", "secret").write(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

        assertThat(Access.read(file).user()).isEqualTo("consumer");
    }

    @Test
    void aMissingFileSaysWhereItComesFrom() {
        Path file = directory.resolve("nowhere.access");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Access.read(file))
                .withMessage("access file " + file
                        + " does not exist; copy it from the broker, which wrote it when it first started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user=consumer", "user=consumer\npassword=", "password=secret", "password=\\u00zz"})
    void aFileThatIsNotAnAccessFileIsAnErrorThatNamesIt(String text) throws IOException {
        Path file = directory.resolve("consumer.access");
        new Access("consumer", "secret").write(file, "");
        Files.writeString(file, text);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Access.read(file))
                .withMessageStartingWith("access file " + file + ": ");
    }

    @Test
    void anAccountHasANameAndAPassword() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Access("", "secret"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Access("consumer", " "));
    }
}
