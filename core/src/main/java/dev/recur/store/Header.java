package dev.recur.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.recur.array.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON text at the start of a safetensors file: for each tensor its element type, shape and place in the bytes that follow, and
 * under {@code __metadata__} strings by name.
 */
record Header(SortedMap<String, String> metadata, Map<String, Extent> tensors) {
    static final String METADATA = "__metadata__";
    /** Written before all other metadata, so that its place in the file is known. */
    static final String CHECKSUM = "checksum";

    static final String CHECKSUM_KIND = "crc32c:";
    /** How each of our files begins; eight digits follow. */
    static final String OPENING = "{\"" + METADATA + "\":{\"" + CHECKSUM + "\":\"" + CHECKSUM_KIND;

    static final int CHECKSUM_DIGITS = 8;

    /** Bytes from {@code begin} to before {@code end}, counted from behind the header. */
    record Extent(String name, Shape shape, long begin, long end) {}

    /** What the file says is wrong; becomes a {@link ModelFileException} where the file's name is known. */
    static final class Fault extends IOException {
        private static final long serialVersionUID = 1;

        Fault(String message) {
            super(message);
        }
    }

    /** The header's bytes, filled up with blanks to a multiple of 8; the checksum's digits are zeros. */
    static byte[] bytes(SortedMap<String, String> metadata, List<Tensor> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            json.writeStringField(CHECKSUM, CHECKSUM_KIND + "0".repeat(CHECKSUM_DIGITS));
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            long begin = 0;
            for (Tensor tensor : tensors) {
                long end = begin + 4L * tensor.shape().size();
                writeExtent(json, new Extent(tensor.name(), tensor.shape(), begin, end));
                begin = end;
            }
            json.writeEndObject();
        }
        while (out.size() % 8 != 0) {
            out.write(' ');
        }
        return out.toByteArray();
    }

    private static void writeExtent(JsonGenerator json, Extent extent) throws IOException {
        json.writeObjectFieldStart(extent.name);
        json.writeStringField("dtype", "F32");
        json.writeArrayFieldStart("shape");
        for (int axis = 0; axis < extent.shape.rank(); axis++) {
            json.writeNumber(extent.shape.length(axis));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(extent.begin);
        json.writeNumber(extent.end);
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Parses and checks everything but the data. {@code dataLength} is what the file holds behind the header. */
    static Header parse(String text, long dataLength) throws IOException {
        Header header = new Header(new TreeMap<>(), new LinkedHashMap<>());
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT, "the header");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                expect(json, json.nextToken(), JsonToken.START_OBJECT, name);
                if (name.equals(METADATA)) {
                    header.parseMetadata(json);
                } else {
                    header.tensors.put(name, parseExtent(json, name));
                }
            }
            if (json.nextToken() != null) {
                throw new Fault("something follows the header's JSON");
            }
        } catch (JsonProcessingException e) {
            throw new Fault("its header is not valid JSON (" + e.getOriginalMessage() + ")");
        }
        header.checkCover(dataLength);
        return header;
    }

    private void parseMetadata(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(json, json.nextToken(), JsonToken.VALUE_STRING, METADATA + "." + name);
            metadata.put(name, json.getText());
        }
    }

    private static Extent parseExtent(JsonParser json, String name) throws IOException {
        String type = "";
        List<Long> lengths = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(json, json.currentToken(), JsonToken.VALUE_STRING, name + ".dtype");
                    type = json.getText();
                }
                case "shape" -> lengths = parseNumbers(json, name + ".shape", 8);
                case "data_offsets" -> offsets = parseNumbers(json, name + ".data_offsets", 2);
                default -> throw new Fault("array " + name + " has an unknown field " + field);
            }
        }
        if (!type.equals("F32")) {
            throw new Fault("array " + name + " has the element type " + (type.isEmpty() ? "(none)" : type)
                    + ", but only F32 is read here; convert it to float32");
        }
        if (lengths == null || offsets == null || offsets.size() != 2) {
            throw new Fault("array " + name + " lacks its shape or its two data_offsets");
        }
        return extent(name, lengths, offsets.get(0), offsets.get(1));
    }

    private static Extent extent(String name, List<Long> lengths, long begin, long end) throws Fault {
        long size = 1;
        int[] axes = new int[lengths.size()];
        for (int axis = 0; axis < axes.length; axis++) {
            long length = lengths.get(axis);
            // Each factor is below 2^31 and each product before it too, so none overflows a long.
            size = length > 0 && length <= Integer.MAX_VALUE ? size * length : -1;
            if (size <= 0 || size > Integer.MAX_VALUE) {
                throw new Fault("array " + name + " has the shape " + lengths
                        + "; each axis must be 1 or more and all together below 2^31");
            }
            axes[axis] = (int) length;
        }
        if (begin < 0 || end < begin || end - begin != 4 * size) {
            throw new Fault("array " + name + " of " + size + " numbers should take " + 4 * size
                    + " bytes, but its data_offsets are " + begin + " to " + end);
        }
        return new Extent(name, Shape.of(axes), begin, end);
    }

    private static List<Long> parseNumbers(JsonParser json, String place, int most) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY, place);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, place);
            if (numbers.size() == most) {
                throw new Fault(place + " has more than " + most + " numbers");
            }
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    private static void expect(JsonParser json, JsonToken found, JsonToken expected, String place) throws Fault {
        if (found != expected) {
            throw new Fault(place + " should be " + expected + " in the header's JSON, but is "
                    + (found == null ? "missing" : found.toString()));
        }
    }

    /** The arrays must lie one behind the other and use every byte. */
    private void checkCover(long dataLength) throws Fault {
        List<Extent> ordered = new ArrayList<>(tensors.values());
        ordered.sort((a, b) -> a.begin != b.begin ? Long.compare(a.begin, b.begin) : Long.compare(a.end, b.end));
        long reached = 0;
        for (Extent extent : ordered) {
            if (extent.begin != reached) {
                throw new Fault("array " + extent.name + " begins at byte " + extent.begin
                        + " of the data, but the one before it ends at " + reached);
            }
            reached = extent.end;
        }
        if (reached != dataLength) {
            throw new Fault("its arrays take " + reached + " bytes, but " + dataLength
                    + " follow the header; the file is damaged or was cut, take another copy");
        }
    }

    /** True if a checksum stands under another name: then a byte of the name was changed. */
    boolean mentionsChecksum() {
        return metadata.values().stream().anyMatch(value -> value.startsWith(CHECKSUM_KIND));
    }

    /** The text that a file's bytes are; strict. */
    static String text(byte[] bytes) throws Fault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Fault("its header is not UTF-8 text");
        }
    }
}
