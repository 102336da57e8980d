package dev.offing.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A cell of a database: what was written for one row and one property (MERGE-60). It is a register and
 * an observed-remove set at once, so that nothing is lost when people write it under two types of the
 * property (MERGE-61).
 */
final class Cell {

    /** A member that was added, and not removed by anybody who had seen that. */
    record Add(Origin origin, int counter, CellValue member) {}

    /** What one removal named. */
    private record Removal(OpId id, List<OpId> adds) {}

    private static final Comparator<CellValue> RAW_ORDER = (a, b) -> {
        String textA = a.text();
        String textB = b.text();
        if (textA == null || textB == null) {
            return Boolean.compare(textA != null, textB != null);
        }
        int byText = textA.compareTo(textB);
        return byText != 0 ? byText : a.kind().compareTo(b.kind());
    };

    final Register<CellValue> register = new Register<>();
    private final List<Add> adds = new ArrayList<>(0);
    private final List<Removal> removals = new ArrayList<>(0);

    /** In the order of arrival. */
    List<Add> adds() {
        return adds;
    }

    void add(Add add) {
        adds.add(add);
    }

    void remove(OpId id, List<OpId> named, AgentTable agents) {
        removals.add(new Removal(id, named));
        adds.removeIf(add -> named.contains(agents.id(add.origin.agent, add.counter)));
    }

    /** Whether an add is named by another removal than this one too. */
    boolean isRemovedTwice(OpId add, OpId removal) {
        for (Removal other : removals) {
            if (!other.id.equals(removal) && other.adds.contains(add)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return adds.isEmpty() && register.valueOr(CellValue.NONE).isNone();
    }

    boolean holds(CellValue member) {
        for (Add add : adds) {
            if (add.member.equals(member)) {
                return true;
            }
        }
        return false;
    }

    /** Everything it holds, as it was written: by text, what is none first. */
    CellConversion.Raw raw() {
        List<CellValue> members = new ArrayList<>();
        for (Add add : adds) {
            if (!members.contains(add.member)) {
                members.add(add.member);
            }
        }
        CellValue single = register.valueOr(CellValue.NONE);
        if (!single.isNone() && !members.contains(single)) {
            members.add(single);
        }
        members.sort(RAW_ORDER);
        return new CellConversion.Raw(members, !adds.isEmpty());
    }
}
