import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { TEXT } from './text.ts';

interface FormDialogProps {
  title: string;
  description?: string;
  /** The button's word: what will happen. */
  action: string;
  /** Whether what is filled in can be sent. */
  ready: boolean;
  /** Whether something else closes it when it has been sent. */
  stays?: boolean;
  onClose: () => void;
  /** Rejects with what the server said; the dialog shows it and stays. */
  onSubmit: () => Promise<unknown>;
  /** Told whether what was sent last was refused, where they show it. */
  children: ReactNode | ((isRefused: boolean) => ReactNode);
}

/** Some fields, and what is done with them. */
export function FormDialog({
  title,
  description,
  action,
  ready,
  stays,
  onClose,
  onSubmit,
  children,
}: FormDialogProps) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onSubmit();
      if (!stays) onClose();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    }
    setBusy(false);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      {...(description !== undefined && { description })}
    >
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void submit();
        }}
      >
        {typeof children === 'function' ? children(error !== null) : children}
        {error && (
          <p role="alert" className="text-alarm text-small">
            {error}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            {TEXT.cancel}
          </Button>
          <Button tone="primary" type="submit" disabled={!ready || busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
