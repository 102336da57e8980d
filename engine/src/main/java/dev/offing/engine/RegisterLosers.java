package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The losers of registers (MERGE-40): writes that lost against a concurrent one, and that no later write has seen. */
final class RegisterLosers {

    private final DocumentState state;

    RegisterLosers(DocumentState state) {
        this.state = state;
    }

    /** In time order. Cost: what the authors of the losers did since. */
    List<RegisterWrite> list(Register<Value> register) {
        List<RegisterWrite> losers = new ArrayList<>();
        if (register == null) {
            return losers;
        }
        List<Register.Write<Value>> writes = register.writes();
        for (Register.Write<Value> write : writes.subList(0, Math.max(0, writes.size() - 1))) {
            OpId id = state.agents.id(write.origin().agent, write.counter());
            losers.add(new RegisterWrite(write.value(), new Attribution(id, wallMillis(id))));
        }
        return losers;
    }

    /** The clock of the change an applied operation is in. */
    private long wallMillis(OpId operation) {
        VersionVector all = state.log.version();
        Map<ReplicaId, Integer> before = new HashMap<>();
        for (ReplicaId replica : all.replicas()) {
            before.put(replica, replica.equals(operation.replica()) ? operation.counter() : all.end(replica));
        }
        return state.log.changesSince(VersionVector.of(before)).getFirst().wallMillis();
    }
}
