/**
 * Seals records: AES-256-GCM under the account's key, a fresh random 96-bit IV each. The additional
 * data names the store, the record and the format, so that a sealed value opens only in its place.
 *
 * Layout: format (1 byte), IV (12 bytes), ciphertext with its 16-byte tag. Random IVs are safe for
 * 2^32 records under one key; a device writes a few thousand a day.
 */
import type { Sealed } from "./schema";

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder("utf-8", { fatal: true });

/** The object stores that hold sealed values. */
export type SealedStore = "snapshots" | "log" | "rows" | "files" | "undo" | "texts" | "facts" | "accounts";

/** A sealed value does not open: damaged, of another place, or of another key. */
export class UnsealError extends Error {
  constructor(store: SealedStore, why: string) {
    super(`A record of ${store} cannot be read: ${why}.`);
    this.name = "UnsealError";
  }
}

export class Sealer {
  constructor(private readonly key: CryptoKey) {}

  /** A new key that no script can read out. */
  static createKey(): Promise<CryptoKey> {
    return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async seal(store: SealedStore, record: string, plain: Uint8Array): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const algorithm = { name: "AES-GCM", iv, additionalData: additionalData(store, record, FORMAT) };
    const cipher = await crypto.subtle.encrypt(algorithm, this.key, plain as Uint8Array<ArrayBuffer>);
    const sealed = new Uint8Array(1 + IV_BYTES + cipher.byteLength);
    sealed[0] = FORMAT;
    sealed.set(iv, 1);
    sealed.set(new Uint8Array(cipher), 1 + IV_BYTES);
    return sealed;
  }

  /** @throws UnsealError */
  async open(store: SealedStore, record: string, sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
    if (sealed[0] !== FORMAT || sealed.length < 1 + IV_BYTES + TAG_BYTES) {
      throw new UnsealError(store, "unknown format");
    }
    const iv = sealed.subarray(1, 1 + IV_BYTES);
    const algorithm = { name: "AES-GCM", iv, additionalData: additionalData(store, record, FORMAT) };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, this.key, sealed.subarray(1 + IV_BYTES)));
    } catch {
      throw new UnsealError(store, "damaged, or sealed for another place");
    }
  }

  sealJson(store: SealedStore, record: string, value: unknown): Promise<Sealed> {
    return this.seal(store, record, utf8.encode(JSON.stringify(value)));
  }

  /** @throws UnsealError */
  async openJson<T>(store: SealedStore, record: string, sealed: Sealed): Promise<T> {
    return JSON.parse(fromUtf8.decode(await this.open(store, record, sealed))) as T;
  }
}

/** How many bytes a sealed value holds. */
export function plainLength(sealed: Sealed): number {
  return sealed.length - 1 - IV_BYTES - TAG_BYTES;
}

function additionalData(store: SealedStore, record: string, format: number): Uint8Array<ArrayBuffer> {
  return utf8.encode(`offing\n${format}\n${store}\n${record}`);
}
