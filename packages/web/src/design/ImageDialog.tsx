import type { ReactNode } from 'react';
import { Dialog } from './Dialog.tsx';

interface ImageDialogProps {
  title: string;
  src: string;
  /** What it is of, and where it leads. */
  children: ReactNode;
  onClose: () => void;
}

/** One image, as large as the window lets it be. */
export function ImageDialog({ title, src, children, onClose }: ImageDialogProps) {
  return (
    <Dialog wide open onOpenChange={(open) => !open && onClose()} title={title}>
      <div className="mt-1 mb-3 text-ink-2">{children}</div>
      <img src={src} alt={title} className="mx-auto max-h-[64vh] max-w-full bg-white" />
    </Dialog>
  );
}
