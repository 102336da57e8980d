package dev.offing.conformance;

import dev.offing.engine.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Orders in which changes may reach a replica. Causal order is not respected on purpose: what
 * arrives early has to wait and still count. Up to {@link #EXHAUSTIVE_MAX} changes every permutation
 * is given, beyond that {@link #RANDOM_COUNT} shuffles from a fixed seed.
 */
final class DeliveryOrders {

    /** 5! = 120 orders a vector, a few milliseconds; 6! would make the whole run noticeably slower. */
    static final int EXHAUSTIVE_MAX = 5;

    static final int RANDOM_COUNT = 40;

    private DeliveryOrders() {}

    static List<List<Change>> of(List<Change> changes, Random random) {
        return changes.size() <= EXHAUSTIVE_MAX ? permutations(changes) : shuffles(changes, RANDOM_COUNT, random);
    }

    static List<List<Change>> shuffles(List<Change> changes, int count, Random random) {
        List<List<Change>> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Change> order = new ArrayList<>(changes);
            Collections.shuffle(order, random);
            orders.add(order);
        }
        return orders;
    }

    private static List<List<Change>> permutations(List<Change> changes) {
        if (changes.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Change>> orders = new ArrayList<>();
        for (int first = 0; first < changes.size(); first++) {
            List<Change> others = new ArrayList<>(changes);
            Change head = others.remove(first);
            for (List<Change> rest : permutations(others)) {
                List<Change> order = new ArrayList<>();
                order.add(head);
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }
}
