package dev.offing.engine;

/** An upper estimate of what an operation takes encoded, so that an open change stays below its limit. */
final class OperationSize {

    /** Kind, strand, two ids, key and value lengths. */
    private static final int FIXED = 48;

    private OperationSize() {}

    static int estimate(Operation operation) {
        return FIXED
                + switch (operation) {
                    case Operation.InsertText insert -> 3 * insert.text().length();
                    case Operation.SplitBlock split -> 3 * split.type().length();
                    case Operation.DeleteText delete -> 12 * delete.targets().size();
                    case Operation.UndeleteText undelete -> 0;
                    case Operation.NewBlock made ->
                        3 * made.type().length() + made.place().key().length();
                    case Operation.PlaceBlock place ->
                        switch (place.place()) {
                            case Place.Child child -> child.key().length();
                            case Place.Continuation continuation ->
                                continuation.key().length();
                        };
                    case Operation.DeleteBlock delete -> 16 * delete.seen().size();
                    case Operation.RestoreBlock restore -> 16 * restore.seen().size();
                    case Operation.SetMark mark ->
                        3 * (mark.type().length() + mark.instance().length()) + value(mark.value());
                    case Operation.SetProperty set ->
                        3 * set.key().length()
                                + value(set.value())
                                + 12 * set.replaces().size();
                    case Operation.SetCell set ->
                        3 * set.property().length()
                                + value(set.value().value())
                                + 12 * set.replaces().size();
                    case Operation.AddToCell add ->
                        3 * add.property().length() + value(add.member().value());
                    case Operation.RemoveFromCell remove ->
                        3 * remove.property().length() + 12 * remove.adds().size();
                    case Operation.SetSchema set ->
                        3 * (set.property().length() + set.key().length())
                                + (set.option() == null ? 0 : 3 * set.option().length())
                                + value(set.value())
                                + 12 * set.replaces().size();
                };
    }

    private static int value(Value value) {
        return value instanceof Value.Text text ? 3 * text.value().length() : 9;
    }
}
