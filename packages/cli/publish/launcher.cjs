#!/usr/bin/env node
'use strict';
// The orrery command of the npm package.
const { enableCompileCache } = require('node:module');
const { setFlagsFromString } = require('node:v8');

const OLDEST = 24;
if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  console.error(`orrery: this is Node ${process.versions.node}; Orrery needs ${OLDEST} or newer.`);
  process.exit(1);
}
// Keeps memory flat; the processes that are started from here get it too.
const FLAT = '--no-concurrent-array-buffer-sweeping';
setFlagsFromString(FLAT);
process.execArgv.push(FLAT);
enableCompileCache();
process.argv[1] = require.resolve('../packages/cli/dist/main.cjs');
require(process.argv[1]);
