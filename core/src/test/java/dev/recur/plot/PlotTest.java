package dev.recur.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class PlotTest {
    private static LinePlot lines() {
        double[] x = {0, 1, 2, 3, 4};
        return LinePlot.ofPowers("Norms <of> \"a & b\"", "lag", "norm")
                .line("0.9^k", x, new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, -4200})
                .dashed("1.1^k", x, new double[] {0, 1, 2, 3, 4});
    }

    private static HeatMap map() {
        double[][] values = {{0, 1, 2}, {1, 2, Double.NaN}};
        HeatMap.Range range = new HeatMap.Range("step", 0, 3);
        return new HeatMap("Heat", range, range, "norm", false, ColourMap.RISING, values);
    }

    @Test
    void svgIsXmlAndTheSameInAnyLocale() throws Exception {
        String svg = lines().drawing().svg();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(lines().drawing().svg()).isEqualTo(svg);
        } finally {
            Locale.setDefault(before);
        }
        Document read = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(read.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Norms <of> \"a & b\"");
        assertThat(svg).doesNotContain("NaN", "Infinity", "image").contains("10⁻¹⁰⁰⁰", "prefers-color-scheme: dark");
    }

    @Test
    void aGapInterruptsTheLine() {
        String svg = lines().drawing().svg();
        String line = svg.lines()
                .filter(part -> part.contains("stroke-width=\"1.8\""))
                .findFirst()
                .orElseThrow();

        assertThat(line.chars().filter(sign -> sign == 'M')).hasSize(2);
        assertThat(line.chars().filter(sign -> sign == 'L')).hasSize(1);
    }

    @Test
    void heatMapsJoinEqualNeighboursAndLeaveGapsEmpty() {
        String svg = new HeatMap(
                        "Heat",
                        new HeatMap.Range("x", 0, 4),
                        new HeatMap.Range("y", 0, 1),
                        "v",
                        false,
                        ColourMap.RISING,
                        new double[][] {{5, 5, 5, 7}})
                .drawing()
                .svg();

        assertThat(svg).contains("d=\"M0 0h3v1h-3z\"", "d=\"M3 0h1v1h-1z\"");
        assertThat(map().drawing().svg()).contains("fill=\"#c9ced4\" d=\"M2 0h1v1h-1z\"");
    }

    @Test
    void pngShowsTheColoursOfTheMap() throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(map().drawing().png()));

        assertThat(image.getWidth()).isEqualTo(1440);
        assertThat(image.getHeight()).isEqualTo(800);
        assertThat(image.getRGB(2, 2) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(image.getRGB(2 * 72 + 60, 2 * 300) & 0xFFFFFF).isEqualTo(ColourMap.RISING.at(0));
        assertThat(image.getRGB(2 * 72 + 60, 2 * 80) & 0xFFFFFF).isEqualTo(ColourMap.RISING.at(0.5));
    }

    @Test
    void ticksAreRoundNumbers() {
        assertThat(new Axis("", 0, 1, false).ticks(5))
                .extracting(Axis.Tick::label)
                .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(new Axis("", -3, 38, false).ticks(4))
                .extracting(Axis.Tick::label)
                .containsExactly("0", "20");
        assertThat(new Axis("", -0.5, 0.5, false).ticks(2))
                .extracting(Axis.Tick::label)
                .containsExactly("−0.5", "0.0", "0.5");
        assertThat(new Axis("", 0, 3_000_000, false).ticks(3))
                .extracting(Axis.Tick::label)
                .containsExactly("0k", "1000k", "2000k", "3000k");
        assertThat(new Axis("", -46, 2, true).ticks(3))
                .extracting(Axis.Tick::label)
                .containsExactly("10⁻⁴⁰", "10⁻²⁰", "10⁰");
        assertThat(Axis.covering("", List.of(new double[] {2, 2}), false).ticks(3))
                .isNotEmpty();
        assertThat(Axis.covering("", List.of(new double[] {Double.NaN}), false).ticks(3))
                .isNotEmpty();
    }

    @Test
    void colourMapsRiseInLightness() {
        double before = -1;
        for (int i = 0; i <= 50; i++) {
            int rgb = ColourMap.RISING.at(i / 50.0);
            double light = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
            assertThat(light).isGreaterThan(before);
            before = light;
        }
        assertThat(ColourMap.RISING.at(-3)).isEqualTo(ColourMap.RISING.at(0));
        assertThat(ColourMap.SIGNED.at(0.5)).isEqualTo(0xF7F7F7);
    }

    private static double linear(int channel) {
        return Math.pow((channel & 0xFF) / 255.0, 2.2);
    }

    @Test
    void filesAreOfTheKindThatTheirNameSays(@TempDir Path folder) throws IOException {
        Drawing both = Drawing.column("Both", List.of(lines().drawing(), map().drawing()));
        both.write(folder.resolve("a.svg"));
        both.write(folder.resolve("a.png"));

        assertThat(folder.resolve("a.svg")).content().startsWith("<svg").contains("height=\"800\"");
        assertThat(Files.readAllBytes(folder.resolve("a.png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThatThrownBy(() -> both.write(folder.resolve("a.gif"))).hasMessageContaining(".svg or .png");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> LinePlot.of("p", "x", "y").line("l", new double[2], new double[3]))
                .hasMessageContaining("2 x and 3 y");
        HeatMap.Range range = new HeatMap.Range("", 0, 1);
        assertThatThrownBy(() ->
                        new HeatMap("m", range, range, "", false, ColourMap.RISING, new double[][] {{1}, {1, 2}}))
                .hasMessageContaining("rows of 1 and of 2");
        assertThatThrownBy(() -> new Ink(-1, 0)).hasMessageContaining("0xRRGGBB");
    }
}
