/**
 * Who is behind a replica id, as the server told it last: kept sealed on the device, so that names are
 * there offline. Each contact brings what was issued since; a name that is not known here is said to be so.
 */
import type { Author, Member } from "../api";
import type { WorkspaceStore } from "../store/workspace-store";
import type { Environment } from "./environment";

interface Known {
  /** The server's time up to which it was told. */
  readonly asOf: number;
  readonly names: Readonly<Record<string, string>>;
  /** Accounts that are members now. Earlier releases did not keep it apart from the names. */
  readonly members?: readonly string[];
  /** Account by replica, null = the server itself. */
  readonly accounts: Readonly<Record<string, string | null>>;
}

export type AuthorOf = (replica: string) => Author;

/** Contacts within this ask only once. */
const RESTING_MILLIS = 60_000;

export class Authors {
  private asked = -Infinity;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly account: string,
  ) {}

  /** After a contact with the server: takes what is new. Never fails; the next contact brings it. */
  async refresh(): Promise<void> {
    const now = this.environment.now();
    if (now - this.asked < RESTING_MILLIS) {
      return;
    }
    this.asked = now;
    await this.ask().catch(() => undefined);
  }

  /**
   * Reads what is known.
   *
   * @param replicas if one of them is unknown and the server can be reached, it is asked
   */
  async know(replicas: Iterable<string>, reachable: boolean): Promise<AuthorOf> {
    let known = await this.store.facts.read<Known>("authors");
    const own = new Set((await this.store.writers.usable()).map((replica) => replica.id));
    if (reachable && [...replicas].some((id) => !own.has(id) && known?.accounts[id] === undefined)) {
      await this.ask().catch(() => undefined);
      known = await this.store.facts.read<Known>("authors");
    }
    return (replica) => {
      const told = known?.accounts[replica];
      const account = own.has(replica) ? this.account : told === null ? "server" : (told ?? null);
      return {
        account,
        name: account === null ? null : (known?.names[account] ?? null),
        you: account === this.account,
      };
    };
  }

  /**
   * The members as the server named them last, by name; null if it has not yet.
   *
   * @param reachable if they are not known and the server can be reached, it is asked
   */
  async members(reachable: boolean): Promise<readonly Member[] | null> {
    let known = await this.store.facts.read<Known>("authors");
    if (known?.members === undefined && reachable) {
      await this.ask().catch(() => undefined);
      known = await this.store.facts.read<Known>("authors");
    }
    if (known === null) {
      return null;
    }
    const { names, members = Object.keys(names) } = known;
    return members
      .map((account) => ({ account, name: names[account] ?? "", you: account === this.account }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  private async ask(): Promise<void> {
    const before = await this.store.facts.read<Known>("authors");
    const { members, authors, asOf } = await this.environment.http.members(before?.asOf ?? 0);
    const accounts: Record<string, string | null> = { ...before?.accounts };
    for (const { account, replicas } of authors) {
      for (const replica of replicas) {
        accounts[replica] = account;
      }
    }
    // Who has left keeps the name under which things were written.
    const names = { ...before?.names, ...Object.fromEntries(members.map(({ id, name }) => [id, name])) };
    const now = members.map(({ id }) => id);
    await this.store.facts.write("authors", { asOf, names, members: now, accounts } satisfies Known);
  }
}
