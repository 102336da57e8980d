import { useNow } from "../use-now";
import { statusWords, type StatusWords } from "../wording";
import { useStatus } from "../workspace-context";
import { lookingForServer } from "./contact";
import { useContact } from "./use-status-watch";

/** The words of the status, for every place that shows them: they say the same at the same time. */
export function useStatusWords(): StatusWords {
  const status = useStatus();
  const looking = lookingForServer(useContact());
  const now = useNow(status.kind === "unreachable" && status.retryAt !== null);
  return statusWords(status, now, looking);
}
