import { lazy, Suspense, useMemo, useState } from 'react';
import type { Study, Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Select } from '../../design/Select.tsx';
import { plural } from '../../logic/format.ts';
import { paretoFront } from '../../logic/trials.ts';
import { FrontChart } from './FrontChart.tsx';
import { TEXT } from './text.ts';

const FrontCloud = lazy(() => import('./FrontCloud.tsx'));

const HEIGHT = 380;

/** For two objectives or more: all complete trials, those that no other beats in brass. */
export function FrontPanel({ study, trials }: { study: Study; trials: readonly Trial[] }) {
  const count = study.directions.length;
  const [form, setForm] = useState<'2d' | '3d'>(count > 2 ? '3d' : '2d');
  const [axes, setAxes] = useState<readonly number[]>([0, 1, 2]);
  const front = useMemo(
    () => (count > 1 ? paretoFront(trials, study.directions) : new Set<number>()),
    [trials, study.directions, count],
  );
  if (count < 2) return null;
  const used = axes.slice(0, form === '3d' ? 3 : 2);
  return (
    <Panel
      title={TEXT.paretoFront}
      aside={
        <>
          <span className="text-ink-2 text-small">
            {plural(front.size, 'trial')} {TEXT.unbeaten}
          </span>
          {count > 2 && (
            <>
              {(count > 3 || form === '2d') &&
                used.map((axis, place) => (
                  <Select
                    // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place
                    key={place}
                    aria-label={TEXT.axis(place + 1)}
                    value={String(axis)}
                    options={study.objectives.map((name, index) => [String(index), name] as const)}
                    onChange={(next) => setAxes(axes.with(place, Number(next)))}
                  />
                ))}
              <Segmented
                label={TEXT.formFront}
                value={form}
                options={[
                  ['2d', '2D'],
                  ['3d', '3D'],
                ]}
                onChange={setForm}
              />
            </>
          )}
        </>
      }
    >
      {form === '2d' ? (
        <FrontChart study={study} trials={trials} front={front} axes={[used[0] ?? 0, used[1] ?? 1]} />
      ) : (
        <Suspense fallback={<div style={{ height: HEIGHT }} />}>
          <FrontCloud
            height={HEIGHT}
            study={study}
            trials={trials}
            front={front}
            axes={[used[0] ?? 0, used[1] ?? 1, used[2] ?? 2]}
          />
        </Suspense>
      )}
    </Panel>
  );
}
