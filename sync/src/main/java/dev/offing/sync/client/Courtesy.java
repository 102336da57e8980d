package dev.offing.sync.client;

import dev.offing.sync.SyncLimits;

/**
 * What nobody waits for comes slowly while somebody works at the device: receiving it takes processor time,
 * which typing and opening need more (OFF-14). Times are of the machine's clock, milliseconds.
 *
 * <p>Invariant: while attended at most {@link SyncLimits#ATTENDED_FETCHES} documents are asked for within
 * {@link SyncLimits#ATTENDED_TURN_MILLIS}, and never none: the rest comes however long somebody works.
 */
final class Courtesy {

    private long attendedUntil = Long.MIN_VALUE;
    private long turnEnds = Long.MIN_VALUE;
    private int askedThisTurn;
    private boolean heldBack;

    /** Somebody does something at the device. */
    void attended(long nowMillis) {
        attendedUntil = nowMillis + SyncLimits.ATTENDED_MILLIS;
    }

    /** Whether somebody did something a moment ago. */
    boolean isAttended(long nowMillis) {
        return nowMillis < attendedUntil;
    }

    /** Begins a decision: nothing is held back so far. */
    void begin() {
        heldBack = false;
    }

    /**
     * Whether one more document that nobody waits for may be asked for.
     *
     * @param underWay documents asked for and not answered
     */
    boolean allows(long nowMillis, int underWay) {
        if (!isAttended(nowMillis)) {
            return true;
        }
        if (nowMillis >= turnEnds) {
            turnEnds = nowMillis + SyncLimits.ATTENDED_TURN_MILLIS;
            askedThisTurn = 0;
        }
        heldBack = askedThisTurn >= SyncLimits.ATTENDED_FETCHES || underWay >= SyncLimits.ATTENDED_FETCHES;
        return !heldBack;
    }

    /** One was asked for. */
    void asked() {
        askedThisTurn++;
    }

    /** When to decide again: with the next turn, or when nobody was there for long enough; never if nothing waits. */
    long wakeAt() {
        return heldBack ? Math.min(turnEnds, attendedUntil) : Long.MAX_VALUE;
    }
}
