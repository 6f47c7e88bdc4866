import { type PointerEvent, type RefObject, useRef } from 'react';
import type { Panel } from '../../logic/comparePanels.ts';

interface DragOptions {
  index: number;
  panel: Panel;
  onMove: (to: number) => void;
  onResize: (width: number, height: number) => void;
}

type Handlers = Record<
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel',
  (event: PointerEvent<HTMLElement>) => void
>;

/** Moving a panel by dragging it over another one, and resizing it by dragging its corner. */
export function usePanelDrag(
  frame: RefObject<HTMLElement | null>,
  { index, panel, onMove, onResize }: DragOptions,
): { move: Handlers; resize: Handlers } {
  const active = useRef<'move' | 'resize' | null>(null);
  const begin = (kind: 'move' | 'resize') => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    active.current = kind;
    event.currentTarget.setPointerCapture(event.pointerId);
    frame.current?.classList.add('opacity-70');
  };
  const end = (): void => {
    active.current = null;
    frame.current?.classList.remove('opacity-70');
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    if (active.current !== 'move') return;
    const below = document
      .elementsFromPoint(event.clientX, event.clientY)
      .map((element) => element.closest<HTMLElement>('[data-panel]'))
      .find((element) => element && element !== frame.current);
    const to = Number(below?.dataset.panel ?? index);
    // A large panel that has moved lies under the pointer no more: only a half that is passed counts.
    if (below && to !== index && isPast(event, below, to > index)) onMove(to);
  };
  const resize = (event: PointerEvent<HTMLElement>): void => {
    const box = frame.current?.getBoundingClientRect();
    if (active.current !== 'resize' || !box) return;
    const column = box.width / panel.width;
    const row = box.height / panel.height;
    const width = clamp(Math.round((event.clientX - box.left) / column));
    const height = clamp(Math.round((event.clientY - box.top) / row));
    if (width !== panel.width || height !== panel.height) onResize(width, height);
  };
  return {
    move: { onPointerDown: begin('move'), onPointerMove: move, onPointerUp: end, onPointerCancel: end },
    resize: { onPointerDown: begin('resize'), onPointerMove: resize, onPointerUp: end, onPointerCancel: end },
  };
}

function isPast({ clientX, clientY }: PointerEvent, element: HTMLElement, isForward: boolean): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [(clientX - left) / width, (clientY - top) / height];
  return isForward ? x > 0.3 || y > 0.6 : x < 0.7 || y < 0.4;
}

function clamp(size: number): number {
  return Math.min(3, Math.max(1, size));
}
