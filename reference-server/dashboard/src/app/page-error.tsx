import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ErrorNotice } from "../ui/error-notice.js";

/** Of a page that does not load or render. The frame around it still works. */
export function PageError({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div className="page">
      <h1>This page does not work</h1>
      <ErrorNotice
        error={error instanceof Error ? error : new Error(String(error))}
        retry={() => void router.invalidate()}
      />
      <p className="muted">If the server was updated, reload the page to get its new version.</p>
    </div>
  );
}
