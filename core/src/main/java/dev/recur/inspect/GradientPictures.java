package dev.recur.inspect;

import dev.recur.plot.ColourMap;
import dev.recur.plot.Drawing;
import dev.recur.plot.HeatMap;
import dev.recur.plot.LinePlot;
import java.util.ArrayList;
import java.util.List;

/** Gradients through time as pictures. */
public final class GradientPictures {
    private GradientPictures() {}

    /** The mean course of every state, and below it one heat map for each layer's main state: lag by place in the text. */
    public static Drawing of(Fading fading, String title) {
        LinePlot lines = LinePlot.ofPowers(title, "steps back, k", "norm of ∂L(T)/∂h(T−k)");
        for (Fading.Course course : fading.courses()) {
            lines.line(course.name(), lags(course), course.means());
        }
        List<Drawing> parts = new ArrayList<>();
        parts.add(lines.drawing());
        for (Fading.Course course : fading.main()) {
            if (fading.ends().size() > 1 && course.lags() > 0) {
                parts.add(places(course, fading.ends()).drawing(720, 300));
            }
        }
        return Drawing.column(title, parts);
    }

    private static double[] lags(Fading.Course course) {
        double[] lags = new double[course.lags() + 1];
        for (int lag = 0; lag < lags.length; lag++) {
            lags[lag] = lag;
        }
        return lags;
    }

    private static HeatMap places(Fading.Course course, List<Integer> ends) {
        return new HeatMap(
                course.name() + " at " + ends.size() + " places of the text",
                new HeatMap.Range("place T in the text", ends.get(0), ends.get(ends.size() - 1)),
                new HeatMap.Range("steps back, k", 0, course.lags() + 1),
                "norm",
                true,
                ColourMap.RISING,
                course.log10());
    }
}
