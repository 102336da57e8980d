package dev.offing.simulator;

/**
 * One thing that happens on purpose.
 *
 * @param salt what it chooses by: which device, which document, which text
 * @param pauseMillis how long things go on by themselves afterwards
 */
record Step(StepKind kind, long salt, int pauseMillis) {

    @Override
    public String toString() {
        return kind + ", then " + pauseMillis + " ms";
    }
}
