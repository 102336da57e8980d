package dev.offing.torture;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The time of the faults: kills the server and the clients, each at its own pace, until the time is over, the
 * kills are done, each kind of fault has happened and something was acknowledged; at most twice the time and a little.
 */
final class Killing {

    private static final int STARTING_MILLIS_MAX = 1_200;
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long REST_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private final Torture.Plan plan;
    private final ServerProcess server;
    private final FaultyProxy proxy;
    private final List<ClientProcess> clients;
    private final Random serverChance;
    private final Random clientChance;
    private final long beganNanos = System.nanoTime();
    /** Kills of the server, of those while it started, and of clients; read when the threads have ended. */
    int serverKills;

    int startingKills;
    int clientKills;

    Killing(Torture.Plan plan, ServerProcess server, FaultyProxy proxy, List<ClientProcess> clients, Random random) {
        this.plan = plan;
        this.server = server;
        this.proxy = proxy;
        this.clients = clients;
        this.serverChance = new Random(random.nextLong());
        this.clientChance = new Random(random.nextLong());
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(nanos());
    }

    /** Afterwards the server runs, the clients have ended, and nothing is spoiled. */
    void run() throws IOException, InterruptedException {
        proxy.spoil();
        for (ClientProcess client : clients) {
            client.start(clientChance.nextLong());
        }
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            Future<?> killingServer = threads.submit(this::killServer);
            Future<?> killingClients = threads.submit(this::killClients);
            await(killingServer);
            await(killingClients);
        }
        proxy.heal();
        for (ClientProcess client : clients) {
            client.end();
        }
    }

    private static void await(Future<?> thread) throws InterruptedException {
        try {
            thread.get();
        } catch (ExecutionException e) {
            throw new TortureException("killing ended early: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private Void killServer() throws IOException, InterruptedException {
        while (goesOn(serverKills)) {
            rest(serverChance, serverKills);
            if (serverKills >= plan.kills() && isOver()) {
                continue; // What is missing needs a server.
            }
            proxy.target(0);
            server.kill();
            serverKills++;
            server.launch();
            if (serverChance.nextInt(8) == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(serverChance.nextInt(STARTING_MILLIS_MAX)));
                server.kill();
                serverKills++;
                startingKills++;
                server.launch();
            }
            proxy.target(server.awaitRunning());
        }
        return null;
    }

    private Void killClients() throws IOException, InterruptedException {
        while (goesOn(clientKills)) {
            rest(clientChance, clientKills);
            if (clientKills >= plan.kills() && isOver()) {
                continue; // What is missing needs clients that live.
            }
            ClientProcess client = clients.get(clientChance.nextInt(clients.size()));
            client.kill();
            clientKills++;
            client.start(clientChance.nextLong());
        }
        return null;
    }

    private boolean goesOn(int kills) {
        boolean done = kills >= plan.kills() && allFaultsHappened() && wordsWereAcknowledged();
        return nanos() < 2 * plan.duration().toNanos() + GRACE_NANOS && !(isOver() && done);
    }

    private boolean isOver() {
        return nanos() >= plan.duration().toNanos();
    }

    private long nanos() {
        return System.nanoTime() - beganNanos;
    }

    private boolean allFaultsHappened() {
        for (FaultyProxy.Fate fate : FaultyProxy.Fate.values()) {
            if (proxy.count(fate) == 0) {
                return false;
            }
        }
        return true;
    }

    /** A client that starts on a slow machine may be killed before the server answers it, time and again. */
    private boolean wordsWereAcknowledged() {
        return clients.stream().anyMatch(client -> !client.acknowledged.isEmpty());
    }

    /** Up to twice the pace that the kills which are left need in nine tenths of the time that is left. */
    private void rest(Random chance, int kills) {
        long allNanos = plan.duration().toNanos();
        long leftNanos = Math.max(0, allNanos - nanos());
        boolean done = kills >= plan.kills();
        long pace = done ? allNanos / plan.kills() : leftNanos * 9 / 10 / (plan.kills() - kills);
        LockSupport.parkNanos((long) (Math.min(pace, REST_NANOS_MAX) * 2 * chance.nextDouble()));
    }
}
