import { Toast } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { TEXT } from './text.ts';

interface Notice {
  id: number;
  text: string;
  alarm: boolean;
  undo?: () => void;
}

interface Notify {
  /** Says what was done, with a way back. */
  done: (text: string, undo?: () => void) => void;
  /** Says what failed. */
  failed: (error: unknown) => void;
}

const Context = createContext<Notify>({ done: () => {}, failed: () => {} });

export const useNotify = (): Notify => useContext(Context);

let nextId = 0;

/** Short notices at the foot of the window. */
export function Toasts({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([]);
  const add = useCallback((notice: Omit<Notice, 'id'>) => {
    nextId += 1;
    const id = nextId;
    setNotices((old) => [...old.slice(-2), { ...notice, id }]);
  }, []);
  const notify = useMemo<Notify>(
    () => ({
      done: (text, undo) => add({ text, alarm: false, ...(undo && { undo }) }),
      failed: (error) => add({ text: error instanceof Error ? error.message : String(error), alarm: true }),
    }),
    [add],
  );
  return (
    <Context value={notify}>
      <Toast.Provider duration={7000}>
        {children}
        {notices.map((notice) => (
          <Toast.Root
            key={notice.id}
            onOpenChange={(open) => !open && setNotices((old) => old.filter(({ id }) => id !== notice.id))}
            className={`flex animate-rise items-center gap-4 rounded-md px-3 py-2 shadow-float ${notice.alarm ? 'bg-alarm' : 'bg-ink'} text-paper`}
          >
            <Toast.Description className="[overflow-wrap:anywhere]">{notice.text}</Toast.Description>
            {notice.undo && (
              <Toast.Action
                altText={TEXT.undo}
                onClick={notice.undo}
                className="ml-auto font-semibold underline underline-offset-2"
              >
                {TEXT.undo}
              </Toast.Action>
            )}
          </Toast.Root>
        ))}
        <Toast.Viewport className="fixed bottom-16 left-1/2 z-50 flex w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 flex-col gap-2 md:bottom-5" />
      </Toast.Provider>
    </Context>
  );
}
