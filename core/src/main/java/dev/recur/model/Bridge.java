package dev.recur.model;

import dev.recur.cell.Rows;
import dev.recur.layer.Recurrent;
import java.util.Arrays;
import java.util.List;

/**
 * From the encoder's last states to the decoder's first ones: state s of decoder layer l begins with state s of the two directions of encoder
 * layer l, one beside the other. So each state begins with a value that its cell can reach, whatever the cell is. A state whose length is not
 * the sum of the two, such as the last input of a cell that reads it again, begins afresh.
 */
final class Bridge {
    private final List<Recurrent> encoder; // of each layer: along time, against time
    private final List<Recurrent> decoder;
    private float[] scratch = {};

    Bridge(List<Recurrent> encoder, List<Recurrent> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /**
     * After the encoder's forward and the decoder's reset.
     *
     * @param from for each row of the decoder its row of the encoder
     */
    void forward(Rows rows, int[] from) {
        for (int layer = 0; layer < decoder.size(); layer++) {
            for (int s = 0; s < states(layer); s++) {
                if (fits(layer, s)) {
                    int half = half(layer, s);
                    float[] along = encoder.get(2 * layer).end(s);
                    float[] against = encoder.get(2 * layer + 1).end(s);
                    scratch = room(scratch, rows.rows() * 2 * half);
                    for (int r = 0; r < rows.rows(); r++) {
                        System.arraycopy(along, from[r] * half, scratch, r * 2 * half, half);
                        System.arraycopy(against, from[r] * half, scratch, r * 2 * half + half, half);
                    }
                    decoder.get(layer).start(s, scratch, rows.rows());
                }
            }
        }
    }

    /** After the decoder's backward, before the encoder's; each row of the encoder has one row of the decoder. */
    void backward(Rows rows, int[] from) {
        for (int direction = 0; direction < encoder.size(); direction++) {
            int layer = direction / 2;
            int at = 0;
            scratch = room(scratch, rows.rows() * encoder.get(direction).stateLength());
            for (int s = 0; s < states(layer); s++) {
                int half = half(layer, s);
                if (fits(layer, s)) {
                    float[] dStart = decoder.get(layer).dStart(s);
                    for (int r = 0; r < rows.rows(); r++) {
                        int column = direction % 2 * half;
                        System.arraycopy(dStart, r * 2 * half + column, scratch, at + from[r] * half, half);
                    }
                } else {
                    Arrays.fill(scratch, at, at + rows.rows() * half, 0f);
                }
                at += rows.rows() * half;
            }
            encoder.get(direction).dEnd(rows.rows(), scratch, 0);
        }
    }

    private int states(int layer) {
        return decoder.get(layer).plan().states().size();
    }

    private int half(int layer, int s) {
        return encoder.get(2 * layer).plan().stateLength(s);
    }

    private boolean fits(int layer, int s) {
        return 2 * half(layer, s) == decoder.get(layer).plan().stateLength(s);
    }

    private static float[] room(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }
}
