package dev.offing.lab;

/** A trace is not what it should be. The message says where and what. */
public final class TraceFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param place for example {@code txns[12].patches[0]}
     * @param what the fault, without a full stop
     */
    TraceFormatException(String place, String what) {
        super(place + ": " + what);
    }

    /** The same fault with the file in front. */
    public TraceFormatException(String file, TraceFormatException fault) {
        super(file + ": " + fault.getMessage(), fault);
    }
}
