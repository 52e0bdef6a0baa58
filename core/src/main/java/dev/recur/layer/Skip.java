package dev.recur.layer;

/**
 * What each layer of a {@link Stack} reads, and what the stack gives. Source 0 is the input of the stack, source i + 1 the output of
 * layer i; several sources are joined, in the order in which they are named.
 */
public enum Skip {
    /** Each layer reads the one below it; the topmost is the output. */
    NONE,
    /** As none, but each layer's input is added to its output where they are equally long (He et al. 2016, Wu et al. 2016). */
    RESIDUAL,
    /** Each layer reads the input and all layers below it; the topmost is the output (Huang et al. 2017). */
    DENSE,
    /** The input goes to every layer beside the layer below, and every layer to the output (Graves 2013). */
    GRAVES;

    /** What layer {@code layer} reads. */
    int[] sources(int layer) {
        switch (this) {
            case DENSE:
                int[] all = new int[layer + 1];
                for (int i = 0; i <= layer; i++) {
                    all[i] = i;
                }
                return all;
            case GRAVES:
                return layer == 0 ? new int[] {0} : new int[] {0, layer};
            default:
                return new int[] {layer};
        }
    }

    /** What the stack gives. */
    int[] tops(int layers) {
        if (this != GRAVES) {
            return new int[] {layers};
        }
        int[] all = new int[layers];
        for (int i = 0; i < layers; i++) {
            all[i] = i + 1;
        }
        return all;
    }
}
