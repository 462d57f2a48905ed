import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";

/** Short confirmations. Errors stay beside what failed. */
export function ToastList() {
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className="toasts">
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="toast">
            <Toast.Content>
              <Toast.Title />
              <Toast.Description className="muted" />
            </Toast.Content>
            <Toast.Close className="icon-button" aria-label="Dismiss">
              <X aria-hidden />
            </Toast.Close>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
