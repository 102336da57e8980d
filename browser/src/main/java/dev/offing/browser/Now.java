package dev.offing.browser;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A clock that does not go back: milliseconds since the epoch. */
@JSFunctor
public interface Now extends JSObject {
    double millis();
}
