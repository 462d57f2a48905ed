import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useHarbor } from "../../app/harbor.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { plural } from "../../ui/number.js";
import { Time } from "../../ui/time.js";

interface PreviewProps {
  pattern: string;
  filter: Record<string, unknown> | null;
  disabled: boolean;
}

const SHOWN = 10;

/** Tries a pattern and a filter on the latest events, before anything is saved. */
export function Preview({ pattern, filter, disabled }: PreviewProps) {
  const harbor = useHarbor();
  const preview = useMutation({
    mutationFn: async () => await harbor.subscriptions.preview({ event_type: pattern, filter }),
  });
  const matches = preview.data?.data.filter((event) => event.matches) ?? [];
  return (
    <div className="stack">
      <div>
        <button
          type="button"
          className="button"
          disabled={disabled || preview.isPending}
          onClick={() => preview.mutate()}
        >
          Try it on the latest events
        </button>
      </div>
      {preview.error !== null && <ErrorNotice error={preview.error} />}
      {preview.data && (
        <div className="notice" role="status">
          <div>
            <strong>
              It matches {preview.data.matched} of the latest {plural(preview.data.checked, "event")}.
            </strong>
            <ul>
              {matches.slice(0, SHOWN).map(({ id, type, created_at }) => (
                <li key={id}>
                  <Link to="/events/$id" params={{ id }}>
                    {type}
                  </Link>{" "}
                  <span className="muted small">
                    <Time value={created_at} />
                  </span>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </div>
  );
}
