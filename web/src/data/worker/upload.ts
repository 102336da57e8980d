/** The way of one file to the server. */
import { DataError } from "../api";
import type { Http } from "../http";

/** The longest the server takes. What arrives of a chunk that breaks off is kept, so a smaller one would save nothing. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Sends a file; returns when the server has it. A small one goes whole. Of a larger one the server is asked first how
 * much it has: only it knows, after whatever happened to this device or to the line.
 *
 * @param progress is told how many bytes the server has, before each chunk; what it throws ends the upload
 * @throws DataError why it did not get there; what the server took it keeps, and the next attempt goes on from there
 */
export async function upload(
  http: Http,
  id: string,
  bytes: Uint8Array<ArrayBuffer>,
  progress: (sentBytes: number) => void,
): Promise<void> {
  if (bytes.length > CHUNK_BYTES) {
    const standing = await http.fileStanding(id);
    if (standing.kind === "whole") {
      return;
    }
    if (standing.kind === "partial" && (await sendByChunk(http, id, bytes, standing.offset, progress))) {
      return;
    }
  }
  await http.putFile(id, bytes);
}

/** @returns false if the server takes files whole only */
async function sendByChunk(
  http: Http,
  id: string,
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
  progress: (sentBytes: number) => void,
): Promise<boolean> {
  let offset = from;
  let moved = false;
  for (;;) {
    progress(offset);
    // Empty if all of it is there and the server ended before it made a file of it.
    const chunk = bytes.subarray(offset, offset + CHUNK_BYTES);
    const answer = await http.appendFile(id, chunk, offset, bytes.length);
    if (answer === null) {
      return false;
    }
    if (answer.taken && answer.offset === bytes.length) {
      return true;
    }
    // Once is another device with the same file, or an upload that the server gave up; twice leads nowhere now.
    if (answer.taken ? answer.offset <= offset : moved) {
      throw new DataError("server", "The server does not go on with a file.");
    }
    moved = !answer.taken;
    ({ offset } = answer);
  }
}
