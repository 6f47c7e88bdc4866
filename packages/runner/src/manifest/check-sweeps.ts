import {
  makePruner,
  makeSampler,
  PRUNER_SCHEMA,
  type PrunerSetting,
  SAMPLER_SCHEMA,
  type SamplerSetting,
} from '@orrery/sweeps';
import { record } from '../catalog/values.ts';
import { checkSchema } from './check-schema.ts';
import type { RawManifest } from './entries.ts';

type Report = (path: (string | number)[], message: string) => void;

const CHOICES = {
  sampler: { schema: SAMPLER_SCHEMA, make: (setting: unknown) => makeSampler(setting as SamplerSetting, 0) },
  pruner: { schema: PRUNER_SCHEMA, make: (setting: unknown) => makePruner(setting as PrunerSetting) },
};

/** Reports options of samplers and pruners that make no sense together, which a schema does not see. */
export function checkSweeps({ globals, matrix, jobs }: RawManifest, report: Report): void {
  const layers: [path: (string | number)[], layer: unknown][] = [
    [['globals'], globals],
    [['matrix'], matrix],
    ...(Array.isArray(jobs) ? jobs : []).map((job, index): [(string | number)[], unknown] => [
      ['jobs', index],
      job,
    ]),
  ];
  for (const [path, layer] of layers) {
    const sweep = record(record(layer).sweep);
    for (const [name, { schema, make }] of Object.entries(CHOICES)) {
      const setting = sweep[name];
      if (setting === undefined || checkSchema(schema, setting).length > 0) continue;
      try {
        make(setting);
      } catch (error) {
        report([...path, 'sweep', name], `${name}: ${(error as Error).message}`);
      }
    }
  }
}
