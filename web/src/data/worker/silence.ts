/** Tells a person when the store does not answer whether it saved. */
import type { Environment } from "./environment";

/** How long the store may take to answer a save. */
const SILENT_MILLIS = 20_000;

/**
 * Goes on waiting: what the store does in the end is the truth.
 *
 * @param tell true once the answer is overdue, false when it has come after all
 */
export async function heard<T>(
  environment: Environment,
  write: Promise<T>,
  tell: (silent: boolean) => void,
): Promise<T> {
  let told = false;
  const cancel = environment.after(SILENT_MILLIS, () => {
    told = true;
    tell(true);
  });
  try {
    return await write;
  } finally {
    cancel();
    if (told) {
      tell(false);
    }
  }
}
