import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactNode, useState } from "react";

interface ConfirmProps {
  /** The text of the button that opens it. */
  trigger: ReactNode;
  title: string;
  children: ReactNode;
  /** The verb: what happens. */
  action: string;
  danger?: boolean;
  small?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
}

/** A button whose effect cannot be undone, or is large: it asks first. */
export function Confirm({
  trigger,
  title,
  children,
  action,
  danger = false,
  small = false,
  disabled,
  onConfirm,
}: ConfirmProps) {
  const [open, setOpen] = useState(false);
  const tone = danger ? "button danger" : "button primary";
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger
        className={`button${danger ? " danger" : ""}${small ? " small" : ""}`}
        disabled={disabled}
      >
        {trigger}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div className="muted stack" />}>
            {children}
          </AlertDialog.Description>
          <footer>
            <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
            <button
              className={tone}
              onClick={() => {
                setOpen(false);
                onConfirm();
              }}
            >
              {action}
            </button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
