package dev.recur.model;

import dev.recur.layer.Skip;
import dev.recur.store.OffAtZero;

/**
 * What a language model may have beyond stacked layers and dropout: deep variants, see {@code docs/deep-variants.md}, and further
 * regularisers of training. A model without any of it has the file that it had before there was such a choice.
 *
 * @param skip which layer reads which
 * @param deepOutput dense layers with tanh between the recurrent layers and the soft-max (Pascanu et al. 2014)
 * @param regularisers of training
 * @param embeddingDropout of whole tokens, wherever they stand, in training (Merity et al. 2018)
 */
@OffAtZero
public record LanguageVariant(Skip skip, int deepOutput, Regularisers regularisers, double embeddingDropout) {
    public static final LanguageVariant NONE = new LanguageVariant(Skip.NONE, 0, Regularisers.NONE, 0);

    private static final int DEEPEST = 100;

    public LanguageVariant {
        check(deepOutput >= 0 && deepOutput <= DEEPEST, "deep output", deepOutput, "0 to " + DEEPEST + " layers are");
        Ranges.share("embedding dropout", embeddingDropout);
    }

    private static void check(boolean good, String what, Number found, String expected) {
        if (!good) {
            throw new IllegalArgumentException(what + " is " + found + ", but " + expected + " needed");
        }
    }

    /** Whether a network computes anything else than one without a variant, in use. */
    public boolean rewires() {
        return skip != Skip.NONE || deepOutput > 0 || !regularisers.zoneout().isBlank();
    }
}
