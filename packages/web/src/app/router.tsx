import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { BASE } from '../data/base.ts';
import { client } from '../data/client.ts';
import { expectRun } from '../data/run.ts';
import { currentDoor } from './door.ts';
import { NotFound, RouteError } from './RouteError.tsx';
import { Shell } from './Shell.tsx';
import { text } from './search.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: currentDoor() === 'sweeps' ? '/studies' : '/experiments', replace: true });
  },
});

const experiments = createRoute({
  getParentRoute: () => root,
  path: '/experiments',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'q'),
    ...text(search, 'sort'),
    ...text(search, 'show'),
  }),
  component: lazyRouteComponent(() => import('../pages/experiments/ExperimentsPage.tsx')),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'filter'),
    ...text(search, 'sort'),
    ...text(search, 'columns'),
    ...text(search, 'show'),
    ...text(search, 'chart'),
    ...text(search, 'metric'),
    ...text(search, 'group'),
    ...text(search, 'nested'),
    ...text(search, 'pinned'),
  }),
  component: lazyRouteComponent(() => import('../pages/runs/RunsPage.tsx')),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experimentId/runs/$runId',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'tab'),
    ...text(search, 'path'),
    ...text(search, 'x'),
    ...text(search, 'y'),
    ...text(search, 'smooth'),
    ...text(search, 'outliers'),
    ...text(search, 'find'),
    ...text(search, 'zoom'),
    ...text(search, 'metric'),
  }),
  loader: ({ params }) => expectRun(client, params.runId),
  component: lazyRouteComponent(() => import('../pages/run/RunPage.tsx')),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'runs'),
    ...text(search, 'tab'),
    ...text(search, 'panels'),
    ...text(search, 'hidden'),
    ...text(search, 'show'),
    ...text(search, 'path'),
    ...text(search, 'as'),
    ...text(search, 'with'),
  }),
  component: lazyRouteComponent(() => import('../pages/compare/ComparePage.tsx')),
});

const studies = createRoute({
  getParentRoute: () => root,
  path: '/studies',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'q'),
    ...text(search, 'sort'),
    ...text(search, 'chosen'),
  }),
  component: lazyRouteComponent(() => import('../pages/studies/StudiesPage.tsx')),
});

const compareStudies = createRoute({
  getParentRoute: () => root,
  path: '/studies/compare',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'ids'),
    ...text(search, 'objective'),
  }),
  component: lazyRouteComponent(() => import('../pages/compare-studies/CompareStudiesPage.tsx')),
});

const study = createRoute({
  getParentRoute: () => root,
  path: '/studies/$studyId',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'tab'),
    ...text(search, 'sort'),
    ...text(search, 'objective'),
    ...text(search, 'filter'),
    ...text(search, 'states'),
  }),
  component: lazyRouteComponent(() => import('../pages/study/StudyPage.tsx')),
});

const trial = createRoute({
  getParentRoute: () => root,
  path: '/studies/$studyId/trials/$number',
  component: lazyRouteComponent(() => import('../pages/trial/TrialPage.tsx')),
});

const workbench = createRoute({
  getParentRoute: () => root,
  path: '/workbench',
  beforeLoad: ({ location }) => {
    if (/\/workbench\/?$/.test(location.pathname)) throw redirect({ to: '/workbench/runs', replace: true });
  },
});

const registry = createRoute({
  getParentRoute: () => workbench,
  path: '/registry',
  component: lazyRouteComponent(() => import('../pages/registry/RegistryPage.tsx')),
});

const configure = createRoute({
  getParentRoute: () => workbench,
  path: '/configure',
  validateSearch: (search: Record<string, unknown>) => text(search, 'from'),
  component: lazyRouteComponent(() => import('../pages/configure/ConfigurePage.tsx')),
});

const queue = createRoute({
  getParentRoute: () => workbench,
  path: '/runs',
  validateSearch: (search: Record<string, unknown>) => text(search, 'sort'),
  component: lazyRouteComponent(() => import('../pages/run-queue/QueuePage.tsx')),
});

const orchestration = createRoute({
  getParentRoute: () => workbench,
  path: '/runs/$id',
  validateSearch: (search: Record<string, unknown>) => ({ ...text(search, 'job'), ...text(search, 'sort') }),
  component: lazyRouteComponent(() => import('../pages/run-queue/OrchestrationPage.tsx')),
});

const results = createRoute({
  getParentRoute: () => workbench,
  path: '/results',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'experiment'),
    ...text(search, 'metric'),
    ...text(search, 'direction'),
    ...text(search, 'view'),
    ...text(search, 'plot'),
  }),
  component: lazyRouteComponent(() => import('../pages/results/ResultsPage.tsx')),
});

const analysis = createRoute({
  getParentRoute: () => workbench,
  path: '/analysis',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'sources'),
    ...text(search, 'metric'),
    ...text(search, 'param'),
  }),
  component: lazyRouteComponent(() => import('../pages/analysis/AnalysisPage.tsx')),
});

const access = createRoute({
  getParentRoute: () => root,
  path: '/access',
  validateSearch: (search: Record<string, unknown>) => text(search, 'tab'),
  component: lazyRouteComponent(() => import('../pages/access/AccessPage.tsx')),
});

const services = createRoute({
  getParentRoute: () => root,
  path: '/services',
  component: lazyRouteComponent(() => import('../pages/services/ServicesPage.tsx')),
});

const design = createRoute({
  getParentRoute: () => root,
  path: '/design',
  component: lazyRouteComponent(() => import('../pages/design/DesignPage.tsx')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    experiments,
    runs,
    run,
    compare,
    studies,
    compareStudies,
    study,
    trial,
    workbench.addChildren([registry, configure, queue, orchestration, results, analysis]),
    access,
    services,
    design,
  ]),
  basepath: BASE || '/',
  defaultPreload: 'intent',
  defaultErrorComponent: RouteError,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
