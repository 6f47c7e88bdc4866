export * from './config.ts';
export { portHolder } from './port-holder.ts';
export { type RunningServer, serve } from './serve.ts';
export { doorUrl, type ServicesReport } from './services/report.ts';
