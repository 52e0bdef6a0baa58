package dev.recur.array;

/** Where the elements of a view lie in the flat array. Outside, a view is always row-major. */
sealed interface Place {
    /** The index of element (row, column) of a matrix; of element (0, index) of anything else. */
    int index(int row, int column);

    /** One after the other. */
    record Rows(int offset, int columns) implements Place {
        @Override
        public int index(int row, int column) {
            return offset + row * columns + column;
        }
    }

    /**
     * A part of a stack of matrices in panels, as products read them: element (j, k) of the stack, j an output and k an input, lies
     * in panel j / width, there in row k, there at j % width.
     */
    record Panels(int offset, int width, int depth, int firstOutput, int firstInput) implements Place {
        @Override
        public int index(int row, int column) {
            int output = firstOutput + row;
            int input = firstInput + column;
            return offset + (output / width) * depth * width + input * width + output % width;
        }
    }
}
