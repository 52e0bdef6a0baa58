package dev.recur.train;

import dev.recur.cell.StartRules;
import dev.recur.optim.LayerRates;
import dev.recur.optim.UnitClipping;
import dev.recur.store.OffAtZero;
import java.util.List;

/**
 * What helps a network to learn that would not by itself, whatever its task. All of it is off unless asked for, and a run without it has
 * the bits of one from before there was such an option.
 *
 * @param clipValue what each element of the gradient is at most, before the norm is bounded
 * @param clipUnits what the gradient of each unit is at most, as a share of the unit's weights; see {@link UnitClipping}
 * @param gradientNoise η: normal noise of the variance η / (1 + step)^0.55 is added to the gradient, after it is clipped (Neelakantan et al.
 *     2015, who take η from 0.01, 0.3 and 1)
 * @param weightNoise the deviation of normal noise that is added to all weights for one step of training, anew for each (Graves 2013, who
 *     takes 0.075)
 * @param start NAME=LAW: how arrays begin, in place of what the cell's text says; see {@link StartRules}
 * @param trainTop how many layers learn at first, from the top; 0 for all, with {@code unfreeze} one. See {@link LayerRates}
 * @param unfreeze epochs after which one more layer learns
 * @param layerDecay what the rate of a layer is divided by for the layer below (Howard and Ruder 2018, who take 2.6)
 * @param dropoutRise the share of the run in which dropout of units rises in a straight line from nothing to what was asked for (Morerio et al.
 *     2017, who let it rise along another curve); 0 for the same rate all along
 * @param decayMatrices whether weight decay leaves biases and gains alone (Jia et al. 2018)
 */
@OffAtZero
public record Remedies(
        double clipValue,
        double clipUnits,
        double gradientNoise,
        double weightNoise,
        List<String> start,
        int trainTop,
        int unfreeze,
        double layerDecay,
        double dropoutRise,
        boolean decayMatrices) {
    public static final Remedies NONE = new Remedies(0, 0, 0, 0, List.of(), 0, 0, 0, 0, false);

    public Remedies {
        check(clipValue >= 0, "the value to clip at", clipValue, "0 (for none) or more");
        check(clipUnits >= 0, "the share to clip units at", clipUnits, "0 (for none) or more");
        check(gradientNoise >= 0, "the noise of the gradient", gradientNoise, "0 (for none) or more");
        check(weightNoise >= 0, "the noise of the weights", weightNoise, "0 (for none) or more");
        check(trainTop >= 0, "the number of layers that learn", trainTop, "0 (for all) or more");
        check(unfreeze >= 0, "the epochs to unfreeze a layer", unfreeze, "0 (for all at once) or more");
        check(layerDecay == 0 || layerDecay >= 1, "the decay of rates", layerDecay, "0 (for one rate), or 1 or more");
        check(dropoutRise >= 0 && dropoutRise <= 1, "the rise of dropout", dropoutRise, "0 to 1, a share of the run");
        start = List.copyOf(start);
        start.forEach(StartRules::check);
    }

    /** Not that of {@link Training}, whose defaults hold an instance of this record: neither class may need the other to begin. */
    private static void check(boolean good, String what, Number found, String expected) {
        if (!good) {
            throw new IllegalArgumentException(what + " is " + found + "; it must be " + expected);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; what is not set is off. */
    public static final class Builder extends RecordBuilder<Remedies, Builder> {
        private Builder() {
            super(NONE);
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder clipValue(double value) {
            return set("clip value", value);
        }

        public Builder clipUnits(double value) {
            return set("clip units", value);
        }

        public Builder gradientNoise(double value) {
            return set("gradient noise", value);
        }

        public Builder weightNoise(double value) {
            return set("weight noise", value);
        }

        public Builder start(String... values) {
            return set("start", List.of(values));
        }

        public Builder trainTop(int value) {
            return set("train top", value);
        }

        public Builder unfreeze(int value) {
            return set("unfreeze", value);
        }

        public Builder layerDecay(double value) {
            return set("layer decay", value);
        }

        public Builder dropoutRise(double value) {
            return set("dropout rise", value);
        }

        public Builder decayMatrices(boolean value) {
            return set("decay matrices", value);
        }
    }
}
