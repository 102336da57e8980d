package dev.offing.simulator;

/**
 * What came of one run.
 *
 * @param trace hash of every event in order
 * @param shown hash of what people see in the end; 0 if the run failed
 * @param failure what went wrong; null if nothing did
 */
record Outcome(long trace, long shown, RuntimeException failure) {

    /** Plays a script. */
    static Outcome of(Script script, Census census) {
        return of(script, census, null);
    }

    /** Plays a script with a bug in what surrounds the machines; null for none. */
    static Outcome of(Script script, Census census, PlantedBug bug) {
        Simulation simulation = null;
        try {
            simulation = new Simulation(script, census, bug);
            simulation.run();
            return new Outcome(simulation.world.trace(), Audit.shown(simulation), null);
        } catch (RuntimeException failure) {
            return new Outcome(simulation == null ? 0 : simulation.world.trace(), 0, failure);
        }
    }

    /** The law that was broken, or the exception and where it came from; the same for the same mistake. */
    String sort() {
        if (failure == null) {
            return "";
        }
        if (failure instanceof Violation violation) {
            return violation.invariant().toString() + " " + violation.what();
        }
        String where = "";
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.offing.")) {
                where = " at " + frame.getClassName() + "." + frame.getMethodName();
                break;
            }
        }
        return failure.getClass().getSimpleName() + " " + failure.getMessage() + where;
    }
}
