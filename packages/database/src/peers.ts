import type { StoreUri } from './store-uri.ts';

/** The servers of one database: they tell each other things, and one of them leads. */
export interface Peers {
  /** Tells the others, where they can be reached; at most 7,900 bytes of UTF-8. */
  tell(text: string): void;
  onTold(listener: (text: string) => void): void;
  /** Whether there may be others to tell. */
  readonly areThere: boolean;
  /** Whether this one is to do what is to be done by one alone. */
  readonly leads: boolean;
  close(): Promise<void>;
}

/** Who has a database of its own has nobody to tell. */
const ALONE: Peers = { tell() {}, onTold() {}, areThere: false, leads: true, async close() {} };

/** Joins the servers of a database. Those of an SQLite file are of one machine, and each counts as alone. */
export async function joinPeers(uri: StoreUri, onError: (error: Error) => void): Promise<Peers> {
  if (uri.dialect === 'sqlite') return ALONE;
  const { PostgresPeers } = await import('./postgres/peers.ts');
  return new PostgresPeers(uri.url, onError);
}
