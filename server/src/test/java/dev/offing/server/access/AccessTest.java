package dev.offing.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.account.SignedIn;
import dev.offing.server.store.Identities.Account;
import dev.offing.server.store.Identities.Role;
import dev.offing.sync.DocumentId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may read and write the records that are no page's. */
class AccessTest {

    private static final SignedIn OWNER = account("a".repeat(32), Role.OWNER);
    private static final SignedIn MEMBER = account("b".repeat(32), Role.MEMBER);

    private final Access access = new Access();

    private static SignedIn account(String id, Role role) {
        return new SignedIn("session", new Account(id, "Name", id + "@x.example", role, "", 0), Optional.empty());
    }

    @Test
    void sync56_aUserRecordIsItsAccountsAlone() {
        String own = DocumentId.user(MEMBER.account().id()).text();
        assertThat(access.mayRead(MEMBER, own)).isTrue();
        assertThat(access.mayWrite(MEMBER, own)).isTrue();
        assertThat(access.mayRead(OWNER, own)).as("an owner is a stranger too").isFalse();
        assertThat(access.mayWrite(OWNER, own)).isFalse();
    }

    @Test
    void sync57_thePolicyIsReadByAllAndWrittenByTheOwner() {
        String policy = DocumentId.POLICY.text();
        assertThat(access.mayRead(MEMBER, policy)).isTrue();
        assertThat(access.mayWrite(MEMBER, policy)).isFalse();
        assertThat(access.mayWrite(OWNER, policy)).isTrue();
        assertThat(access.mayWrite(OWNER, "w:" + "1".repeat(32)))
                .as("there is one")
                .isFalse();
    }
}
