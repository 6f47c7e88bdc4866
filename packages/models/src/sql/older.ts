import type { Database, Insert, Session } from '@orrery/tracking/sql';

/** An older MLflow's database, whose tables have no workspaces yet: statements leave them out. */
export function withoutWorkspaces(database: Database): Database {
  return {
    dialect: database.dialect,
    read: (work) => database.read((session) => work(older(session))),
    write: (work) => database.write((session) => work(older(session))),
    writeFirst: (work) => database.writeFirst((session) => work(older(session))),
    activity: () => database.activity(),
    describe: () => database.describe(),
    foreignChanges: () => database.foreignChanges(),
    close: () => database.close(),
  };
}

const inserts = new Map<Insert, Insert>();

function older(session: Session): Session {
  return {
    dialect: session.dialect,
    all: (sql, params) => session.all(rewrite(sql), params),
    search: (sql, params) => session.search(rewrite(sql), params),
    get: (sql, params) => session.get(rewrite(sql), params),
    getEach: (sql, params) => session.getEach(rewrite(sql), params),
    run: (sql, params) => session.run(rewrite(sql), params),
    script: (sql) => session.script(sql),
    insert(into, rows) {
      const known = inserts.get(into) ?? { ...into, conflict: rewrite(into.conflict) };
      inserts.set(into, known);
      return session.insert(known, rows);
    },
  };
}

function rewrite(sql: string): string {
  return sql
    .replace(/\b(?:\w+\.)?workspace = (?:'default'|\w+\.workspace)/g, '1 = 1')
    .replaceAll('(workspace, ', '(');
}
