import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactNode, useState } from "react";

interface QuestionProps {
  title: string;
  children: ReactNode;
  /** The verb: what happens. */
  action: string;
  danger?: boolean;
  /** Not yet: its extent is unknown. */
  isUnready?: boolean;
  onConfirm: () => void;
}

interface TriggerProps {
  /** The text of the button that opens it. */
  trigger: ReactNode;
  danger?: boolean;
  small?: boolean;
  disabled?: boolean;
}

/** A button whose effect cannot be undone, or is large: it asks first. */
export function Confirm({
  trigger,
  small = false,
  disabled = false,
  onConfirm,
  ...question
}: TriggerProps & Omit<QuestionProps, "isUnready">) {
  return (
    <ConfirmWith trigger={trigger} danger={question.danger === true} small={small} disabled={disabled}>
      {(close) => (
        <ConfirmQuestion
          {...question}
          onConfirm={() => {
            close();
            onConfirm();
          }}
        />
      )}
    </ConfirmWith>
  );
}

/** The button alone, for a question that is put together once it is asked. */
export function ConfirmWith({
  trigger,
  danger = false,
  small = false,
  disabled = false,
  children,
}: TriggerProps & { children: (close: () => void) => ReactNode }) {
  const [open, setOpen] = useState(false);
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
        <AlertDialog.Popup className="dialog">{children(() => setOpen(false))}</AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

export function ConfirmQuestion({
  title,
  children,
  action,
  danger = false,
  isUnready = false,
  onConfirm,
}: QuestionProps) {
  return (
    <>
      <AlertDialog.Title>{title}</AlertDialog.Title>
      <AlertDialog.Description render={<div className="muted stack" />}>{children}</AlertDialog.Description>
      <footer>
        <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
        <button
          className={danger ? "button danger" : "button primary"}
          disabled={isUnready}
          onClick={onConfirm}
        >
          {action}
        </button>
      </footer>
    </>
  );
}
