package dev.offing.browser;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A source of random numbers: 0 (inclusive) to {@code bound} (exclusive). */
@JSFunctor
public interface Random extends JSObject {
    int below(int bound);
}
