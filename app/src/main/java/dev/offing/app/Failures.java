package dev.offing.app;

import dev.offing.client.WorkspaceException;
import dev.offing.conformance.ScenarioFormatException;
import dev.offing.lab.TraceFormatException;
import dev.offing.server.http.PortTakenException;
import dev.offing.server.importing.ImportException;
import dev.offing.server.store.StoreException;
import dev.offing.torture.TortureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into one sentence for who typed the command. */
final class Failures {

    private Failures() {}

    static String explain(Exception e) {
        return switch (e) {
            case ImportException failure -> failure.explain();
            case StoreException failure -> failure.getMessage() + cause(failure);
            case PortTakenException failure -> failure.getMessage();
            case WorkspaceException failure -> failure.getMessage();
            case TortureException failure -> failure.getMessage();
            case ScenarioFormatException failure -> failure.getMessage();
            case TraceFormatException failure -> failure.getMessage();
            case UncheckedIOException failure ->
                "reading or writing failed: " + failure.getCause().getMessage();
            case IOException failure -> "reading or writing failed: " + failure.getMessage();
            case IllegalArgumentException failure -> failure.getMessage();
            default -> {
                LoggerFactory.getLogger(Failures.class).error("unexpected", e);
                yield "something went wrong that should not; the lines above say where";
            }
        };
    }

    private static String cause(StoreException failure) {
        return switch (failure.reason()) {
            case UNAVAILABLE ->
                failure.getCause() == null ? "" : ": " + failure.getCause().getMessage();
            case FULL, TAKEN, OUT_OF_ORDER, IN_USE, TOO_NEW -> "";
        };
    }
}
