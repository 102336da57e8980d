/** A zip archive without compression: what is exported is packed already or small. Names are UTF-8. */

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const utf8 = new TextEncoder();
/** Names are UTF-8 (bit 11). */
const FLAGS = 0x0800;
const VERSION = 20;

/** @param at the time all entries are stamped with, in local time, of years 1980 to 2107 */
export function zipOf(entries: readonly ZipEntry[], at: Date): Uint8Array<ArrayBuffer> {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const date = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const label = utf8.encode(name);
    const common = [VERSION, FLAGS, 0, time, date];
    const sizes = [crc32(bytes), bytes.length, bytes.length];
    const local = record(0x04034b50, common, sizes, [label.length, 0]);
    directory.push(record(0x02014b50, [VERSION, ...common], sizes, [label.length, 0, 0, 0, 0], [0, offset]), label);
    parts.push(local, label, bytes);
    offset += local.length + label.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(0x06054b50, [0, 0, entries.length, entries.length], [size, offset], [0]);
  return joined([...parts, ...directory, end]);
}

/** A signature, then alternately 16-bit and 32-bit numbers, little end first. */
function record(signature: number, ...groups: readonly (readonly number[])[]): Uint8Array {
  const bytes: number[] = [];
  const put = (value: number, count: number): void => {
    for (let byte = 0; byte < count; byte++) bytes.push((value >>> (8 * byte)) & 0xff);
  };
  put(signature, 4);
  groups.forEach((group, index) => group.forEach((value) => put(value, index % 2 === 0 ? 2 : 4)));
  return Uint8Array.from(bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
