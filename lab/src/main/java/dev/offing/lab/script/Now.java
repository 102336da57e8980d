package dev.offing.lab.script;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** The script's clock. */
@JSFunctor
public interface Now extends JSObject {

    /** Milliseconds since some fixed moment. */
    double millis();
}
