import { Panel } from '../../design/Panel.tsx';

const SURFACES = ['paper', 'panel', 'sunken', 'raised', 'hover', 'line', 'line-strong'];
const INKS = [
  'ink',
  'ink-2',
  'ink-3',
  'brass',
  'brass-line',
  'brass-wash',
  'verdigris',
  'verdigris-wash',
  'alarm',
  'alarm-wash',
];
const RUNS = Array.from({ length: 8 }, (_, index) => `run-${index + 1}`);

/** The palette, by the names of its tokens. */
export function Colours() {
  return (
    <Panel title="Colour">
      <div className="flex flex-col gap-3 p-3">
        {[SURFACES, INKS, RUNS].map((names) => (
          <ul key={names[0]} className="flex flex-wrap gap-2">
            {names.map((name) => (
              <li key={name} className="w-20 text-micro">
                <span
                  className="block h-8 rounded-sm border border-line"
                  style={{ background: `var(--${name})` }}
                />
                <span className="text-ink-2">{name}</span>
              </li>
            ))}
          </ul>
        ))}
      </div>
    </Panel>
  );
}
