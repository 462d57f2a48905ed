import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { createContext, type ReactNode, use, useEffect, useState } from "react";

interface DialogProps {
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
  wide?: boolean;
}

const KeepOpenContext = createContext<(isKept: boolean) => void>(() => undefined);

/** Of the content of a dialog: as long as it holds, only the content closes the dialog, because closing it would lose something. */
export function useKeepOpen(isKept: boolean): void {
  const keep = use(KeepOpenContext);
  useEffect(() => {
    keep(isKept);
    return () => keep(false);
  }, [keep, isKept]);
}

/** A click beside it does not close it, so that nothing typed is lost. */
export function Dialog({ title, open, onOpenChange, children, wide = false }: DialogProps) {
  const [isKept, keep] = useState(false);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!isKept) onOpenChange(next);
      }}
      disablePointerDismissal
    >
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={wide ? "dialog wide" : "dialog"}>
          <header>
            <Base.Title>{title}</Base.Title>
            {!isKept && (
              <Base.Close className="icon-button" aria-label="Close">
                <X aria-hidden />
              </Base.Close>
            )}
          </header>
          <KeepOpenContext value={keep}>{children}</KeepOpenContext>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
