import { useState } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Field } from './Field.tsx';
import { TEXT } from './text.ts';

interface NameDialogProps {
  title: string;
  /** The button's word: what will happen. */
  action: string;
  initial?: string;
  onClose: () => void;
  /** Rejects with what the server said; the dialog shows it and stays. */
  onSubmit: (name: string) => Promise<unknown>;
}

/** Asks for one name. */
export function NameDialog({ title, action, initial = '', onClose, onSubmit }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const ready = name.trim() !== '' && name.trim() !== initial;

  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onSubmit(name.trim());
      onClose();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
      setBusy(false);
    }
  };

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title}>
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void submit();
        }}
      >
        <Field
          aria-label={TEXT.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          invalid={error !== null}
          className="h-9"
        />
        {error && <p className="text-alarm text-small">{error}</p>}
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
