import { HarborError, type Delivery } from "@harbor/client";
import { Undo2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { BatchProgress } from "../../ui/batch-progress.js";
import { Confirm } from "../../ui/confirm.js";
import { formatCount, plural } from "../../ui/number.js";
import { useBatch } from "../../ui/use-batch.js";

interface DeleteGroupProps {
  id: string;
  count: number;
  name: string;
  trigger: ReactNode;
}

/** Deletes one delivery after another, because the API does. It starts after a time in which it can be undone. */
export function DeleteGroup({ id, count, name, trigger }: DeleteGroupProps) {
  const harbor = useHarbor();
  const [isWaiting, setWaiting] = useState(false);
  const batch = useBatch<Delivery>({
    each: async ({ id: delivery }) => await harbor.dlq.delete(delivery).catch(ignoreGone),
    changes: ["deliveries", "stats", "attention"],
  });
  if (isWaiting)
    return (
      <UndoWindow
        title={`${plural(count, "dead delivery", "dead deliveries")} to ${name} will be deleted`}
        onUndo={() => setWaiting(false)}
        onEnd={() => {
          setWaiting(false);
          void batch.start(harbor.dlq.list({ destination_id: id, limit: 100 }), count);
        }}
      />
    );
  if (batch.progress !== null)
    return (
      <BatchProgress
        batch={batch}
        doing="Deleting"
        done={(done) => plural(done, "dead delivery is deleted", "dead deliveries are deleted")}
      />
    );
  return (
    <Confirm
      trigger={trigger}
      title={`Delete ${plural(count, "dead delivery", "dead deliveries")} to ${name}?`}
      action={`Delete ${formatCount(count)}`}
      danger
      onConfirm={() => setWaiting(true)}
    >
      <p>
        The deliveries and their attempts are removed for good, {UNDO_SECONDS} seconds later. The events stay,
        and can be replayed.
      </p>
    </Confirm>
  );
}

const UNDO_SECONDS = 8;

interface UndoWindowProps {
  title: string;
  onUndo: () => void;
  onEnd: () => void;
}

/** Nothing has happened yet. Leaving the page is Undo too, because the timer ends with it. */
function UndoWindow({ title, onUndo, onEnd }: UndoWindowProps) {
  const [left, setLeft] = useState(UNDO_SECONDS);
  const undo = useRef<HTMLButtonElement>(null);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    // After the dialog has given the focus back to a button that is gone.
    const focus = setTimeout(() => undo.current?.focus());
    const started = performance.now();
    const timer = setInterval(() => {
      const seconds = UNDO_SECONDS - (performance.now() - started) / 1000;
      setLeft(Math.max(1, Math.ceil(seconds)));
      if (seconds <= 0) end.current();
    }, 250);
    return () => {
      clearTimeout(focus);
      clearInterval(timer);
    };
  }, []);
  return (
    <div className="row">
      <span role="status">{title}.</span>
      <button ref={undo} className="button" onClick={onUndo}>
        <Undo2 aria-hidden />
        Undo
        <span className="muted" aria-hidden>
          {left} s
        </span>
      </button>
    </div>
  );
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof HarborError) || error.status !== 404) throw error;
}
