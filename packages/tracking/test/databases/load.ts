import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** Fills an empty database with what some version of MLflow made; see `make`. */
export async function loadDatabase(version: string, uri: string): Promise<void> {
  const dialect = uri.startsWith('sqlite:///') ? 'sqlite' : 'postgres';
  const script = readFileSync(new URL(`./mlflow-${version}.${dialect}.sql`, import.meta.url), 'utf8');
  if (dialect === 'sqlite') {
    const db = new DatabaseSync(uri.slice('sqlite:///'.length));
    db.exec('PRAGMA foreign_keys = OFF');
    db.exec(script);
    db.close();
    return;
  }
  const client = new pg.Client(uri);
  await client.connect();
  await client.query(script);
  await client.end();
}
