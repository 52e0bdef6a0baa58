package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTableTest {
    @TempDir
    Path folder;

    private NumberTable read(String text) throws Exception {
        return NumberTable.read(Files.writeString(folder.resolve("t.csv"), text), MessageDigest.getInstance("SHA-256"));
    }

    @Test
    void numbersAndWhatNamesTheRows() throws Exception {
        NumberTable table = read("date, a ,where,b\r\n\"1, May\",1,x,-2.5e1\r\n2,.5,\"y\"\"z\",+3.\r\n");
        assertThat(table.names()).containsExactly("a", "b");
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.column("a")).containsExactly(1, 0.5);
        assertThat(table.column("b")).containsExactly(-25, 3);
        assertThat(table.labelName()).isEqualTo("date");
        assertThat(table.labels()).containsExactly("1, May", "2");
        assertThatThrownBy(() -> table.column("c"))
                .hasMessageContaining("t.csv")
                .hasMessageContaining("no column of numbers named \"c\"; it has a, b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t,a\\n1,2\\n2,\\n | line 3: column 2 (a): expected a number, found an empty cell; fill the gap",
                "t,a\\n1,2\\n2,NaN\\n | line 3: column 2 (a): expected a number, found \"NaN\"",
                "t,a\\n1,nan\\n | line 2: column 2 (a): expected a number, found \"nan\"",
                "t,a\\n1,2\\n2,1e999\\n | line 3: column 2 (a): expected a number, found \"1e999\"",
                "t,a\\n1,2\\n\\n2,0x10\\n | line 4: column 2 (a): expected a number, found \"0x10\"",
                "t,a\\n1,2\\n2,1d\\n | line 3: column 2 (a): expected a number, found \"1d\"",
                "t,a\\n1,2\\n2,3,4\\n | line 3: has 3 columns, but the header has 2",
                "a,a\\n1,2\\n | line 1: two columns are named \"a\"",
                "a\\n | holds no row but its header",
                "'' | is empty; expected a header and rows of numbers"
            })
    void badCellsAreNamed(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
