import { Button } from "../parts/Button";
import { EntryFrame } from "./EntryFrame";

export function Unsupported({ why, whatHelps }: { why: string; whatHelps: string }) {
  return (
    <EntryFrame
      title="This browser cannot keep a workspace here"
      lead={
        <>
          <p>{why}</p>
          <p>{whatHelps}</p>
          <p>Nothing was stored, so nothing can be lost.</p>
        </>
      }
    >
      <Button kind="plain" onClick={() => location.reload()}>
        Check again
      </Button>
    </EntryFrame>
  );
}
