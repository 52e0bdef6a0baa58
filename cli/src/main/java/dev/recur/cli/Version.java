package dev.recur.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, written into a resource by it. */
final class Version implements IVersionProvider {
    /** For example "0.1.0". */
    static String number() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing from this build; build it again");
            }
            properties.load(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        String java = System.getProperty("java.vendor.version", "");
        return new String[] {
            "recur " + number(),
            "JDK " + Runtime.version() + (java.isEmpty() ? "" : " (" + java + ")") + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
