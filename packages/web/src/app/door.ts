/** The three ports the app is served on. */
export type Door = 'tracking' | 'sweeps' | 'workbench';

/** The door this page came through, from the server's meta element; the workbench where there is none. */
export function currentDoor(): Door {
  const content = document.querySelector<HTMLMetaElement>('meta[name="orrery-door"]')?.content;
  return content === 'tracking' || content === 'sweeps' ? content : 'workbench';
}
