import { HarborError } from "@harbor/client";
import { Progress } from "@base-ui/react/progress";
import { type ReactNode, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Confirm } from "../../ui/confirm.js";
import { formatCount, plural } from "../../ui/number.js";
import { useAction } from "../../ui/use-action.js";

interface DeleteGroupProps {
  id: string;
  count: number;
  name: string;
  trigger: ReactNode;
}

/** Deletes page after page, because the API deletes one delivery at a time. It can be stopped; what is deleted stays deleted. */
export function DeleteGroup({ id, count, name, trigger }: DeleteGroupProps) {
  const harbor = useHarbor();
  const [deleted, setDeleted] = useState(0);
  const [stop, setStop] = useState<AbortController | null>(null);
  const remove = useAction({
    run: async ({ signal }: AbortController) => {
      let done = 0;
      for await (const { id: delivery } of harbor.dlq.list({ destination_id: id, limit: 100 })) {
        if (signal.aborted) break;
        await harbor.dlq.delete(delivery).catch(ignoreGone);
        setDeleted(++done);
      }
      return done;
    },
    done: (done) => `${plural(done, "dead delivery is", "dead deliveries are")} deleted`,
    changes: ["deliveries", "stats", "attention"],
  });
  if (remove.isPending)
    return (
      <div className="row">
        <Progress.Root
          className="progress"
          value={deleted}
          max={count}
          aria-label={`Deleting, ${deleted} of ${count}`}
        >
          <Progress.Track className="progress-track">
            <Progress.Indicator className="progress-bar" />
          </Progress.Track>
        </Progress.Root>
        <button className="button" onClick={() => stop?.abort()}>
          Stop
        </button>
      </div>
    );
  const start = () => {
    const controller = new AbortController();
    setStop(controller);
    setDeleted(0);
    remove.mutate(controller);
  };
  return (
    <Confirm
      trigger={trigger}
      title={`Delete ${plural(count, "dead delivery", "dead deliveries")} to ${name}?`}
      action={`Delete ${formatCount(count)}`}
      danger
      onConfirm={start}
    >
      <p>The deliveries and their attempts are removed for good. The events stay, and can be replayed.</p>
    </Confirm>
  );
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof HarborError) || error.status !== 404) throw error;
}
