import { type Delivery, type Harbor, HarborError } from "@harbor/client";
import { useMutation } from "@tanstack/react-query";
import { Trash2, Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { BatchProgress, ProgressBar } from "../../ui/batch-progress.js";
import { ConfirmQuestion, ConfirmWith } from "../../ui/confirm.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { formatCount, plural } from "../../ui/number.js";
import { useBatch } from "../../ui/use-batch.js";
import { useCollected } from "../../ui/use-collected.js";

interface DeleteAllProps {
  /** Of the destination. */
  id: string;
  name: string;
}

const deadDeliveries = (count: number) => plural(count, "dead delivery", "dead deliveries");

/**
 * Deletes the dead deliveries of a destination, one after another, because the API does. It deletes those that were counted before the
 * user agreed, and starts after a time in which it can be undone.
 */
export function DeleteAll({ id, name }: DeleteAllProps) {
  const harbor = useHarbor();
  const [waiting, setWaiting] = useState<Dead[] | null>(null);
  const stillDead = useMutation({ mutationFn: async (dead: Dead[]) => await unchanged(harbor, id, dead) });
  const batch = useBatch<Dead>({
    each: async ({ id: delivery }) => await harbor.dlq.delete(delivery).catch(ignoreGone),
    changes: ["deliveries", "stats", "attention"],
  });
  const deleteThose = (counted: Dead[]) =>
    // Not called once the page is left.
    stillDead.mutate(counted, { onSuccess: (dead) => void batch.start(dead) });
  if (waiting !== null)
    return (
      <UndoWindow
        title={`${deadDeliveries(waiting.length)} to ${name} will be deleted`}
        onUndo={() => setWaiting(null)}
        onEnd={() => {
          setWaiting(null);
          deleteThose(waiting);
        }}
      />
    );
  if (stillDead.isPending) return <ProgressBar label="Looking for changes" value={null} max={1} />;
  if (stillDead.error !== null)
    return <ErrorNotice error={stillDead.error} retry={() => deleteThose(stillDead.variables)} />;
  if (batch.progress !== null)
    return (
      <BatchProgress
        batch={batch}
        doing="Deleting"
        done={(done) => plural(done, "dead delivery is deleted", "dead deliveries are deleted")}
      />
    );
  return (
    <ConfirmWith
      trigger={
        <>
          <Trash2 aria-hidden />
          Delete all
        </>
      }
      danger
    >
      {(close) => (
        <Question
          id={id}
          name={name}
          onConfirm={(dead) => {
            close();
            setWaiting(dead);
          }}
        />
      )}
    </ConfirmWith>
  );
}

interface Dead {
  id: string;
  /** Another one once it has been sent again. */
  updatedAt: string;
}

function deadOf(harbor: Harbor, destinationId: string, signal?: AbortSignal) {
  return harbor.dlq.list({ destination_id: destinationId, limit: 100 }, signal && { signal }).pages();
}

function toDead({ id, updated_at: updatedAt }: Delivery): Dead {
  return { id, updatedAt };
}

/** Without those that were sent again since they were counted, and died again. */
async function unchanged(harbor: Harbor, destinationId: string, counted: Dead[]): Promise<Dead[]> {
  const now = new Map<string, string>();
  for await (const page of deadOf(harbor, destinationId))
    for (const { id, updatedAt } of page.data.map(toDead)) now.set(id, updatedAt);
  return counted.filter(({ id, updatedAt }) => now.get(id) === updatedAt);
}

/** Counts first: a delivery that dies while the user reads the count is kept. */
function Question({ id, name, onConfirm }: DeleteAllProps & { onConfirm: (dead: Dead[]) => void }) {
  const harbor = useHarbor();
  const { data, error, refetch, found } = useCollected({
    queryKey: ["dead to delete", id],
    pages: (signal) => deadOf(harbor, id, signal),
    keep: toDead,
  });
  return (
    <ConfirmQuestion
      title={`Delete ${data === undefined ? "all dead deliveries" : deadDeliveries(data.length)} to ${name}?`}
      action={data === undefined ? "Delete" : `Delete ${formatCount(data.length)}`}
      danger
      isUnready={data === undefined || data.length === 0}
      onConfirm={() => onConfirm(data ?? [])}
    >
      {error !== null && <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && (
        <ProgressBar label={`Counting, ${formatCount(found)} so far`} value={null} max={1} />
      )}
      <p>
        The deliveries and their attempts are removed for good, {UNDO_SECONDS} seconds later. One that dies,
        or is sent again and dies again, from now on is kept. The events stay, and can be replayed.
      </p>
    </ConfirmQuestion>
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
