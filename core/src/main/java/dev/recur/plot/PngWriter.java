package dev.recur.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Draws with the JDK's own graphics, which needs no screen, but fonts; and packs the pixels as PNG (ISO/IEC 15948). */
final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private PngWriter() {}

    static byte[] write(Drawing drawing, double scale) throws IOException {
        int width = (int) Math.ceil(drawing.width() * scale);
        int height = (int) Math.ceil(drawing.height() * scale);
        try {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(scale, scale);
            drawing.marks().forEach(mark -> draw(graphics, mark));
            graphics.dispose();
            return packed(image.getRGB(0, 0, width, height, null, 0, width), width, height);
        } catch (LinkageError | RuntimeException e) { // headless runtimes without fonts fail in several ways
            throw new IOException(
                    "this Java runtime cannot draw PNG pictures (" + e + "); write .svg instead, or use a JDK with "
                            + "java.desktop and install a font, such as DejaVu",
                    e);
        }
    }

    private static void draw(Graphics2D graphics, Drawing.Mark mark) {
        if (mark instanceof Drawing.Line line) {
            draw(graphics, line);
        } else if (mark instanceof Drawing.Box box) {
            graphics.setColor(new Color(box.ink().light()));
            graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
        } else if (mark instanceof Drawing.Words words) {
            draw(graphics, words);
        } else if (mark instanceof Drawing.Cells cells) {
            draw(graphics, cells);
        }
    }

    private static void draw(Graphics2D graphics, Drawing.Line line) {
        Path2D path = new Path2D.Double();
        boolean down = false;
        for (int i = 0; i < line.x().length; i++) {
            boolean point = !Double.isNaN(line.x()[i]) && !Double.isNaN(line.y()[i]);
            if (point && down) {
                path.lineTo(line.x()[i], line.y()[i]);
            } else if (point) {
                path.moveTo(line.x()[i], line.y()[i]);
            }
            down = point;
        }
        float[] dashes = line.dashed() ? new float[] {5, 4} : null;
        graphics.setColor(new Color(line.ink().light()));
        graphics.setStroke(
                new BasicStroke((float) line.thickness(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
        graphics.draw(path);
    }

    private static void draw(Graphics2D graphics, Drawing.Words words) {
        if (words.text().isEmpty()) {
            return;
        }
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) words.size());
        TextLayout layout = new TextLayout(words.text(), font, graphics.getFontRenderContext());
        double shift = switch (words.anchor()) {
            case START -> 0;
            case MIDDLE -> layout.getAdvance() / 2;
            case END -> layout.getAdvance();
        };
        AffineTransform before = graphics.getTransform();
        graphics.translate(words.x(), words.y());
        if (words.upright()) {
            graphics.rotate(-Math.PI / 2);
        }
        graphics.setColor(new Color(words.ink().light()));
        layout.draw(graphics, (float) -shift, 0);
        graphics.setTransform(before);
    }

    /** Each cell up to the pixel where the next begins, without antialiasing: no seams. */
    private static void draw(Graphics2D graphics, Drawing.Cells cells) {
        int rows = cells.colours().length / cells.columns();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        for (int i = 0; i < cells.colours().length; i++) {
            int column = i % cells.columns();
            int row = i / cells.columns();
            double x = cells.x() + cells.width() * column / cells.columns();
            double y = cells.y() + cells.height() * row / rows;
            graphics.setColor(new Color(cells.colours()[i]));
            graphics.fill(new Rectangle2D.Double(
                    x,
                    y,
                    cells.x() + cells.width() * (column + 1) / cells.columns() - x,
                    cells.y() + cells.height() * (row + 1) / rows - y));
        }
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    // ---- the file

    private static byte[] packed(int[] rgb, int width, int height) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 2, 0, 0, 0}); // 8 bits, RGB, deflate, row filters, not interlaced
        chunk(out, "IHDR", header.toByteArray());
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(pixels)) {
            byte[] row = new byte[1 + 3 * width]; // begins with the filter: none
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int colour = rgb[y * width + x];
                    row[1 + 3 * x] = (byte) (colour >> 16);
                    row[2 + 3 * x] = (byte) (colour >> 8);
                    row[3 + 3 * x] = (byte) colour;
                }
                deflated.write(row);
            }
        }
        chunk(out, "IDAT", pixels.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(DataOutputStream out, String name, byte[] data) throws IOException {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(type);
        check.update(data);
        out.writeInt(data.length);
        out.write(type);
        out.write(data);
        out.writeInt((int) check.getValue());
    }
}
