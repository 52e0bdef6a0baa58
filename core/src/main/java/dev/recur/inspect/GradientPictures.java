package dev.recur.inspect;

import dev.recur.plot.ColourMap;
import dev.recur.plot.Drawing;
import dev.recur.plot.HeatMap;
import dev.recur.plot.LinePlot;
import java.util.ArrayList;
import java.util.List;

/** Gradients through time as pictures. */
public final class GradientPictures {
    private static final int COLUMNS = 120;

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

    /**
     * A whole training: a heat map for each layer's main state, steps back by steps of training, and how often the gradient was clipped.
     *
     * @param readings at least one
     */
    public static Drawing ofTraining(List<GradientWatch.Reading> readings, String title) {
        List<Drawing> parts = new ArrayList<>();
        long first = readings.get(0).step();
        long last = readings.get(readings.size() - 1).step();
        double from = first == last ? first - 1 : first;
        List<Fading.Course> courses = readings.get(0).fading().main();
        for (int layer = 0; layer < courses.size(); layer++) {
            int reach = courses.get(layer).lags();
            double[][] values = new double[reach + 1][COLUMNS];
            for (int column = 0; column < COLUMNS; column++) {
                double step = from + (last - from) * (column + 0.5) / COLUMNS;
                double[] means =
                        nearest(readings, step).fading().main().get(layer).means();
                for (int lag = 0; lag <= reach; lag++) {
                    values[lag][column] = means[lag];
                }
            }
            parts.add(new HeatMap(
                            layer == 0 ? title : courses.get(layer).name(),
                            new HeatMap.Range("step of training", from, last),
                            new HeatMap.Range("steps back, k", 0, reach + 1),
                            "norm of ∂L(T)/∂" + courses.get(layer).state() + "(T−k), layer " + layer,
                            true,
                            ColourMap.RISING,
                            values)
                    .drawing(720, 340));
        }
        parts.add(rates(readings));
        return Drawing.column(title, parts);
    }

    private static GradientWatch.Reading nearest(List<GradientWatch.Reading> readings, double step) {
        GradientWatch.Reading nearest = readings.get(0);
        for (GradientWatch.Reading reading : readings) {
            nearest = Math.abs(reading.step() - step) < Math.abs(nearest.step() - step) ? reading : nearest;
        }
        return nearest;
    }

    private static Drawing rates(List<GradientWatch.Reading> readings) {
        LinePlot plot = LinePlot.of("By what factor a step back changes the gradient", "step of training", "rate");
        double[] steps =
                readings.stream().mapToDouble(GradientWatch.Reading::step).toArray();
        for (int i = 0; i < readings.get(0).fading().main().size(); i++) {
            int layer = i;
            plot.line(
                    readings.get(0).fading().main().get(layer).name(),
                    steps,
                    readings.stream()
                            .mapToDouble(reading -> {
                                Fading.Course course = reading.fading().main().get(layer);
                                return course.rate(course.lags() / 4);
                            })
                            .toArray());
        }
        dynamics(plot, readings);
        double[] clipped = readings.stream()
                .mapToDouble(reading -> (double) reading.clipped() / Math.max(1, reading.steps()))
                .toArray();
        return plot.dashed("share clipped", steps, clipped).drawing(720, 260);
    }

    /** Of the looks that have them. */
    private static void dynamics(LinePlot plot, List<GradientWatch.Reading> readings) {
        List<GradientWatch.Reading> some = readings.stream()
                .filter(reading -> !reading.gradients().radii().isEmpty())
                .toList();
        if (some.isEmpty()) {
            return;
        }
        double[] steps = some.stream().mapToDouble(GradientWatch.Reading::step).toArray();
        for (int i = 0; i < some.get(0).gradients().radii().size(); i++) {
            int layer = i;
            double[] radii = some.stream()
                    .mapToDouble(
                            reading -> reading.gradients().radii().get(layer).median())
                    .toArray();
            plot.line("radius, layer " + layer, steps, radii);
        }
        double[] rates = some.stream()
                .map(reading -> reading.gradients().lyapunov())
                .mapToDouble(lyapunov -> lyapunov == null ? Double.NaN : lyapunov.rate())
                .toArray();
        plot.line("Lyapunov", steps, rates);
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
