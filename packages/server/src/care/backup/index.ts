export { type BackupReport, backUp } from './backup.ts';
export { backupsAt } from './backups-at.ts';
export type { Backup } from './format.ts';
export { prune } from './prune.ts';
export { restore } from './restore.ts';
export { verify } from './verify.ts';
