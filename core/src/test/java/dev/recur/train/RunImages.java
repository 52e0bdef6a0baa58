package dev.recur.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Images to train on: of class k is what is bright in row k; where and how bright follows from the number. */
final class RunImages {
    static final int HEIGHT = 4;
    static final int WIDTH = 5;

    private RunImages() {}

    /** Writes images and labels; returns the images' file. */
    static Path write(Path folder, String name, int count) throws IOException {
        byte[] pixels = new byte[count * HEIGHT * WIDTH];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            int label = i * 7 % HEIGHT;
            labels[i] = (byte) label;
            for (int j = 0; j < WIDTH; j++) {
                pixels[(i * HEIGHT + label) * WIDTH + j] = (byte) (100 + (i * 31 + j * 17) % 150);
            }
        }
        write(folder.resolve(name + "-labels-idx1"), labels, count);
        return write(folder.resolve(name + "-images-idx3"), pixels, count, HEIGHT, WIDTH);
    }

    static Path write(Path file, byte[] values, int... lengths) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * lengths.length + values.length);
        bytes.putInt(0x0800 + lengths.length);
        for (int length : lengths) {
            bytes.putInt(length);
        }
        return Files.write(file, bytes.put(values).array());
    }
}
