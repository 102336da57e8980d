package dev.offing.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * JSON in and out. A body is read into a record that names every field it may set; other fields are
 * ignored, so no request can set what it was not meant to.
 */
final class Json {

    /** No request of the interface is larger; files go by another way. */
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * Reads the body.
     *
     * @throws ApiException INVALID if it is not JSON of that form, TOO_LARGE
     */
    static <T> T read(Context context, Class<T> type) {
        String contentType =
                Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!contentType.equals("application/json") && !contentType.startsWith("application/json;")) {
            throw new ApiException(ApiException.Code.INVALID, "The request is not JSON.");
        }
        try {
            T value = MAPPER.readValue(body(context), type);
            if (value == null) {
                throw new ApiException(ApiException.Code.INVALID, "The request is not a JSON object.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new ApiException(ApiException.Code.INVALID, "The request is not JSON of the form asked for.");
        } catch (IOException e) {
            throw new ApiException(ApiException.Code.INVALID, "The request broke off.");
        }
    }

    private static byte[] body(Context context) throws IOException {
        try (InputStream stream = context.bodyInputStream()) {
            byte[] body = stream.readNBytes(BODY_BYTES_MAX + 1);
            if (body.length > BODY_BYTES_MAX) {
                throw new ApiException(ApiException.Code.TOO_LARGE, "The request is too large.");
            }
            return body;
        }
    }

    /** A field that must be there. */
    static String required(String value, String field) {
        if (value == null) {
            throw new ApiException(ApiException.Code.INVALID, "The field " + field + " is missing.");
        }
        return value;
    }

    static void write(Context context, Object value) {
        try {
            context.contentType("application/json").result(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }
}
