package dev.recur.batch;

import java.util.Arrays;

/** Documents one behind the other in a given order, as one running text. */
final class RunningDocuments implements Pairs {
    private final Documents documents;
    private final int[] order;
    /** By place in the order: the number of its first step; at the end that of all. */
    private final long[] starts;

    RunningDocuments(Documents documents, int[] order) {
        this.documents = documents;
        this.order = order;
        starts = new long[order.length + 1];
        for (int place = 0; place < order.length; place++) {
            starts[place + 1] = starts[place] + documents.steps(order[place]);
        }
    }

    @Override
    public long size() {
        return starts[order.length];
    }

    @Override
    public void copy(long from, int n, int[] inputs, int[] targets) {
        int found = Arrays.binarySearch(starts, from);
        int place = found >= 0 ? found : -found - 2;
        for (int done = 0; done < n; place++) {
            int within = (int) (from + done - starts[place]);
            int count = Math.min(n - done, documents.steps(order[place]) - within);
            documents.copy(order[place], within, count, inputs, targets, done);
            done += count;
        }
    }
}
