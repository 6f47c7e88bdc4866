import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { TEXT } from './text.ts';

interface TagDialogProps {
  onClose: () => void;
  /** `null` takes the tag away. Rejects with what the server said; the dialog shows it and stays. */
  onSubmit: (key: string, value: string | null) => Promise<unknown>;
}

/** Asks for a tag and its value. */
export function TagDialog({ onClose, onSubmit }: TagDialogProps) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onSubmit(key.trim(), value === '' ? null : value);
      onClose();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
      setBusy(false);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={TEXT.tagRuns}>
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() !== '' && !busy) void submit();
        }}
      >
        <Labelled label={TEXT.tagKey}>
          <Field value={key} onChange={(event) => setKey(event.target.value)} />
        </Labelled>
        <Labelled label={TEXT.tagValue}>
          <Field value={value} onChange={(event) => setValue(event.target.value)} />
        </Labelled>
        {error && (
          <p role="alert" className="text-alarm text-small">
            {error}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            {TEXT.cancel}
          </Button>
          <Button tone="primary" type="submit" disabled={key.trim() === '' || busy}>
            {TEXT.apply}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
