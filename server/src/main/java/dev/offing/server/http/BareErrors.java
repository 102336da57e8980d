package dev.offing.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what fails before any route sees it, such as an address that cannot be read: a code, no details. */
final class BareErrors extends ErrorHandler {

    private static final String BODY = "{\"code\":\"invalid\",\"message\":\"The request cannot be answered.\"}";

    private final SecurityHeaders headers;

    BareErrors(SecurityHeaders headers) {
        this.headers = headers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        prepare(response.getHeaders());
        response.write(true, body(), callback);
        return true;
    }

    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
        prepare(fields);
        return body();
    }

    private void prepare(HttpFields.Mutable fields) {
        headers.addTo(fields);
        fields.put(HttpHeader.CONTENT_TYPE, "application/json");
    }

    private static ByteBuffer body() {
        return ByteBuffer.wrap(BODY.getBytes(StandardCharsets.UTF_8));
    }
}
