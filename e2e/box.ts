import { RootFolder } from './root-folder.ts';

export const BOX = 'orrery-test-box:1';

/** Makes `BOX`, an image of busybox alone. */
export function makeBox(): void {
  new RootFolder().becomeImage(BOX);
}
