package dev.offing.simulator;

import dev.offing.engine.ReplicaId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom the server knows: the account of each device, whose tokens have expired, and which account each
 * replica id was issued to. An id is issued once. Neither a crash nor a restore takes anything of it
 * back.
 */
final class Accounts {

    private final World world;
    private final Map<String, String> accountOf = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private long replicasIssued;
    private final Map<ReplicaId, String> issuedTo = new HashMap<>();
    private final Set<ReplicaId> frozen = new HashSet<>();

    Accounts(World world) {
        this.world = world;
    }

    /** Signing in makes a device known. */
    void register(String device, String account) {
        accountOf.put(device, account);
    }

    /** Null if the device is not known. */
    String of(String device) {
        return accountOf.get(device);
    }

    void expire(String account) {
        expired.add(account);
    }

    void signIn(String account) {
        expired.remove(account);
    }

    boolean isExpired(String account) {
        return expired.contains(account);
    }

    /**
     * A fresh replica id. Unlike the logs these are never forgotten by a restore (in the product they are
     * random).
     */
    ReplicaId issueReplica(String account) {
        boolean again = world.has(PlantedBug.ISSUES_AN_ID_TWICE) && replicasIssued % 5 == 4;
        replicasIssued += again ? 0 : 1;
        ReplicaId replica = new ReplicaId(replicasIssued * 0x100000001L);
        issuedTo.put(replica, account);
        return replica;
    }

    List<ReplicaId> issueReplicas(String account, int count) {
        List<ReplicaId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(issueReplica(account));
        }
        return ids;
    }

    boolean isIssuedTo(String account, ReplicaId replica) {
        return account.equals(issuedTo.get(replica));
    }

    /** Its writer has said two things under one identity: nothing new is taken under it. */
    void freeze(ReplicaId replica) {
        frozen.add(replica);
    }

    boolean isFrozen(ReplicaId replica) {
        return frozen.contains(replica);
    }
}
